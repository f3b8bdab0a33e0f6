import type { ChairOffer } from '#server/contract/backfill.ts';
import type { ChairOfferRecord } from '#server/repositories/chair-offers.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';

type Seen = { readonly zone: string; readonly now: Instant };

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
    state: stateOf(offer, now),
    heldUntil: formatInstant(offer.heldUntil, zone),
  };
}

export const stateOf = ({ answer, heldUntil }: ChairOfferRecord, now: Instant): ChairOffer['state'] =>
  answer ?? (heldUntil > now ? 'open' : 'expired');
