import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { instantAt, startOfEpochDay } from '#server/scheduling/time/clinic-time.ts';
import type { Open, Question } from './question.ts';
import {
  clip,
  MINUTES_PER_DAY,
  MOST_TICKS,
  MS_PER_DAY,
  MS_PER_MINUTE,
  MS_PER_TICK,
  TICK_MINUTES,
} from './ticks.ts';

/** A local day between its first opening and its last closing, which are its ticks. */
export type OpenDay = {
  readonly date: LocalDate;
  readonly weekday: number;
  readonly open: Open;
  readonly midnight: Instant;
  readonly nextMidnight: Instant;
  /** 24 hours without a change of the clocks: a minute of the wall clock is a minute since midnight. */
  readonly isPlain: boolean;
  /** The instant of tick 0, and how many ticks there are. */
  readonly origin: Instant;
  readonly length: number;
};

export function openDay(
  question: Question,
  epochDay: number,
  { date, weekday, open }: Pick<OpenDay, 'date' | 'weekday' | 'open'>,
): OpenDay {
  const { zone } = question.calendar;
  const midnight = startOfEpochDay(epochDay, zone);
  const nextMidnight = startOfEpochDay(epochDay + 1, zone);
  const isPlain = nextMidnight - midnight === MS_PER_DAY;
  const kept = { date, weekday, open, midnight, nextMidnight, isPlain };
  const wholeDay = { ...kept, origin: midnight, length: MOST_TICKS };
  let first = MOST_TICKS;
  let last = 0;
  for (const { from, to } of open.stretches) {
    first = Math.min(first, tickOf(wholeDay, from, zone));
    last = Math.max(last, tickOf(wholeDay, to, zone));
  }
  return { ...kept, origin: midnight + first * MS_PER_TICK, length: Math.max(0, last - first) };
}

/** The instant of a minute of the wall clock; null where the clock skips it. */
export const instantOf = (day: OpenDay, minute: number, zone: string): Instant | null =>
  day.isPlain ? day.midnight + minute * MS_PER_MINUTE : instantAt(day.date, minute, zone);

/** The tick of a minute of the wall clock, or of the next that there is. */
export function tickOf(day: OpenDay, minute: number, zone: string): number {
  let instant: Instant | null = null;
  for (let m = minute; instant === null; m += TICK_MINUTES)
    instant = m >= MINUTES_PER_DAY ? day.nextMidnight : instantOf(day, m, zone);
  return clip((instant - day.origin) / MS_PER_TICK, day.length);
}

/** A stretch of instants is widened to whole ticks. */
export const tickFrom = (at: Instant, { origin, length }: OpenDay): number =>
  clip(Math.floor((at - origin) / MS_PER_TICK), length);
export const tickTo = (at: Instant, { origin, length }: OpenDay): number =>
  clip(Math.ceil((at - origin) / MS_PER_TICK), length);
