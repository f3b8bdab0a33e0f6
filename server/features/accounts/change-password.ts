import type { changePassword as endpoint } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { AccountContext } from '#server/platform/context.ts';
import { record } from './record.ts';
import { refusal } from './refusal.ts';
import { refuseWeakPasswordOf } from './refuse-weak-password.ts';

/** By whoever knows the present one: who only found the browser open cannot make the account theirs. */
export async function changePassword(
  context: AccountContext,
  { body }: ParsedRequestOf<typeof endpoint>,
): Promise<Record<string, never>> {
  const { actor, accounts, browser } = context;
  await refuseWeakPasswordOf(context, actor.userId, body.next, 'next');
  const cookies = await accounts.passwords.change(actor.userId, body, browser);
  if ('refused' in cookies) throw refusal(cookies, 'That is not your present password.');
  await record(context, actor, 'password.change');
  browser.setCookies(cookies);
  return {};
}
