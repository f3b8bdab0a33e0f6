import { AppError } from '#server/errors.ts';
import { type SeenBy, seesClinical } from '#server/presenters/seen-by.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import { openGates } from '#server/scheduling/gates/gates.ts';
import { isToCome, type SessionVerb, STEPS_IN } from '#server/scheduling/session/session-lifecycle.ts';

/**
 * Nobody begins a session while something must be done first. A gate may have opened since somebody arrived, so it is
 * asked at each step. To those who treat the patient it is said what it is.
 */
export function refuseOpenGates(
  course: CourseRecord,
  session: SessionRecord,
  verb: SessionVerb,
  seen: SeenBy,
): void {
  if (!STEPS_IN.includes(verb) || !isToCome(session) || session.startedAt !== null) return;
  if (course.state === 'on-hold') return;
  const open = openGates(course.gates, seen.zone, course.sessions, session);
  if (open.length === 0) return;
  const names = open.map(({ name, isFlag }) => (isFlag ? `${name}: to be resolved` : `${name}: to be done`));
  throw new AppError('gate-open', seesClinical(seen) ? `${names.join('. ')}.` : undefined);
}
