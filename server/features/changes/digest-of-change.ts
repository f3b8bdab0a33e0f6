import type { JudgedChange } from '#server/booking/judged-change.ts';
import { fingerprint } from '#server/platform/fingerprint.ts';
import type { CourseSession, NewSession } from '#server/scheduling/change/course-change.ts';

/**
 * The state after a change, and what it bends, in few characters: a commit does what was shown, or nothing. Chairs are no
 * part of it, pools are.
 */
export function digestOfChange({ shown }: JudgedChange): string {
  const { after, newState, newPlannedCount, newCourse, bent } = shown;
  return fingerprint({
    newState,
    newPlannedCount,
    after: after.map(sessionOf),
    newCourse: newCourse?.sessions.map(sessionOf) ?? null,
    bent: bent.map(({ code, sequence }) => [code, sequence ?? null]),
  });
}

const sessionOf = (session: CourseSession | NewSession) => [
  'id' in session ? session.id : null,
  session.sequence,
  session.phase,
  session.status,
  session.startsAt,
  session.endsAt,
  session.poolId,
  'cancelReason' in session ? session.cancelReason : null,
];
