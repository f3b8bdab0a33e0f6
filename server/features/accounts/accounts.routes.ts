import * as accounts from '#server/contract/accounts.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { getMe } from './get-me.ts';
import { listDemoPeople } from './list-demo-people.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

export function mountAccounts(api: Api): void {
  mount(api, accounts.signIn, signIn);
  mount(api, accounts.signOut, signOut);
  mount(api, accounts.getMe, getMe);
  mount(api, accounts.listDemoPeople, listDemoPeople);
}
