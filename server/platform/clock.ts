import type { Instant } from '#server/scheduling/time/calendar.ts';

/** The one place that knows what time it is. Everything inside is told. */
export type Clock = { now(): Instant };

export const systemClock: Clock = { now: () => Date.now() };
