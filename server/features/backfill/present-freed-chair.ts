import type { BackfillCandidate, ChairOffer, FreedChair } from '#server/contract/backfill.ts';
import type { ChairOfferRecord } from '#server/repositories/chair-offers.ts';
import type { BackfillSettings } from '#server/repositories/freed-chairs.ts';
import type { Instant } from '#server/scheduling/calendar.ts';
import { formatInstant } from '#server/scheduling/clinic-time.ts';
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

/** Null where the record of whom it was made to is not open to whoever asks. */
export function presentOffer(offer: ChairOfferRecord, { zone, now }: Seen): ChairOffer | null {
  const { patientName } = offer;
  if (patientName === null) return null;
  return {
    id: offer.id,
    freedChairId: offer.freedChairId,
    patientId: offer.patientId,
    patientName,
    courseId: offer.courseId,
    kind: offer.kind,
    sessionId: offer.sessionId,
    startsAt: formatInstant(offer.startsAt, zone),
    endsAt: formatInstant(offer.endsAt, zone),
    chairId: offer.chairId,
    chairName: offer.chairName,
    madeAt: formatInstant(offer.madeAt, zone),
    madeBy: offer.madeBy,
    state: offer.answer ?? (offer.heldUntil > now ? 'open' : 'expired'),
    heldUntil: formatInstant(offer.heldUntil, zone),
  };
}

export function presentCandidate(
  { course, helped, fill }: Candidate,
  chair: OfferedChair,
  phones: ReadonlyMap<string, string | null>,
  { zone, now }: Seen,
): BackfillCandidate {
  const { fill: way } = helped;
  const session = way.kind === 'move' ? course.sessions.find(({ id }) => id === way.sessionId) : undefined;
  const last = chair.offers.findLast((offer) => offer.courseId === course.id);
  const state = last && (last.answer ?? (last.heldUntil > now ? 'open' : 'expired'));
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
