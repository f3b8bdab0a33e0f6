import * as clinic from '#server/contract/clinic.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import * as may from './chairs.policy.ts';
import { listChairs } from './list-chairs.ts';

export function mountChairs(api: Api): void {
  mount(api, clinic.listChairs, may.listChairs, listChairs);
}
