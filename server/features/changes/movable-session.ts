import { AppError } from '#server/errors.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import { isMovable } from '#server/scheduling/session/session-lifecycle.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';

/** A session of the course that is still to come, or the refusal to move it. */
export function movableSession(course: CourseRecord, sessionId: string, now: Instant): SessionRecord {
  const session = course.sessions.find(({ id }) => id === sessionId);
  if (!session) throw new AppError('not-found', 'There is no such session in this course.');
  const isAtRest = course.state === 'on-hold' || course.state === 'stopped';
  if (isAtRest || !isMovable(session, now)) throw new AppError('session-not-movable');
  return session;
}
