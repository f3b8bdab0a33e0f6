import type { Instant, LocalTime } from '#server/scheduling/time/calendar.ts';
import { minuteOf } from '#server/scheduling/time/clinic-time.ts';

/** A day is counted in ticks of five minutes. */
export const TICK_MINUTES = 5;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_TICK = TICK_MINUTES * MS_PER_MINUTE;
export const MINUTES_PER_DAY = 1440;
export const MS_PER_DAY = MINUTES_PER_DAY * MS_PER_MINUTE;

/** No day is longer, whatever is done to the clocks. */
export const MOST_TICKS = (48 * 60) / TICK_MINUTES;

/** Minutes of the wall clock. */
export type Stretch = { readonly from: number; readonly to: number };

/** A stretch of instants. */
export type Span = { readonly from: Instant; readonly to: Instant };

/** Whoever comes at 9:03 is counted from 9:05. */
export const wholeTicks = (from: LocalTime, to: LocalTime): Stretch => ({
  from: Math.ceil(minuteOf(from) / TICK_MINUTES) * TICK_MINUTES,
  to: Math.floor(minuteOf(to) / TICK_MINUTES) * TICK_MINUTES,
});

export const clip = (tick: number, length: number): number => (tick < 0 ? 0 : tick > length ? length : tick);
