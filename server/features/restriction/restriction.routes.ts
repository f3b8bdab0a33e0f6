import * as restriction from '#server/contract/restriction.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { closeEmergencyAccess } from './close-emergency-access.ts';
import { getRestriction } from './get-restriction.ts';
import { openInEmergency } from './open-in-emergency.ts';
import * as may from './restriction.policy.ts';
import { setRestriction } from './set-restriction.ts';

export function mountRestriction(api: Api): void {
  mount(api, restriction.getRestriction, may.readRestriction, getRestriction);
  mount(api, restriction.setRestriction, may.setRestriction, setRestriction);
  mount(api, restriction.openInEmergency, may.openInEmergency, openInEmergency);
  mount(api, restriction.closeEmergencyAccess, may.openInEmergency, closeEmergencyAccess);
}
