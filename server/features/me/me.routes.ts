import { listMySessions as endpoint } from '#server/contract/sessions.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { listMySessions } from './list-my-sessions.ts';
import * as may from './me.policy.ts';

export function mountMe(api: Api): void {
  mount(api, endpoint, may.listMySessions, listMySessions);
}
