import type { LeftCourse, RepairedCourse } from '#server/contract/repair.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import type { MovedSession } from '#server/scheduling/change/course-change.ts';
import { isHolding } from '#server/scheduling/course/course-sessions.ts';
import type { BrokenSession, Repair } from '#server/scheduling/repair/repair.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import type { Violation } from '#server/scheduling/violation.ts';

type ShownBroken = Omit<RepairedCourse, 'after' | 'movedSessionIds' | 'daysMoved' | 'minutesMoved'>;

type ShownRepair = { left: LeftCourse[]; repaired: RepairedCourse[]; restrictedSessions: number };

/** What is broken, those for a human first, and each course before and after. */
export const presentRepair = ({
  calendar: { zone },
  courses,
  repair: { left, repaired },
  restricted,
}: {
  readonly calendar: Pick<ClinicCalendar, 'zone'>;
  readonly courses: ReadonlyMap<string, CourseRecord>;
  readonly repair: Pick<Repair, 'left' | 'repaired'>;
  readonly restricted: readonly string[];
}): ShownRepair => ({
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
});

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
