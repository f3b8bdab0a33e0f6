import { AppError } from '#server/errors.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import type { ChangeRequest, RefusedChange } from '#server/scheduling/change/course-change.ts';

/** Why a change cannot even be shown, by name. */
export function refusalOf(
  course: CourseRecord,
  /** Null: to take the last change back. */
  request: ChangeRequest | null,
  { violations: found, allowed }: RefusedChange,
): AppError {
  const violations = [...found];
  const [first] = violations;
  const sessionId = request && 'sessionId' in request ? request.sessionId : null;
  if (sessionId !== null && !course.sessions.some(({ id }) => id === sessionId)) {
    return new AppError('not-found', 'There is no such session in this course.');
  }
  switch (first?.code) {
    case 'session-not-open':
      return new AppError('session-not-movable', undefined, { violations });
    case 'not-by-role':
      return new AppError('not-allowed', first.detail, { violations });
    case 'nothing-changes':
      if (request?.mode !== 'move' && request?.mode !== 'shift') break;
      return new AppError('invalid-request', undefined, {
        errors: [
          { pointer: '/body/startsAt', detail: 'The session is at that time already. Choose another.' },
        ],
      });
  }
  return new AppError('change-refused', first?.detail, {
    violations,
    ...(allowed && { allowed: [...allowed] }),
  });
}
