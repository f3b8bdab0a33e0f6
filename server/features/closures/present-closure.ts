import type { ClosurePreview, Closure as ShownClosure } from '#server/contract/closure.ts';
import type { ClosureRecord } from '#server/repositories/closures.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { formatInstant } from '#server/scheduling/clinic-time.ts';
import type { MovedSession } from '#server/scheduling/course-change.ts';
import { isHolding } from '#server/scheduling/course-sessions.ts';
import type { BrokenSession } from '#server/scheduling/repair.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import type { JudgedClosure } from './judge-closure.ts';

type ShownBroken = Omit<
  ClosurePreview['repaired'][number],
  'after' | 'movedSessionIds' | 'daysMoved' | 'minutesMoved'
>;

export const presentClosure = (closure: ClosureRecord, zone: string): ShownClosure => ({
  id: closure.id,
  startsAt: formatInstant(closure.startsAt, zone),
  endsAt: formatInstant(closure.endsAt, zone),
  chairId: closure.chairId,
  chairName: closure.chairName,
  staffId: closure.staffId,
  staffName: closure.staffName,
  reason: closure.reason,
});

/** What the closure breaks, those for a human first, and each course before and after. */
export function presentJudged({
  asked: { closure },
  name,
  calendar: { zone },
  courses,
  repair: { left, repaired },
  restricted,
}: JudgedClosure): Omit<ClosurePreview, 'token' | 'expiresAt'> {
  const { id: _, ...shown } = presentClosure(
    {
      ...closure,
      id: '',
      chairName: closure.chairId === null ? null : name,
      staffName: closure.staffId === null ? null : name,
    },
    zone,
  );
  return {
    closure: shown,
    left: left.flatMap(({ id, broken, because, reasons, nearest }) => {
      const course = courses.get(id);
      if (!course) return [];
      return [
        {
          ...presentBroken(course, broken, zone),
          because,
          reasons: [...reasons],
          nearest: nearest.map(({ sessionId, startsAt, violations }) => ({
            sessionId,
            startsAt: formatInstant(startsAt, zone),
            violations: [...violations],
          })),
        },
      ];
    }),
    repaired: repaired.flatMap(({ id, broken, moved, displacement }) => {
      const course = courses.get(id);
      if (!course) return [];
      return [
        {
          ...presentBroken(course, broken, zone),
          after: presentHeld(course, zone, moved),
          movedSessionIds: moved.map(({ after }) => after.id),
          daysMoved: displacement.days,
          minutesMoved: displacement.minutes,
        },
      ];
    }),
    restrictedSessions: restricted.length,
  };
}

export const presentBroken = (
  course: CourseRecord,
  broken: readonly (Pick<BrokenSession, 'session'> & { readonly violations: readonly Violation[] })[],
  zone: string,
): ShownBroken => ({
  courseId: course.id,
  courseVersion: course.version,
  courseState: course.state,
  patientId: course.patientId,
  patientName: course.patientName,
  protocolName: course.protocol.name,
  plannedCount: course.plannedCount,
  broken: broken.map(({ session, violations }) => ({ sessionId: session.id, violations: [...violations] })),
  before: presentHeld(course, zone),
});

function presentHeld(
  { sessions }: CourseRecord,
  zone: string,
  moved: readonly MovedSession[] = [],
): ShownBroken['before'] {
  const places = new Map(moved.map(({ after }) => [after.id, after]));
  return sessions
    .filter(isHolding)
    .map((session) => ({ ...session, ...places.get(session.id) }))
    .toSorted((one, other) => one.startsAt - other.startsAt)
    .map(({ id, sequence, phase, status, startsAt, endsAt }) => ({
      id,
      sequence,
      phase,
      status,
      startsAt: formatInstant(startsAt, zone),
      endsAt: formatInstant(endsAt, zone),
    }));
}
