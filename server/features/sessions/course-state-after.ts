import type { CourseRecord } from '#server/repositories/courses.ts';
import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';
import type { SessionStatus } from '#server/scheduling/vocabulary.ts';

/**
 * Where a course stands once one of its sessions has a new status. When the last of its planned sessions is over, a
 * clinician looks at how the patient responded, unless an order says already what follows; a course of which nothing
 * took place, and nothing is to come, has stopped.
 */
export function courseStateAfter(
  course: Pick<CourseRecord, 'state' | 'sessions' | 'boosterOrder'>,
  sessionId: string,
  status: SessionStatus,
): CourseRecord['state'] {
  if (course.state !== 'induction') return course.state;
  const after = course.sessions.map((session) =>
    session.id === sessionId ? { ...session, status } : session,
  );
  if (after.some((session) => session.phase !== 'maintenance' && isToCome(session))) return course.state;
  if (!after.some((session) => session.status === 'fulfilled')) {
    return after.some(isToCome) ? course.state : 'stopped';
  }
  return course.boosterOrder ? 'maintenance' : 'assessment';
}
