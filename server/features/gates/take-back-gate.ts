import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { CourseGates, takeBackGate as endpoint } from '#server/contract/gates.endpoints.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { waiveGate as mayWaive } from './gates.policy.ts';
import { askedKind, type GateStep, type Judging, takeGateStep } from './record-gate.ts';
import { whoMay } from './who-may.ts';

/** What was recorded stands no longer: a mistake, or a flag that is resolved. It stays in the history. */
export const takeBackGate = (
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<CourseGates> =>
  takeGateStep(context, 'gate.take-back', params.id, (judging) => takenBack(judging, body.recordId));

function takenBack({ course, zone, context }: Judging, recordId: string): GateStep {
  const record = course.gates.records.find(({ id }) => id === recordId);
  if (!record) throw new AppError('not-found', 'There is no such record, or it has been taken back already.');
  const { takenBackBy } = askedKind(course, record.kind);
  if (record.waived ? !mayWaive(context.actor) : !takenBackBy.includes(context.actor.role)) {
    throw new AppError('not-allowed', whoMay(record.waived ? ['clinician'] : takenBackBy));
  }
  return {
    revokesId: record.id,
    record: {
      id: context.newId(),
      kind: record.kind,
      courseId: record.courseId,
      sessionId: record.sessionId,
      doneOn: localDateOf(context.now, zone),
      expiresOn: null,
      waived: false,
    },
  };
}
