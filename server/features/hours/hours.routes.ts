import * as hours from '#server/contract/hours.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { commitHoursChange } from './commit-hours-change.ts';
import { getHours } from './get-hours.ts';
import * as may from './hours.policy.ts';
import { previewHoursChange } from './preview-hours-change.ts';

export function mountHours(api: Api): void {
  mount(api, hours.getHours, may.readHours, getHours);
  mount(api, hours.previewHoursChange, may.changeHours, previewHoursChange);
  mount(api, hours.commitHoursChange, may.changeHours, commitHoursChange);
}
