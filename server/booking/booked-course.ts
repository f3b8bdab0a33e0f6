import type { Context } from '#server/platform/context.ts';
import type { CourseBooking, NewSession } from '#server/repositories/course-bookings.ts';
import type { CourseBeside, CourseRecord } from '#server/repositories/courses.ts';
import { type GatesRow, toCourseGates } from '#server/repositories/gate-records.ts';
import type { PatientRecord } from '#server/repositories/patients.ts';
import type { ProtocolRecord } from '#server/repositories/protocols.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import { statedByGates } from '#server/scheduling/gates/gates.ts';
import { phaseOf, plannedCount } from '#server/scheduling/protocol.ts';
import type { Seat } from './take-chairs.ts';

/** A session with its chair, as it is about to be booked. */
export type Seated = Seat & { readonly chairId: string };

/** One new session of a course, as rows know it. */
export const newSession = (
  protocol: ProtocolRecord,
  seated: Seated,
  newId: Context['newId'],
): NewSession => ({
  id: newId(),
  sequence: seated.sequence,
  phase: phaseOf(protocol.definition, seated.sequence),
  status: 'booked',
  startsAt: seated.startsAt,
  endsAt: seated.endsAt,
  block: protocol.definition.block,
  poolId: seated.poolId,
  chairId: seated.chairId,
});

export const bookEvent = (
  { id, status }: NewSession,
  { actor, now, newId }: Pick<Context, 'actor' | 'now' | 'newId'>,
) => ({
  id: newId(),
  sessionId: id,
  at: now,
  actorId: actor.personId,
  kind: 'book',
  fromStatus: null,
  toStatus: status,
});

/** What a session that has just been booked will read like. Field by field: to spread one is ten times as slow. */
export const bookedSession = (
  session: NewSession,
  course: Pick<CourseRecord, 'id' | 'state' | 'patientId' | 'patientName' | 'protocol' | 'plannedCount'>,
  chairNames: Readonly<Record<string, string>>,
  place: number,
): SessionRecord => ({
  id: session.id,
  courseId: course.id,
  courseState: course.state,
  patientId: course.patientId,
  patientName: course.patientName,
  protocolName: course.protocol.name,
  route: course.protocol.definition.route,
  sequence: session.sequence,
  place,
  plannedCount: course.plannedCount,
  phase: session.phase,
  status: session.status,
  startsAt: session.startsAt,
  endsAt: session.endsAt,
  releasedAt: null,
  block: session.block,
  poolId: session.poolId,
  chairId: session.chairId,
  chairName: chairNames[session.chairId] ?? '',
  movedFrom: null,
  arrivedAt: null,
  checkedInAt: null,
  startedAt: null,
  completedAt: null,
  heldAt: null,
  cancelReason: null,
  overrides: session.overrides ?? [],
});

/** A whole new course: the rows that make it, and the record they will read as. */
export function newCourse(
  { actor, now, newId }: Context,
  {
    patient,
    protocol,
    gates,
    zone,
    seated,
    chairNames,
    follows,
  }: {
    readonly patient: PatientRecord;
    readonly protocol: ProtocolRecord;
    readonly gates: GatesRow;
    readonly zone: string;
    readonly seated: readonly Seated[];
    readonly chairNames: Readonly<Record<string, string>>;
    readonly follows: CourseBeside | null;
  },
): { rows: Pick<CourseBooking, 'course' | 'sessions' | 'events'>; course: CourseRecord } {
  const row = {
    id: newId(),
    patientId: patient.id,
    state: 'induction' as const,
    plannedCount: plannedCount(protocol.definition),
    createdAt: now,
    createdBy: actor.personId,
    parentCourseId: follows?.id ?? null,
  };
  const asked = toCourseGates(gates, { id: row.id, route: protocol.definition.route });
  const sessions = statedByGates(
    asked,
    zone,
    seated.map((one) => newSession(protocol, one, newId)),
  );
  const outline = { ...row, patientName: `${patient.givenName} ${patient.familyName}`, protocol };
  return {
    rows: {
      course: { ...row, protocolVersionId: protocol.versionId },
      sessions,
      events: sessions.map((session) => bookEvent(session, { actor, now, newId })),
    },
    course: {
      ...outline,
      version: 1,
      boosterOrder: null,
      hold: null,
      follows,
      followedBy: null,
      extraMinutes: 0,
      gates: asked,
      sessions: sessions.map((session) => bookedSession(session, outline, chairNames, session.sequence)),
    },
  };
}
