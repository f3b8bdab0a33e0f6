import type { AccountContext } from '#server/platform/context.ts';
import { record } from './record.ts';

/** For whoever fears that somebody else is in. Of all browsers this one alone is still known when they come back. */
export async function signOutEverywhere(context: AccountContext): Promise<Record<string, never>> {
  const { actor, accounts, browser } = context;
  await accounts.endAccess(actor.userId);
  await record(context, actor, 'sign-out', { detail: { from: 'everywhere' } });
  browser.setCookies(await accounts.signOut(browser));
  browser.setCookies(await accounts.devices.remember(actor.userId, browser));
  return {};
}
