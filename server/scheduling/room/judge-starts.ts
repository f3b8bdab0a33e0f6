import type { Instant } from '#server/scheduling/time/calendar.ts';
import {
  any,
  BAD_ADMINISTRATION,
  BAD_CLOSED,
  BAD_OBSERVATION,
  BAD_PATIENT,
  BAD_PREP,
  BAD_PRESCRIBER,
  BAD_TRAINED,
  BAD_TURNOVER,
  badChairsOf,
  type Counting,
  TAKEN,
} from './day-counts.ts';
import {
  CHAIR,
  CLOSED,
  type DayStarts,
  MONITORING,
  PAST,
  PATIENT,
  PRESCRIBER,
  TRAINED,
} from './day-starts.ts';
import { instantOf, type OpenDay } from './open-day.ts';
import { MS_PER_TICK, TICK_MINUTES } from './ticks.ts';

/** Every start on the grid of a day that has been counted, and what is against it. */
export function judgeStarts(
  question: Counting,
  day: OpenDay,
): Omit<DayStarts, 'epochDay' | 'date' | 'weekday'> {
  const { needs, now, chairCount, poolSizes, counts } = question;
  const { zone } = question.calendar;
  const { length } = day;
  const { prep, administration, observation, turnover } = needs.block;
  const { grid } = day.open;
  const minutes = day.isPlain ? grid : grid.filter((minute) => instantOf(day, minute, zone) !== null);
  const count = minutes.length;
  const instants = minutes.map((minute) => instantOf(day, minute, zone) as Instant);
  const refusals = new Uint8Array(count);
  const contested = new Uint8Array(count);
  const pools = new Int8Array(count);
  for (let i = 0; i < count; i += 1) {
    const instant = instants[i] as Instant;
    const start = Math.round((instant - day.origin) / MS_PER_TICK);
    const dosed = start + prep / TICK_MINUTES;
    const watched = dosed + administration / TICK_MINUTES;
    const leaving = watched + observation / TICK_MINUTES;
    const end = leaving + turnover / TICK_MINUTES;
    const within = Math.min(end, length);
    let bits = instant < now ? PAST : 0;
    if (end > length || any(counts, BAD_CLOSED, start, end)) bits |= CLOSED;
    if (any(counts, BAD_PATIENT, start, within)) bits |= PATIENT;
    let pool = 0;
    while (pool < poolSizes.length && any(counts, badChairsOf(pool), start, within)) pool += 1;
    if (pool === poolSizes.length) {
      pool = -1;
      bits |= CHAIR;
    }
    // Nobody is there to watch after hours, which `closed` has said already.
    if (end <= length) {
      if (
        any(counts, BAD_PREP, start, dosed) ||
        any(counts, BAD_ADMINISTRATION, dosed, watched) ||
        any(counts, BAD_OBSERVATION, watched, leaving) ||
        any(counts, BAD_TURNOVER, leaving, end)
      )
        bits |= MONITORING;
      if (needs.prescriberOnSite && any(counts, BAD_PRESCRIBER, start, end)) bits |= PRESCRIBER;
      if (needs.trainedMinimum > 0 && any(counts, BAD_TRAINED, dosed, leaving)) bits |= TRAINED;
    }
    const chairTicks = chairCount * (within - start);
    refusals[i] = bits;
    pools[i] = pool;
    contested[i] =
      chairTicks <= 0
        ? 100
        : Math.round(
            (100 * ((counts[TAKEN + within] as number) - (counts[TAKEN + start] as number))) / chairTicks,
          );
  }
  return { minutes, instants, refusals, contested, pools };
}
