import type { Seat } from '#server/booking/take-chairs.ts';
import type { ChangePreview } from '#server/contract/change.ts';
import { AppError } from '#server/errors.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import type { BookingContext } from '#server/repositories/for-booking.ts';
import { needsOf, rulesOf } from '#server/repositories/for-core.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import { assignChairs, type Repack } from '#server/scheduling/assign-chairs.ts';
import type { Instant } from '#server/scheduling/calendar.ts';
import { checkMove } from '#server/scheduling/change.ts';
import { formatInstant } from '#server/scheduling/clinic-time.ts';
import { blockMinutes } from '#server/scheduling/protocol.ts';
import { bend } from '#server/scheduling/rules.ts';
import { isMovable } from '#server/scheduling/session-lifecycle.ts';
import { violationOf } from '#server/scheduling/start-times.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import { HOLDING_STATUSES, type Role, type SessionStatus } from '#server/scheduling/vocabulary.ts';

export type Move = { readonly sessionId: string; readonly startsAt: Instant };

/** A move as it stands by a calendar: where the session would be, and everything against it. */
export type JudgedMove = {
  readonly course: CourseRecord;
  readonly session: SessionRecord;
  readonly seat: Seat;
  readonly violations: readonly Violation[];
  /** Null while a hard rule refuses the move. */
  readonly chairs: { readonly chairId: string; readonly repack: readonly Repack[] } | null;
};

export function judgeMove(
  { calendar }: Pick<BookingContext, 'calendar'>,
  course: CourseRecord,
  { sessionId, startsAt }: Move,
  now: Instant,
): JudgedMove {
  const session = movableSession(course, sessionId, now);
  // Its own block: a session may have been given more time than its protocol says.
  const needs = { ...needsOf(course.protocol, course.patientId), block: session.block };
  const judged = checkMove(calendar, needs, rulesOf(course, calendar.zone), session, startsAt, now);
  const seat = {
    sequence: session.sequence,
    startsAt,
    endsAt: startsAt + blockMinutes(session.block) * 60_000,
    poolId: judged.poolId ?? session.poolId,
  };
  const against = judged.violations;
  if (against.some(({ severity }) => severity === 'hard')) {
    return { course, session, seat, violations: against, chairs: null };
  }
  const taken = assignChairs(calendar, [seat], now, new Set([session.id]));
  if (!taken) {
    const full = violationOf('chair-full', session.sequence);
    return { course, session, seat, violations: [...against, full], chairs: null };
  }
  const chairs = { chairId: taken.chairIds[0] ?? '', repack: taken.repack };
  return { course, session, seat, violations: against, chairs };
}

/** A session of the course that is still to come, or the refusal to move it. */
export function movableSession(course: CourseRecord, sessionId: string, now: Instant): SessionRecord {
  const session = course.sessions.find(({ id }) => id === sessionId);
  if (!session) throw new AppError('not-found', 'There is no such session in this course.');
  if (!isMovable(session, now)) throw new AppError('session-not-movable');
  return session;
}

/** The course before and after, as far as it holds chairs. Which chair is no part of it: pools are shown. */
export function presentMove(
  { course, session, seat, violations }: JudgedMove,
  zone: string,
  role: Role,
): Omit<ChangePreview, 'token' | 'expiresAt'> {
  const holding: readonly SessionStatus[] = HOLDING_STATUSES;
  const held = course.sessions.filter(({ status }) => holding.includes(status));
  const { state, plannedCount } = course;
  const after = held.map((one) => (one.id === session.id ? { ...one, ...seat } : one));
  const present = (sessions: readonly SessionRecord[]): ChangePreview['before']['sessions'] =>
    sessions
      .toSorted((a, b) => a.startsAt - b.startsAt)
      .map(({ id, sequence, status, phase, startsAt, endsAt, poolId }) => ({
        id,
        sequence,
        status,
        phase,
        startsAt: formatInstant(startsAt, zone),
        endsAt: formatInstant(endsAt, zone),
        poolId,
      }));
  return {
    mode: 'move',
    courseId: course.id,
    courseVersion: course.version,
    before: { state, plannedCount, sessions: present(held) },
    after: { state, plannedCount, sessions: present(after) },
    movedSessionIds: [session.id],
    removedSessionIds: [],
    added: [],
    newCourse: null,
    violations: bend(violations, [], role).map(({ mayOverride, overrideReason, ...rule }) => ({
      ...rule,
      mayOverride: [...mayOverride],
      overridden: overrideReason !== null,
    })),
  };
}
