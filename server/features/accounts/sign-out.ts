import type { PublicContext } from '#server/platform/context.ts';

/** Ends the session of this browser. Whoever has none is signed out already. */
export async function signOut({ accounts, browser }: PublicContext): Promise<Record<string, never>> {
  browser.setCookies(await accounts.signOut(browser));
  return {};
}
