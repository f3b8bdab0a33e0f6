import type { requestPasswordReset as endpoint } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import type { PublicContext } from '#server/platform/context.ts';
import { findAccountHolder } from '#server/repositories/people.ts';
import { passwordResetMail } from './mails.ts';
import { recordUnproven } from './record.ts';
import { refusal } from './refusal.ts';

/** Whether the address is anybody's is looked up when the answer is out: neither its words nor its time tell. */
export async function requestPasswordReset(
  context: PublicContext,
  { body: { email } }: ParsedRequestOf<typeof endpoint>,
): Promise<Record<string, never>> {
  const admission = await context.accounts.passwords.admitRequest(context.browser);
  if ('refused' in admission) throw refusal(admission);
  context.afterwards(() => mailReset(context, email));
  return {};
}

async function mailReset(context: PublicContext, email: string): Promise<void> {
  const { db, accounts, mailer, pageUrl } = context;
  const begun = await accounts.passwords.beginReset(email);
  if (!begun) return;
  const holder = await findAccountHolder(beforeClinic(db), begun.userId);
  if (!holder?.isActive) return;
  await recordUnproven(context, email, 'password.ask-reset');
  await mailer.send(passwordResetMail(holder, `${pageUrl}/new-password#${begun.token}`));
}
