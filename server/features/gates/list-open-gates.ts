import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import type { listOpenGates as endpoint, GatedCourse } from '#server/contract/gates.endpoints.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import {
  type CourseGateState,
  lightOf,
  presentGatedSession,
  presentGateState,
} from '#server/presenters/present-gates.ts';
import { type SeenBy, seesClinical } from '#server/presenters/seen-by.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import { type Position, pageOf } from '#server/repositories/cursor.ts';
import type { GatedCourseRecord } from '#server/repositories/gate-records.ts';
import * as gateRecords from '#server/repositories/gate-records.ts';
import { gateStates, needsSomebody } from '#server/scheduling/gates/gate-states.ts';
import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';

/** A course and what is to be done of it, by the soonest day of all. */
type Listed = {
  readonly course: GatedCourseRecord;
  readonly states: readonly CourseGateState[];
  readonly dueOn: LocalDate;
};

/** What is to be done before sessions, and overdue after them. The front desk is told which sessions wait, and not why. */
export const listOpenGates = (
  context: Context,
  { query }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  readOnRecord(context.db, context, async (sql) => {
    const { actor, now } = context;
    const seen = { role: actor.role, zone: await clinicZone.find(sql), now };
    const kinds = await gateRecords.listKinds(sql);
    const courses = kinds.length === 0 ? [] : await gateRecords.listGatedCourses(sql, kinds);
    const listed = courses.flatMap((course) => toBeDone(course, seen));
    const page = pageOf(listed, query, positionOf, (one) => present(one, seen));
    await auditEvents.insert(
      sql,
      audit(context, 'gates.read', { detail: { courseIds: page.items.map(({ courseId }) => courseId) } }),
    );
    return page;
  });

function toBeDone(course: GatedCourseRecord, seen: SeenBy): Listed[] {
  const today = localDateOf(seen.now, seen.zone);
  const states = gateStates(course, seen.zone, today).filter((state) => needsSomebody(state, today));
  const shown = seesClinical(seen) ? states : states.filter(keepsWaiting);
  const [dueOn] = shown.flatMap((state) => state.dueOn ?? []).sort();
  return dueOn === undefined ? [] : [{ course, states: shown, dueOn }];
}

const keepsWaiting = ({ kind, firstOpen }: CourseGateState): boolean =>
  kind.strength !== 'soft' && firstOpen !== null;

function present({ course, states, dueOn }: Listed, seen: SeenBy): GatedCourse {
  const waiting = states.filter(keepsWaiting);
  const [firstOpen] = waiting
    .flatMap((state) => state.firstOpen ?? [])
    .sort((one, other) => one.startsAt - other.startsAt);
  return {
    courseId: course.id,
    patientId: course.patientId,
    patientName: course.patientName,
    protocolName: course.protocolName,
    light: lightOf(waiting.length > 0),
    firstOpen: firstOpen ? presentGatedSession(firstOpen, seen.zone) : null,
    dueOn,
    ...(seesClinical(seen) && {
      gates: states.map((state) => presentGateState(state, seen.zone, course.gates.records)),
    }),
  };
}

const positionOf = ({ course, dueOn }: Listed): Position => ({ key: dueOn, id: course.id });
