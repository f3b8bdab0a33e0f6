import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { SessionStatus } from '#server/scheduling/vocabulary.ts';

/** What can happen to a session on its day, and before. */
export const SESSION_VERBS = ['arrive', 'check-in', 'start', 'complete', 'no-show', 'cancel'] as const;
export type SessionVerb = (typeof SESSION_VERBS)[number];

/** The steps into a session. The others end it, or say that it does not take place. */
export const STEPS_IN: readonly SessionVerb[] = ['arrive', 'check-in', 'start'];

export type LivingSession = {
  readonly status: SessionStatus;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly startedAt: Instant | null;
  /** Since when it is held on its day: see `session-held.ts`. */
  readonly heldAt?: Instant | null;
};

/** What a transition writes. Fields that are absent stay as they are. */
export type Transition = {
  readonly status: SessionStatus;
  readonly arrivedAt?: Instant;
  readonly checkedInAt?: Instant;
  readonly startedAt?: Instant;
  readonly completedAt?: Instant;
  /** The chair is free from then on: the actual end, never before the planned start nor past the planned end. */
  readonly releasedAt?: Instant;
};

/** How early a patient may be marked as arrived or missing, before the start. */
const EARLIEST_ARRIVAL_MS = 12 * 60 * 60_000;

/** The verbs that a session allows now. */
export const allowedVerbs = (session: LivingSession, now: Instant): SessionVerb[] =>
  SESSION_VERBS.filter((verb) => isAllowed(session, verb, now));

/** The session after a verb, or the verbs that would be allowed instead. */
export function applyVerb(
  session: LivingSession,
  verb: SessionVerb,
  now: Instant,
): { ok: true; transition: Transition } | { ok: false; allowed: SessionVerb[] } {
  if (!isAllowed(session, verb, now)) return { ok: false, allowed: allowedVerbs(session, now) };
  return { ok: true, transition: transitionOf(session, verb, now) };
}

function isAllowed(
  { status, startsAt, startedAt, heldAt = null }: LivingSession,
  verb: SessionVerb,
  now: Instant,
): boolean {
  switch (verb) {
    case 'arrive':
      return status === 'booked' && now >= startsAt - EARLIEST_ARRIVAL_MS;
    case 'check-in':
      return status === 'arrived';
    case 'start':
      return status === 'checked-in' && startedAt === null && heldAt === null;
    case 'complete':
      return status === 'checked-in' && startedAt !== null;
    case 'no-show':
      return status === 'booked' && now >= startsAt;
    case 'cancel':
      // Once administration has begun, a session is completed, not cancelled.
      return (
        status === 'pending' ||
        status === 'booked' ||
        ((status === 'arrived' || status === 'checked-in') && startedAt === null)
      );
  }
}

function transitionOf(session: LivingSession, verb: SessionVerb, now: Instant): Transition {
  switch (verb) {
    case 'arrive':
      return { status: 'arrived', arrivedAt: now };
    case 'check-in':
      return { status: 'checked-in', checkedInAt: now };
    case 'start':
      return { status: 'checked-in', startedAt: now };
    case 'complete':
      return {
        status: 'fulfilled',
        completedAt: now,
        releasedAt: Math.min(session.endsAt, Math.max(now, session.startsAt + 60_000)),
      };
    case 'no-show':
      return { status: 'noshow' };
    case 'cancel':
      return { status: 'cancelled' };
  }
}

const TO_COME: readonly SessionStatus[] = ['pending', 'booked', 'arrived', 'checked-in'];

/** Booked, and not over yet. */
export const isToCome = ({ status }: { readonly status: SessionStatus }): boolean => TO_COME.includes(status);

/** May it be moved to another time? Only what has not begun. */
export const isMovable = (session: LivingSession, now: Instant): boolean =>
  (session.status === 'booked' || session.status === 'pending') && session.startsAt > now;
