import type { Instant } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay, epochDay, instantAt } from '#server/scheduling/time/clinic-time.ts';

/**
 * Where the courses of a clinic of 20 chairs go, so that no two meet: twice a week for three weeks, either on Mondays
 * and Wednesdays or on Tuesdays and Thursdays, five courses after each other in a chair.
 */
export const ZONE = 'America/New_York';
/** A Monday. */
export const TODAY = '2026-03-02';
/** 7 in the morning there. */
export const NOW: Instant = Date.parse('2026-03-02T07:00:00-05:00');

export const CHAIRS = 20;
/** A term is the time that one course takes. */
export const WEEKS_PER_TERM = 3;
/** Sessions of 100 minutes, on the grid of quarters of an hour: 8:00, 9:45, 11:30, 13:15, 15:00. */
const STARTS = [480, 585, 690, 795, 900];
const TIMES_PER_CHAIR = STARTS.length * 2;

type Place = { readonly chair: number; readonly startsAt: readonly Instant[] };

/** A place of a term, which is filled chair by chair. Term 0 begins today; term -1 is over. */
function placeIn(term: number, index: number): Place {
  const chair = Math.floor(index / TIMES_PER_CHAIR);
  const time = index % TIMES_PER_CHAIR;
  const minute = STARTS[Math.floor(time / 2)] ?? 0;
  const firstDay = epochDay(TODAY) + term * WEEKS_PER_TERM * 7 + (time % 2);
  const days = Array.from({ length: WEEKS_PER_TERM }, (_, week) => [
    firstDay + week * 7,
    firstDay + week * 7 + 2,
  ]);
  return {
    chair,
    startsAt: days.flat().map((day) => instantAt(dateOfEpochDay(day), minute, ZONE) ?? Number.NaN),
  };
}

/** Places to come, one after the other: so many of the chairs of a term, and then the next term. */
export function* placesToCome(chairs: number): Generator<Place, never> {
  for (let term = 0; ; term += 1)
    for (let index = 0; index < chairs * TIMES_PER_CHAIR; index += 1) yield placeIn(term, index);
}
