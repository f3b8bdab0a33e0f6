import { commitChange } from '#server/contract/courses.endpoints.ts';
import type { Endpoint } from '#server/contract/endpoint.ts';
import type { Session } from '#server/contract/session.ts';
import * as sessions from '#server/contract/sessions.endpoints.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import type { Instant } from '#server/scheduling/calendar.ts';
import { formatInstant } from '#server/scheduling/clinic-time.ts';
import { allowedVerbs, isMovable, type SessionVerb } from '#server/scheduling/session-lifecycle.ts';
import { BLOCK_PARTS, CLINICAL_CANCEL_REASONS, type Role } from '#server/scheduling/vocabulary.ts';
import type { SeenBy } from './seen-by.ts';

/** A session as staff see it. */
export function presentSession(session: SessionRecord, seen: SeenBy): Session {
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
    cancelReason: cancelReasonFor(seen.role, session.cancelReason),
    actions: sessionActions(session, seen),
  };
}

const STEPS: Readonly<Record<SessionVerb, Endpoint>> = {
  arrive: sessions.arriveSession,
  'check-in': sessions.checkInSession,
  start: sessions.startSession,
  complete: sessions.completeSession,
  'no-show': sessions.noShowSession,
  cancel: sessions.cancelSession,
};

/** What the session allows now, as far as the reader's role may call it. */
export function sessionActions(session: SessionRecord, { role, now }: SeenBy): Session['actions'] {
  const mayCall = (endpoint: Endpoint): boolean => endpoint.access.includes(role);
  const steps = allowedVerbs(session, now).filter((verb) => mayCall(STEPS[verb]));
  return isMovable(session, now) && mayCall(commitChange) ? [...steps, 'move'] : steps;
}

/** Reasons that tell something of the patient's health are for those who treat them. */
export function cancelReasonFor(role: Role, reason: SessionRecord['cancelReason']): Session['cancelReason'] {
  const clinical: readonly string[] = CLINICAL_CANCEL_REASONS;
  return role === 'front-desk' && reason !== null && clinical.includes(reason) ? 'clinical' : reason;
}
