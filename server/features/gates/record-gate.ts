import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import { type Restated, restated, restatement } from '#server/booking/restated-course.ts';
import type { CourseGates } from '#server/contract/gates.endpoints.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentGates } from '#server/presenters/present-gates.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import * as courses from '#server/repositories/courses.ts';
import type { GateRecordOf } from '#server/repositories/gate-records.ts';
import * as gateRecords from '#server/repositories/gate-records.ts';
import { type GateKind, gatesOf } from '#server/scheduling/gates/gates.ts';
import type { GateCode, SessionStatus } from '#server/scheduling/vocabulary.ts';

export type GateStep = {
  /** What is added to what stands. */
  readonly record: Omit<GateRecordOf, 'doneBy' | 'recordedAt'>;
  /** What stands no longer, where the step takes something back. */
  readonly revokesId?: string;
  /** What somebody wrote: for the audit trail alone. */
  readonly reason?: string;
};

export type Judging = { readonly course: CourseRecord; readonly zone: string; readonly context: Context };

/**
 * One step with a gate of a course, under the clinic's lock: what is recorded, and with it every session to come of the
 * patient that is booked or waits because of it, in this course or another. Answers the gates as they are then.
 */
export const takeGateStep = (
  context: Context,
  kind: 'gate.mark' | 'gate.waive' | 'gate.take-back',
  courseId: string,
  decide: (judging: Judging) => GateStep,
): Promise<CourseGates> =>
  underClinicLock(context.db, context, async (tx) => {
    const zone = await clinicZone.find(tx);
    const course = knownCourse(await courses.findById(tx, courseId));
    const step = decide({ course, zone, context });
    const { scope, strength } = askedKind(course, step.record.kind);
    // What is about the patient keeps their other courses waiting too.
    const isForAll = scope === 'patient' && strength !== 'soft';
    const all = isForAll ? await courses.listByPatient(tx, course.patientId) : [course];
    const after = all.map((one) => afterStep(one, step, { zone, context }));
    await save(tx, { context, kind, course, step, after });
    const its = after.find(({ before }) => before.id === course.id)?.course ?? course;
    return presentGates(its, { role: context.actor.role, zone, now: context.now });
  });

/** A course with what is recorded then. */
function afterStep(
  before: CourseRecord,
  { record, revokesId }: GateStep,
  { zone, context }: Pick<Judging, 'zone' | 'context'>,
): Restated {
  const { actor, now } = context;
  const { kinds, records } = before.gates;
  const added = { ...record, doneBy: { id: actor.personId, name: actor.name }, recordedAt: now };
  const standing =
    revokesId === undefined ? [...records, added] : records.filter(({ id }) => id !== revokesId);
  const gates = gatesOf(kinds, standing, { id: before.id, route: before.protocol.definition.route });
  return restated(before, gates, { zone, now });
}

async function save(
  tx: LockedTx,
  {
    context,
    kind,
    course,
    step: { record, revokesId, reason },
    after,
  }: {
    readonly context: Context;
    readonly kind: 'gate.mark' | 'gate.waive' | 'gate.take-back';
    readonly course: CourseRecord;
    readonly step: GateStep;
    readonly after: readonly Restated[];
  },
): Promise<void> {
  const change = restatement(context, after);
  const ids = (to: SessionStatus): string[] =>
    change.sessions.filter((one) => one.to === to).map(({ sessionId }) => sessionId);
  await gateRecords.save(tx, {
    ...change,
    record: {
      ...record,
      patientId: course.patientId,
      doneBy: context.actor.personId,
      recordedAt: context.now,
      revokesId: revokesId ?? null,
    },
    audit: audit(context, kind, {
      patientId: course.patientId,
      subjects: {
        courseId: course.id,
        gateRecordId: revokesId ?? record.id,
        ...(record.sessionId && { sessionId: record.sessionId }),
      },
      detail: {
        kind: record.kind,
        ...(revokesId === undefined && { doneOn: record.doneOn, expiresOn: record.expiresOn }),
        booked: ids('booked'),
        waiting: ids('pending'),
      },
      personal: { reason },
    }),
  });
}

/** A kind that the clinic asks for, of courses such as this. */
export function askedKind({ gates: { kinds } }: CourseRecord, code: GateCode): GateKind {
  const kind = kinds.find((one) => one.code === code);
  if (kind) return kind;
  throw new AppError('invalid-request', undefined, {
    errors: [{ pointer: '/body/kind', detail: 'The clinic does not ask for this in such a course.' }],
  });
}

export const invalid = (field: string, detail: string): AppError =>
  new AppError('invalid-request', undefined, { errors: [{ pointer: `/body/${field}`, detail }] });
