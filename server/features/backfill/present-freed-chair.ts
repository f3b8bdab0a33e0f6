import type { BackfillCandidate, FreedChair } from '#server/contract/backfill.ts';
import { presentOffer, stateOf } from '#server/presenters/present-offer.ts';
import type { BackfillSettings } from '#server/repositories/freed-chairs.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import type { Candidate } from './find-candidates.ts';
import type { OfferedChair } from './load-freed-chairs.ts';

type Seen = { readonly zone: string; readonly now: Instant };

export const presentFreedChair = (
  { open, ...chair }: OfferedChair,
  helps: number,
  { poolNames }: BackfillSettings,
  seen: Seen,
): FreedChair => ({
  id: chair.id,
  poolId: chair.poolId,
  poolName: poolNames[chair.poolId] ?? '',
  startsAt: formatInstant(chair.startsAt, seen.zone),
  endsAt: formatInstant(chair.endsAt, seen.zone),
  freedAt: formatInstant(chair.freedAt, seen.zone),
  freedBy: chair.freedBy,
  helps,
  isHeld: open !== null,
  offer: open && presentOffer(open, seen),
});

export function presentCandidate(
  { course, helped, fill }: Candidate,
  chair: OfferedChair,
  phones: ReadonlyMap<string, string | null>,
  { zone, now }: Seen,
): BackfillCandidate {
  const { fill: way } = helped;
  const session = way.kind === 'move' ? course.sessions.find(({ id }) => id === way.sessionId) : undefined;
  const last = chair.offers.findLast((offer) => offer.courseId === course.id);
  const state = last && stateOf(last, now);
  const isOver = state === 'declined' || state === 'expired' || state === 'withdrawn';
  return {
    patientId: course.patientId,
    patientName: course.patientName,
    phone: phones.get(course.patientId) ?? null,
    courseId: course.id,
    protocolName: course.protocol.name,
    kind: way.kind,
    session: session
      ? {
          id: session.id,
          sequence: session.sequence,
          phase: session.phase,
          startsAt: formatInstant(session.startsAt, zone),
        }
      : null,
    startsAt: formatInstant(chair.startsAt, zone),
    endsAt: formatInstant(fill.endsAt, zone),
    reasons: helped.helps.map((help) => ({ ...help })),
    warnings: [...fill.warnings],
    lastOffer: last && isOver ? { state, at: formatInstant(last.heldUntil, zone) } : null,
  };
}
