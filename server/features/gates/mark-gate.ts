import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { CourseGates, markGate as endpoint } from '#server/contract/gates.endpoints.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { covers, type GateKind } from '#server/scheduling/gates/gates.ts';
import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { addInterval, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { askedKind, type GateStep, invalid, type Judging, takeGateStep } from './record-gate.ts';
import { whoMay } from './who-may.ts';

type Body = ParsedRequestOf<typeof endpoint>['body'];

/** Done, or that a flag is up: what is to come is booked or waits by it at once. */
export const markGate = (
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<CourseGates> => takeGateStep(context, 'gate.mark', params.id, (judging) => marked(judging, body));

function marked({ course, zone, context }: Judging, body: Body): GateStep {
  const kind = askedKind(course, body.kind);
  if (!kind.markedBy.includes(context.actor.role)) throw new AppError('not-allowed', whoMay(kind.markedBy));
  const today = localDateOf(context.now, zone);
  if (body.doneOn > today) throw invalid('doneOn', `Must be today, ${today}, or earlier.`);
  refuseOtherSession({ course, zone, context }, kind, body);
  refuseTwice({ course, zone, context }, kind, body);
  return {
    record: {
      id: context.newId(),
      kind: kind.code,
      courseId: course.id,
      sessionId: body.sessionId ?? null,
      doneOn: body.doneOn,
      expiresOn: lastDay(kind, body),
      waived: false,
    },
  };
}

/** As long as the clinic's rule says, or as somebody says who knows of a sooner end. */
function lastDay({ validFor }: GateKind, { doneOn, expiresOn = null }: Body): LocalDate | null {
  const byRule = validFor === null ? null : addInterval(doneOn, validFor);
  if (expiresOn === null) return byRule;
  if (expiresOn < doneOn) throw invalid('expiresOn', 'Must not be before the day on which it was done.');
  if (byRule !== null && expiresOn > byRule) throw invalid('expiresOn', `Must be ${byRule} or earlier.`);
  return expiresOn;
}

/** What each session has is recorded of one that took place; anything else of none. */
function refuseOtherSession({ course }: Judging, { scope }: GateKind, { sessionId }: Body): void {
  if (scope !== 'session') {
    if (sessionId !== undefined)
      throw invalid('sessionId', 'Is only for what each session has. Leave it out.');
    return;
  }
  const session = course.sessions.find(({ id }) => id === sessionId);
  if (session?.status !== 'fulfilled') {
    throw invalid('sessionId', 'Must be a session of this course that took place.');
  }
}

function refuseTwice({ course, zone, context }: Judging, kind: GateKind, { sessionId }: Body): void {
  const its = course.gates.records.filter((one) => one.kind === kind.code);
  if (kind.isFlag && its.some((one) => covers(one, localDateOf(context.now, zone)))) {
    throw invalid('kind', 'It is recorded already. Take that back once it is resolved.');
  }
  if (kind.scope === 'session' && its.some((one) => one.sessionId === sessionId)) {
    throw invalid('sessionId', 'It is recorded of this session already.');
  }
}
