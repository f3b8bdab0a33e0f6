import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { CourseGates, waiveGate as endpoint } from '#server/contract/gates.endpoints.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { openGates } from '#server/scheduling/gates/gates.ts';
import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { askedKind, type GateStep, invalid, type Judging, takeGateStep } from './record-gate.ts';

type Body = ParsedRequestOf<typeof endpoint>['body'];

/** Lets one session take place though a gate is open. Why is kept, and it is open still for the others. */
export const waiveGate = (
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<CourseGates> => takeGateStep(context, 'gate.waive', params.id, (judging) => waived(judging, body));

function waived({ course, zone, context }: Judging, { kind: code, sessionId, reason }: Body): GateStep {
  const kind = askedKind(course, code);
  if (kind.strength === 'hard-no') throw new AppError('not-allowed', 'Nobody goes on without this.');
  const session = course.sessions.find(({ id }) => id === sessionId);
  if (!session || !isToCome(session) || session.startedAt !== null) {
    throw invalid('sessionId', 'Must be a session of this course that has yet to begin.');
  }
  if (!openGates(course.gates, zone, course.sessions, session).includes(kind)) {
    throw new AppError(
      'course-changed',
      'It does not keep this session waiting. Look at the gates as they are now.',
    );
  }
  return {
    record: {
      id: context.newId(),
      kind: kind.code,
      courseId: course.id,
      sessionId: session.id,
      doneOn: localDateOf(context.now, zone),
      expiresOn: null,
      waived: true,
    },
    reason,
  };
}
