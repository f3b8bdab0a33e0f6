import type { Window } from '#server/repositories/calendar.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays, parseInstant } from '#server/scheduling/time/clinic-time.ts';

const MS_PER_HOUR = 3_600_000;

/** No clinic is open for longer at a stretch: what is further from a session cannot touch it. */
const REACH_MS = 16 * MS_PER_HOUR;

/** What may have to do with sessions at these instants, to check them and to re-pack the chairs around them. */
export const windowsAround = (starts: readonly Instant[]): Window[] =>
  starts.map((at) => ({ fromInstant: at - REACH_MS, toInstant: at + REACH_MS }));

/** Local days, both ends included, in whichever zone: clocks are at most 14 hours ahead of UTC, and 12 behind. */
export const windowOfDays = (from: LocalDate, to: LocalDate): Window => ({
  fromInstant: parseInstant(`${from}T00:00:00Z`) - 14 * MS_PER_HOUR,
  toInstant: parseInstant(`${addDays(to, 1)}T00:00:00Z`) + 12 * MS_PER_HOUR,
});
