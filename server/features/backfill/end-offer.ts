import type {
  declineOffer as declining,
  withdrawOffer as withdrawing,
} from '#server/contract/backfill.endpoints.ts';
import type { ChairOffer } from '#server/contract/backfill.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentOffer } from '#server/presenters/present-offer.ts';
import * as chairOffers from '#server/repositories/chair-offers.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import { openOffer } from './known-offer.ts';
import { recordOf } from './record.ts';

/** They do not take it. The chair is free for the next, from now on. */
export const declineOffer = (
  context: Context,
  { params }: ParsedRequestOf<typeof declining>,
): Promise<ChairOffer> => endOffer(context, params.id, 'declined');

/** It was offered by mistake: as if it had not been. */
export const withdrawOffer = (
  context: Context,
  { params }: ParsedRequestOf<typeof withdrawing>,
): Promise<ChairOffer> => endOffer(context, params.id, 'withdrawn');

const KINDS = { declined: 'offer.decline', withdrawn: 'offer.withdraw' } as const;

const endOffer = (context: Context, offerId: string, answer: keyof typeof KINDS): Promise<ChairOffer> =>
  underClinicLock(context.db, context, async (tx) => {
    const { now, actor } = context;
    const zone = await clinicZone.find(tx);
    const offer = await openOffer(tx, offerId, now);
    const given = { answer, at: now, by: actor.personId };
    await chairOffers.answer(tx, offer.id, given, recordOf(context, KINDS[answer], offer, zone));
    const over = presentOffer({ ...offer, answer, heldUntil: now }, { zone, now });
    if (!over) throw new AppError('not-found');
    return over;
  });
