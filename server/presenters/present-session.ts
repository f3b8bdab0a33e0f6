import type { Session } from '#server/contract/session.ts';
import { changeCourse as mayChangeCourse } from '#server/features/changes/changes.policy.ts';
import {
  holdSession as mayHoldSession,
  takeStep as mayTakeStep,
} from '#server/features/sessions/sessions.policy.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import { heldSteps } from '#server/scheduling/session/session-held.ts';
import {
  allowedVerbs,
  isMovable,
  isToCome,
  type SessionVerb,
  STEPS_IN,
} from '#server/scheduling/session/session-lifecycle.ts';
import { promptsFor } from '#server/scheduling/session/session-prompts.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { BLOCK_PARTS, CLINICAL_CANCEL_REASONS } from '#server/scheduling/vocabulary.ts';
import { type SeenBy, seesClinical } from './seen-by.ts';

/** A session as staff see it. Whoever has judged its gates says whether one is open; otherwise its status tells. */
export function presentSession(session: SessionRecord, seen: SeenBy, isGateOpen?: boolean): Session {
  const write = (at: Instant): string => formatInstant(at, seen.zone);
  const writeIf = (at: Instant | null): string | null => (at === null ? null : write(at));
  return {
    id: session.id,
    courseId: session.courseId,
    patientId: session.patientId,
    patientName: session.patientName,
    protocolName: session.protocolName,
    route: session.route,
    sequence: session.sequence,
    place: session.place,
    plannedCount: session.plannedCount,
    phase: session.phase,
    status: session.status,
    startsAt: write(session.startsAt),
    endsAt: write(session.endsAt),
    block: BLOCK_PARTS.map((part) => ({ part, minutes: session.block[part] })),
    poolId: session.poolId,
    chairId: session.chairId,
    chairName: session.chairName,
    movedFrom: writeIf(session.movedFrom),
    arrivedAt: writeIf(session.arrivedAt),
    checkedInAt: writeIf(session.checkedInAt),
    startedAt: writeIf(session.startedAt),
    completedAt: writeIf(session.completedAt),
    heldAt: writeIf(session.heldAt),
    cancelReason: cancelReasonFor(seen, session.cancelReason),
    overrides: [...session.overrides],
    gateLight: gateLightOf(session, isGateOpen),
    actions: sessionActions(session, seen, isGateOpen),
    prompts: promptsOf(session, seen),
  };
}

/** A session that is to come is booked exactly while none of its gates is open, unless its whole course waits. */
function gateLightOf(session: SessionRecord, isGateOpen?: boolean): Session['gateLight'] {
  if (!isToCome(session) || session.startedAt !== null) return null;
  if (isGateOpen !== undefined) return isGateOpen ? 'red' : 'green';
  if (session.status !== 'pending') return 'green';
  return session.courseState === 'on-hold' ? null : 'red';
}

/** What the session allows now, as far as the reader may do it. */
export function sessionActions(session: SessionRecord, seen: SeenBy, isGateOpen = false): Session['actions'] {
  const steps = [
    ...stepsOf(session, seen).filter((step) => !isGateOpen || !STEPS_IN.includes(step)),
    ...heldSteps(session).filter((step) => mayHoldSession[step](seen)),
  ];
  const mayMove = isMovable(session, seen.now) && !isAtRest(session) && mayChangeCourse(seen);
  return mayMove ? [...steps, 'move'] : steps;
}

const stepsOf = (session: SessionRecord, seen: SeenBy): SessionVerb[] =>
  allowedVerbs(session, seen.now).filter((verb) => mayTakeStep[verb](seen));

/** What is asked before the steps that can be taken now. */
const promptsOf = (session: SessionRecord, seen: SeenBy): Session['prompts'] =>
  stepsOf(session, seen).flatMap((action) =>
    promptsFor(action, session.route).map(({ code, words, strength, mayOverride, tick }) => ({
      action,
      code,
      words,
      strength,
      mayOverride: [...mayOverride],
      tick: tick ?? null,
    })),
  );

/** Nothing moves in a course that waits for a clinician, or has stopped. */
const isAtRest = ({ courseState }: SessionRecord): boolean =>
  courseState === 'on-hold' || courseState === 'stopped';

/** Reasons that tell something of the patient's health are for those who treat them. */
export function cancelReasonFor(
  seen: SeenBy,
  reason: SessionRecord['cancelReason'],
): Session['cancelReason'] {
  const clinical: readonly string[] = CLINICAL_CANCEL_REASONS;
  return reason !== null && clinical.includes(reason) && !seesClinical(seen) ? 'clinical' : reason;
}
