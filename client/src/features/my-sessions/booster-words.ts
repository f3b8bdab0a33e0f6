import { formatDay, formatDaysAway } from '#client/lib/clinic-time.ts';
import type { BoosterWindow } from '#server/contract/plan.ts';

/** The booster window as a patient is told of it; null where there is nothing to say. */
export function boosterWords(
  window: BoosterWindow | null,
  today: string,
  isSomethingBooked: boolean,
): string | null {
  if (!window) return null;
  const range = `between ${formatDay(window.earliestOn)} and ${formatDay(window.latestOn)}`;
  if (!window.dueOn) {
    return isSomethingBooked ? null : `Your next booster can be booked when you need it, ${range}.`;
  }
  if (window.provisional) {
    return `After these, the next booster is due around ${formatDay(window.dueOn)}. The clinic will tell you.`;
  }
  if (window.latestOn < today) return 'Your next booster is overdue. Please call the clinic.';
  return `Your next booster is due around ${formatDay(window.dueOn)}, ${formatDaysAway(window.dueOn, today)}: any day ${range} will do.`;
}
