/**
 * Whether somebody is there. The server ends a session in which nobody does anything; the page has to know as much of
 * it as the server does, and every tab as much as the others.
 */

const SEEN = 'evenkeel.seen';

/** What is sent so soon after real input follows from it. Whatever else is sent, the page sends by itself. */
const FOLLOWS_MS = 2_000;

let lastInputAt = Number.NEGATIVE_INFINITY;
let lastSeenAt = 0;

/** A key, a press, a touch: what a page cannot do by itself. */
export function noteInput(): void {
  lastInputAt = Date.now();
}

/** Not where the clock was put back since: then nothing would be known until it caught up. */
export const followsInput = (): boolean => Math.abs(Date.now() - lastInputAt) < FOLLOWS_MS;

/** The server has heard from the person by a request that was sent at this moment. */
export function noteSeen(at: number): void {
  lastSeenAt = at;
  try {
    localStorage.setItem(SEEN, String(at));
  } catch {
    // A browser that stores nothing has tabs that know nothing of each other.
  }
}

/** When the server last heard from the person, through whichever tab. */
export function seenAt(): number {
  try {
    return Number(localStorage.getItem(SEEN) ?? lastSeenAt);
  } catch {
    return lastSeenAt;
  }
}
