import * as backfill from '#server/contract/backfill.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { acceptOffer } from './accept-offer.ts';
import * as may from './backfill.policy.ts';
import { declineOffer, withdrawOffer } from './end-offer.ts';
import { listBackfillCandidates } from './list-backfill-candidates.ts';
import { listFreedChairs } from './list-freed-chairs.ts';
import { makeOffer } from './make-offer.ts';

export function mountBackfill(api: Api): void {
  mount(api, backfill.listFreedChairs, may.listFreedChairs, listFreedChairs);
  mount(api, backfill.listBackfillCandidates, may.listCandidates, listBackfillCandidates);
  mount(api, backfill.makeOffer, may.offer, makeOffer);
  mount(api, backfill.acceptOffer, may.offer, acceptOffer);
  mount(api, backfill.declineOffer, may.offer, declineOffer);
  mount(api, backfill.withdrawOffer, may.offer, withdrawOffer);
}
