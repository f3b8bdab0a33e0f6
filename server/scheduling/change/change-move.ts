import { inCourseOrder, isOpen, isPlanned } from '#server/scheduling/course/course-sessions.ts';
import { broken, RULES } from '#server/scheduling/rules.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay, epochDay, instantAt, localReading } from '#server/scheduling/time/clinic-time.ts';
import type { Draft } from './change-draft.ts';
import type { ChangeQuestion, ChangeRequest, CourseSession, RefusedChange } from './course-change.ts';
import { placeOf } from './displacement.ts';

type Asked<M extends ChangeRequest['mode']> = ChangeQuestion<Extract<ChangeRequest, { mode: M }>>;

/** One session goes to another time; everything else stays. */
export function move({ request, course, now }: Asked<'move'>): Draft | RefusedChange {
  const moving = openSession(course.sessions, request.sessionId, now);
  if ('ok' in moving) return moving;
  if (moving.startsAt === request.startsAt) return nothingChanges('The session is at that time already.');
  return { sessions: withStarts(course.sessions, new Map([[moving.id, request.startsAt]])) };
}

/**
 * One session goes to another time, and those after it go with it: by the same days and by the same reading of the
 * clock, so that the gaps stay as they are and 10:00 stays 10:00 whatever the clocks do. Where that leads onto a closed
 * day it says so: nothing is skipped in silence.
 */
export function shift({ request, course, calendar, now }: Asked<'shift'>): Draft | RefusedChange {
  const { zone } = calendar;
  const moving = openSession(course.sessions, request.sessionId, now);
  if ('ok' in moving) return moving;
  if (moving.startsAt === request.startsAt) return nothingChanges('The session is at that time already.');
  const from = placeOf(moving.startsAt, zone);
  const to = placeOf(request.startsAt, zone);
  const starts = new Map<string, Instant>();
  for (const session of thisAndTheRest(course.sessions, moving, now)) {
    const at = localReading(session.startsAt, zone);
    const day = epochDay(at.date) + to.epochDay - from.epochDay;
    const startsAt =
      session === moving ? request.startsAt : instantOfMinute(day, at.minute + to.minute - from.minute, zone);
    if (startsAt === null) {
      return refused(broken('nonexistent-time', RULES['nonexistent-time'].words, session.sequence));
    }
    starts.set(session.id, startsAt);
  }
  return { sessions: withStarts(course.sessions, starts) };
}

/** A late session that is shifted later still may end up after midnight. */
function instantOfMinute(day: number, minute: number, zone: string): Instant | null {
  const daysOver = Math.floor(minute / 1440);
  return instantAt(dateOfEpochDay(day + daysOver), minute - daysOver * 1440, zone);
}

/** A booster has no rest: what follows it is not planned. */
export const thisAndTheRest = (
  sessions: readonly CourseSession[],
  from: CourseSession,
  now: Instant,
): CourseSession[] => {
  if (!isPlanned(from)) return [from];
  const order = inCourseOrder(sessions);
  return order.slice(order.indexOf(from)).filter((one) => isPlanned(one) && isOpen(one, now));
};

export const withStarts = (
  sessions: readonly CourseSession[],
  starts: ReadonlyMap<string, Instant>,
): CourseSession[] =>
  sessions.map((session) => {
    const startsAt = starts.get(session.id) ?? session.startsAt;
    return { ...session, startsAt, endsAt: session.endsAt + startsAt - session.startsAt };
  });

/** A session that is still to come and that nobody has arrived for, or the refusal. */
export function openSession(
  sessions: readonly CourseSession[],
  sessionId: string,
  now: Instant,
): CourseSession | RefusedChange {
  const session = sessions.find(({ id }) => id === sessionId);
  if (session && isOpen(session, now)) return session;
  return refused(broken('session-not-open', RULES['session-not-open'].words, session?.sequence));
}

export const refused = (...violations: RefusedChange['violations']): RefusedChange => ({
  ok: false,
  violations,
});

export const nothingChanges = (detail: string): RefusedChange => refused(broken('nothing-changes', detail));
