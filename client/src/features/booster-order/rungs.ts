import { addInterval, daysBetween } from '#client/lib/clinic-time.ts';
import type { BoosterWindow } from '#server/contract/plan.ts';
import { AS_NEEDED, SERIES } from './order-draft.ts';

/** Days of an interval, to compare it with others: a month counts as one of thirty days. */
export const daysOf = (interval: string): number =>
  daysBetween('2027-04-01', addInterval('2027-04-01', interval));

/** The rungs of the ladder, shortest first; an interval that holds now and is none of them has its place among them. */
export function rungsOf(ladder: readonly string[], now: string | null): string[] {
  const rungs = now === null || ladder.includes(now) ? [...ladder] : [...ladder, now];
  return rungs.sort((a, b) => daysOf(a) - daysOf(b));
}

/** What holds now, as it stands among the choices; null where nothing does. */
export function choiceThatHolds(window: BoosterWindow | null): string | null {
  if (!window) return null;
  if (window.seriesLeft !== undefined) return SERIES;
  return window.asNeeded ? AS_NEEDED : window.interval;
}
