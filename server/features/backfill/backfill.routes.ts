import * as backfill from '#server/contract/backfill.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import * as may from './backfill.policy.ts';
import { listBackfillCandidates } from './list-backfill-candidates.ts';
import { listFreedChairs } from './list-freed-chairs.ts';

export function mountBackfill(api: Api): void {
  mount(api, backfill.listFreedChairs, may.listFreedChairs, listFreedChairs);
  mount(api, backfill.listBackfillCandidates, may.listCandidates, listBackfillCandidates);
}
