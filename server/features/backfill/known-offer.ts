import type { LockedTx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { ChairOfferRecord } from '#server/repositories/chair-offers.ts';
import * as chairOffers from '#server/repositories/chair-offers.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';

/** An offer that waits for its answer, or the refusal of one. Of a record that is not open there is none. */
export async function openOffer(tx: LockedTx, offerId: string, now: Instant): Promise<ChairOfferRecord> {
  const offer = await chairOffers.findById(tx, offerId);
  if (!offer || offer.patientName === null) throw new AppError('not-found', 'There is no such offer.');
  if (offer.answer !== null) throw new AppError('offer-over', OVER[offer.answer]);
  if (offer.heldUntil <= now)
    throw new AppError('offer-over', 'Its time is over: the chair is no longer held.');
  return offer;
}

const OVER: Readonly<Record<NonNullable<ChairOfferRecord['answer']>, string>> = {
  accepted: 'It has been accepted already.',
  declined: 'It has been declined already.',
  withdrawn: 'It has been withdrawn.',
};
