import type { PublicContext } from '#server/platform/context.ts';
import { record } from './record.ts';

/** Ends the session of this browser. Whoever has none is signed out already. */
export async function signOut(context: PublicContext): Promise<Record<string, never>> {
  const { accounts, browser } = context;
  const person = await context.whoIsThere();
  if (person) await record(context, person, 'sign-out');
  browser.setCookies(await accounts.signOut(browser));
  return {};
}
