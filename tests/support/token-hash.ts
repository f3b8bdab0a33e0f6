import type { Accounts } from '#server/accounts/accounts.ts';
import { A_PASSWORD } from './an-account.ts';

/** Signs somebody in, without a server. Answers what is stored of the session's token. */
export async function tokenHashOf(accounts: Accounts, email: string, password = A_PASSWORD): Promise<string> {
  const from = { cookies: '', userAgent: 'a test', address: '127.0.0.1' };
  const outcome = await accounts.signIn({ email, password }, from);
  if ('refused' in outcome || outcome.status !== 'signed-in') throw new Error(`${email} is not let in.`);
  return outcome.tokenHash;
}
