import type { Course, CourseSummary } from '#server/contract/course.ts';
import * as may from '#server/features/boosters/boosters.policy.ts';
import { changeCourse as mayChangeCourse } from '#server/features/changes/changes.policy.ts';
import { reinduce as mayReinduce } from '#server/features/courses/courses.policy.ts';
import type { CourseRecord, CourseSummaryRecord } from '#server/repositories/courses.ts';
import {
  bookedBooster,
  changingCourse,
  isBoosterToCome,
  isOutside,
  takesBooster,
  windowOf,
} from '#server/repositories/for-core.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import { isOrderLive } from '#server/scheduling/booster/booster.ts';
import { lackingCount } from '#server/scheduling/course/course-sessions.ts';
import { againstReinduction, allowedModes, interruptionOf } from '#server/scheduling/course/course-states.ts';
import { openGates } from '#server/scheduling/gates/gates.ts';
import { formatInstant, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { presentSession } from './present-session.ts';
import { type SeenBy, seesClinical } from './seen-by.ts';

/** A course as staff see it. */
export function presentCourse(course: CourseRecord, seen: SeenBy): Course {
  const { protocol, state } = course;
  const window = windowOf(course, protocol.definition, seen.zone);
  const booster = bookedBooster(course.sessions);
  const interruption = interruptionOf(changingCourse(course, seen.zone), seen.zone, seen.now);
  return {
    id: course.id,
    patientId: course.patientId,
    patientName: course.patientName,
    protocol: {
      id: protocol.protocolId,
      name: protocol.name,
      version: protocol.version,
      route: protocol.definition.route,
    },
    state,
    version: course.version,
    plannedCount: course.plannedCount,
    lackingCount: state === 'stopped' ? 0 : lackingCount(course.sessions, course.plannedCount),
    hold: presentHold(course.hold, seen),
    interruption: interruption && { ...interruption, choices: [...interruption.choices] },
    parentCourseId: course.parentCourseId,
    follows: presentBeside(course.follows, seen),
    followedBy: presentBeside(course.followedBy, seen),
    createdAt: formatInstant(course.createdAt, seen.zone),
    sessions: course.sessions.map((session) =>
      presentSession(session, seen, isGateOpen(course, session, seen.zone)),
    ),
    boosterWindow: window,
    bookedBoosterId: booster?.id ?? null,
    boosterOutsideWindow: course.sessions.some(
      (one) => isBoosterToCome(one) && isOutside(one, window, seen.zone),
    ),
    actions: [
      ...(isBookable(state) &&
      takesBooster(course.sessions, window) &&
      isOrdered(course, seen) &&
      may.bookBooster(seen)
        ? (['book-booster'] as const)
        : []),
      ...(state !== 'stopped' && may.setBoosterOrder(seen) ? (['set-booster-order'] as const) : []),
      ...(againstReinduction(course) === null && mayReinduce(seen) ? (['book-reinduction'] as const) : []),
    ],
    changes: mayChangeCourse(seen) ? allowedModes(interruption ? 'interrupted' : state, seen.role) : [],
  };
}

/** Does something keep this session of the course from taking place? */
export const isGateOpen = (
  { gates, sessions }: Pick<CourseRecord, 'gates' | 'sessions'>,
  session: SessionRecord,
  zone: string,
): boolean => openGates(gates, zone, sessions, session).length > 0;

const presentBeside = (course: CourseRecord['follows'], { zone }: SeenBy): Course['follows'] =>
  course && { id: course.id, startedOn: localDateOf(course.startedAt, zone) };

/** That it waits is for everybody; why is for those who treat the patient. */
const presentHold = (hold: CourseRecord['hold'], seen: SeenBy): Course['hold'] =>
  hold && { kind: hold.kind, ...(hold.reason !== null && seesClinical(seen) && { reason: hold.reason }) };

const isOrdered = ({ boosterOrder }: CourseRecord, { zone, now }: SeenBy): boolean =>
  boosterOrder !== null && isOrderLive(boosterOrder, localDateOf(now, zone));

/** Does the course take more sessions? */
export const isBookable = (state: Course['state']): boolean => state !== 'stopped' && state !== 'on-hold';

/** A course in a list. */
export const presentCourseSummary = (course: CourseSummaryRecord, zone: string): CourseSummary => ({
  id: course.id,
  patientId: course.patientId,
  patientName: course.patientName,
  protocolName: course.protocolName,
  route: course.route,
  state: course.state,
  plannedCount: course.plannedCount,
  fulfilledCount: course.fulfilledCount,
  lastFulfilledAt: course.lastFulfilledAt === null ? null : formatInstant(course.lastFulfilledAt, zone),
  nextSessionAt: course.nextSessionAt === null ? null : formatInstant(course.nextSessionAt, zone),
  boosterWindow: windowOf(course, course.definition, zone),
});
