import * as clinic from '#server/contract/clinic.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import * as may from './clinic.policy.ts';
import { getClinic } from './get-clinic.ts';
import { updateClinic } from './update-clinic.ts';

export function mountClinic(api: Api): void {
  mount(api, clinic.getClinic, may.getClinic, getClinic);
  mount(api, clinic.updateClinic, may.updateClinic, updateClinic);
}
