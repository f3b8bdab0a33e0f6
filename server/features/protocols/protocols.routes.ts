import * as clinic from '#server/contract/clinic.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { listProtocols } from './list-protocols.ts';
import * as may from './protocols.policy.ts';

export function mountProtocols(api: Api): void {
  mount(api, clinic.listProtocols, may.listProtocols, listProtocols);
}
