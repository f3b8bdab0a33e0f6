import type { Instant } from '#server/scheduling/time/calendar.ts';
import { epochDay, localReading } from '#server/scheduling/time/clinic-time.ts';

/**
 * How far sessions have gone from where they were, when a course is planned again or repaired: the days that each has
 * moved, added up, and then the minutes by the clinic's clock. Nobody's day is given up for any number of minutes.
 * Monday 10:00 to Tuesday 9:30 is one day and 30 minutes.
 */
export type Displacement = { readonly days: number; readonly minutes: number };

/** Where a session is on the clinic's calendar and clock. */
export type LocalPlace = { readonly epochDay: number; readonly minute: number };

export const placeOf = (at: Instant, zone: string): LocalPlace => {
  const { date, minute } = localReading(at, zone);
  return { epochDay: epochDay(date), minute };
};

export function displacement(
  moves: readonly { readonly from: LocalPlace; readonly to: LocalPlace }[],
): Displacement {
  let days = 0;
  let minutes = 0;
  for (const { from, to } of moves) {
    days += Math.abs(to.epochDay - from.epochDay);
    minutes += Math.abs(to.minute - from.minute);
  }
  return { days, minutes };
}

/** More than the minutes of any number of sessions that move together. */
const POINTS_PER_DAY = 1_000_000;

/** The same as one number, for searches: less is nearer. */
export const displacementPoints = (from: LocalPlace, to: LocalPlace): number =>
  Math.abs(to.epochDay - from.epochDay) * POINTS_PER_DAY + Math.abs(to.minute - from.minute);
