import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { addInterval, daysBetween } from '#server/scheduling/time/clinic-time.ts';

/** The ladder of intervals of a protocol (CLINICAL R13): one rung at a time, in either direction. */

/** Months are of different lengths: an interval is as long as it is from the first day of a year. */
const SOME_DAY: LocalDate = '2026-01-01';

/** Days of an interval, to compare two. A month is 31. */
export const lengthOf = (interval: string): number => daysBetween(SOME_DAY, addInterval(SOME_DAY, interval));

/** The next longer rung; null at the top. From an interval that is no rung, the first one that is longer. */
export const stepForward = (ladder: readonly string[], interval: string): string | null =>
  inOrder(ladder).find((rung) => lengthOf(rung) > lengthOf(interval)) ?? null;

/** The next shorter rung; null at the bottom, below which is a booster series. */
export const stepBack = (ladder: readonly string[], interval: string): string | null =>
  inOrder(ladder).findLast((rung) => lengthOf(rung) < lengthOf(interval)) ?? null;

export const inOrder = (ladder: readonly string[]): string[] =>
  [...ladder].sort((one, other) => lengthOf(one) - lengthOf(other));
