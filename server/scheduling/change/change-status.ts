import { isUpcoming, lackingCount } from '#server/scheduling/course/course-sessions.ts';
import { hasMissedInARow, stateWith } from '#server/scheduling/course/course-states.ts';
import { broken, NOTICE_HOURS, RULES } from '#server/scheduling/rules.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import type { CancelReason, CourseState } from '#server/scheduling/vocabulary.ts';
import type { Draft } from './change-draft.ts';
import { refused } from './change-move.ts';
import type { ChangeQuestion, ChangeRequest, CourseSession, RefusedChange } from './course-change.ts';

/** Modes that move nothing: sessions are taken out, wait, or no longer wait. */

type Asked<M extends ChangeRequest['mode']> = ChangeQuestion<Extract<ChangeRequest, { mode: M }>>;

export function cancel(question: Asked<'cancel'>): Draft | RefusedChange {
  const { request, course } = question;
  const session = upcomingSession(course.sessions, request.sessionId);
  if ('ok' in session) return session;
  return {
    sessions: replaced(course.sessions, [cancelled(session, request.reason)]),
    bent: shortNotice(question, [session]),
  };
}

/** The course has one session fewer from then on. That is a clinician's decision (CLINICAL R1). */
export function omit(question: Asked<'omit'>): Draft | RefusedChange {
  const { request, course } = question;
  const session = upcomingSession(course.sessions, request.sessionId);
  if ('ok' in session) return session;
  if (session.phase === 'maintenance') {
    return refused(broken('session-not-open', 'A booster is cancelled, not taken out.', session.sequence));
  }
  return {
    sessions: replaced(course.sessions, [cancelled(session, request.reason)]),
    plannedCount: course.plannedCount - 1,
    bent: [
      broken(
        'fewer-sessions',
        `${course.plannedCount - 1} sessions instead of ${course.plannedCount}.`,
        session.sequence,
      ),
      ...shortNotice(question, [session]),
    ],
  };
}

/** The patient did not come. When that happens several times in a row, the course waits for a clinician (CLINICAL R53). */
export function noShow({ request, course, now }: Asked<'no-show'>): Draft | RefusedChange {
  const session = upcomingSession(course.sessions, request.sessionId);
  if ('ok' in session) return session;
  if (session.status !== 'booked' || session.startsAt > now) {
    return refused(
      broken('session-not-open', 'It is too early: the session has yet to start.', session.sequence),
    );
  }
  const sessions = replaced(course.sessions, [{ ...session, status: 'noshow' }]);
  if (!hasMissedInARow(sessions)) return { sessions };
  return {
    sessions: sessions.map(waiting),
    state: 'on-hold',
    bent: [broken('missed-sessions', RULES['missed-sessions'].words, session.sequence)],
  };
}

/** Nothing of the course takes place any more. Who is in the house already is looked after to the end. */
export function stop(question: Asked<'stop'>): Draft {
  const { request, course } = question;
  const upcoming = course.sessions.filter(isUpcoming);
  return {
    sessions: replaced(
      course.sessions,
      upcoming.map((session) => cancelled(session, request.reason)),
    ),
    state: 'stopped',
    bent: shortNotice(question, upcoming),
  };
}

/**
 * What is to come waits (CLINICAL R50): `pending` holds the chair and the patient, and cannot begin. The chairs are kept
 * because a hold is short: a clinician looks within days, and the course is then whole. Who wants them back stops the
 * course, or cancels sessions of it.
 */
export const hold = ({ course }: Asked<'hold'>): Draft => ({
  sessions: course.sessions.map(waiting),
  state: 'on-hold',
});

/** What waited is booked again. What should have taken place meanwhile is cancelled, and lacks until it is planned again. */
export function resume({ course, now }: Asked<'resume'>): Draft {
  const sessions = course.sessions.map((session): CourseSession => {
    if (session.status !== 'pending') return session;
    return session.startsAt > now ? { ...session, status: 'booked' } : cancelled(session, 'plan-changes');
  });
  return { sessions, state: stateAfterHold(course, sessions) };
}

/** As if there had been no hold; a course of which everything was due meanwhile is there to be planned again. */
function stateAfterHold(course: ChangeQuestion['course'], sessions: readonly CourseSession[]): CourseState {
  const state = stateWith({ state: 'induction', hasBoosterOrder: course.hasBoosterOrder }, sessions);
  return state === 'stopped' && lackingCount(sessions, course.plannedCount) > 0 ? 'induction' : state;
}

const waiting = (session: CourseSession): CourseSession =>
  session.status === 'booked' ? { ...session, status: 'pending' } : session;

export const cancelled = (session: CourseSession, cancelReason: CancelReason): CourseSession => ({
  ...session,
  status: 'cancelled',
  cancelReason,
});

export const replaced = (sessions: readonly CourseSession[], by: readonly CourseSession[]): CourseSession[] =>
  sessions.map((session) => by.find(({ id }) => id === session.id) ?? session);

/** Booked, and nobody has arrived; its time may be past. */
function upcomingSession(
  sessions: readonly CourseSession[],
  sessionId: string,
): CourseSession | RefusedChange {
  const session = sessions.find(({ id }) => id === sessionId);
  if (session && isUpcoming(session)) return session;
  return refused(broken('session-not-open', RULES['session-not-open'].words, session?.sequence));
}

function shortNotice({ now }: ChangeQuestion, sessions: readonly CourseSession[]): Violation[] {
  return sessions
    .filter(({ startsAt }) => startsAt > now && startsAt - now < NOTICE_HOURS * 3_600_000)
    .map(({ sequence }) => broken('short-notice', `Less than ${NOTICE_HOURS} hours before it.`, sequence));
}
