import * as waitlist from '#server/contract/waitlist.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { joinWaitlist } from './join-waitlist.ts';
import { leaveWaitlist } from './leave-waitlist.ts';
import { listWaitlist } from './list-waitlist.ts';
import * as may from './waitlist.policy.ts';

export function mountWaitlist(api: Api): void {
  mount(api, waitlist.listWaitlist, may.listWaitlist, listWaitlist);
  mount(api, waitlist.joinWaitlist, may.joinWaitlist, joinWaitlist);
  mount(api, waitlist.leaveWaitlist, may.leaveWaitlist, leaveWaitlist);
}
