import type { StartTimes } from '#server/contract/plan.ts';
import { formatInstant } from '#server/scheduling/clinic-time.ts';
import type { StartTimeDay } from '#server/scheduling/start-times.ts';

export const presentStartTimes = (days: readonly StartTimeDay[], zone: string): StartTimes => ({
  days: days.map((day) => ({
    ...day,
    starts: day.starts.map((start) => ({ ...start, startsAt: formatInstant(start.startsAt, zone) })),
  })),
});
