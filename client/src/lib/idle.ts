const WARNING_MS = 60_000;
/** Reading counts as doing something: after this long without a request, input causes one. */
const QUIET_MS = 30_000;
/** The server writes down every five seconds at the most that somebody was there: the page ends a little before it. */
const MARGIN_MS = 5_000;

export type Idle = {
  /** In milliseconds; nothing is left once it is 0 or less. */
  readonly left: number;
  /** So little is left that it has to be said. */
  readonly isEnding: boolean;
  /** It is time that the server hears of what the person does. */
  readonly isQuiet: boolean;
};

/** How things stand where the server last heard from the person at `seenAt`, and hears of nothing for `minutes`. */
export function idleAt(now: number, seenAt: number, minutes: number): Idle {
  const whole = minutes * 60_000 - MARGIN_MS;
  // A clock that was put back counts as time gone by.
  const idle = Math.abs(now - seenAt);
  const left = whole - idle;
  return {
    left,
    isEnding: left <= Math.min(WARNING_MS, whole / 2),
    isQuiet: idle >= Math.min(QUIET_MS, whole / 4),
  };
}
