import type { CourseRecord } from '#server/repositories/courses.ts';
import { changingCourse } from '#server/repositories/for-core.ts';
import type { ShownChange } from '#server/scheduling/change/course-change.ts';
import { statedByGates } from '#server/scheduling/gates/gates.ts';
import type { RepairedCourse, SeatedSession } from '#server/scheduling/repair/repair.ts';
import { type JudgedChange, seatsOf } from './judged-change.ts';
import { overridesAfter } from './overrides-after.ts';

/** A repaired course as any change of a course is kept: planned again, with no rule bent. It can be taken back like one. */
export function repairedChange(
  course: CourseRecord,
  { moved }: RepairedCourse,
  chairs: readonly SeatedSession[],
  zone: string,
): JudgedChange {
  const before = changingCourse(course, zone);
  const places = new Map(moved.map(({ after }) => [after.id, after]));
  const repaired = before.sessions.map((session) => ({ ...session, ...places.get(session.id) }));
  const shown: ShownChange = {
    ok: true,
    mode: 'replan',
    after: (course.state === 'on-hold' ? repaired : statedByGates(before.gates, zone, repaired)).toSorted(
      (one, other) => one.startsAt - other.startsAt,
    ),
    moved,
    added: [],
    removed: [],
    restated: [],
    newState: course.state,
    newPlannedCount: course.plannedCount,
    newCourse: null,
    bent: [],
    open: [],
  };
  const after = overridesAfter(before, shown, zone);
  const chairOf = new Map(chairs.map(({ sessionId, chairId }) => [sessionId, chairId]));
  const seats = seatsOf(before, after, shown) as readonly { readonly id?: string }[];
  return {
    ok: true,
    course,
    before,
    shown,
    after,
    hold: course.hold,
    chairs: { chairIds: seats.map(({ id }) => chairOf.get(id ?? '') ?? ''), repack: [] },
  };
}
