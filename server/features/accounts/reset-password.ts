import type { resetPassword as endpoint } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { PublicContext } from '#server/platform/context.ts';
import { findAccountHolder } from '#server/repositories/people.ts';
import { recordUnproven } from './record.ts';
import { refusal } from './refusal.ts';
import { refuseWeakPasswordOf } from './refuse-weak-password.ts';

/** Nobody is signed in by it: the new password is, and the second factor after it. */
export async function resetPassword(
  context: PublicContext,
  { body: { token, password } }: ParsedRequestOf<typeof endpoint>,
): Promise<Record<string, never>> {
  const { accounts, browser } = context;
  const found = await accounts.passwords.findReset(token, browser);
  if ('refused' in found) throw found.refused === 'held-up' ? refusal(found) : new AppError('link-expired');
  await refuseWeakPasswordOf(context, found.userId, password, 'password');
  const cookies = await accounts.passwords.reset(token, password, browser);
  if ('refused' in cookies) throw new AppError('link-expired');
  const holder = await findAccountHolder(beforeClinic(context.db), found.userId);
  if (holder) await recordUnproven(context, holder.email, 'password.reset');
  browser.setCookies(cookies);
  return {};
}
