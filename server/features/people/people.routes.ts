import * as people from '#server/contract/people.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { getMe } from './get-me.ts';
import { listDemoPeople } from './list-demo-people.ts';

export function mountPeople(api: Api): void {
  mount(api, people.listDemoPeople, listDemoPeople);
  mount(api, people.getMe, getMe);
}
