import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import type { readInvitation as endpoint } from '#server/contract/staff-access.endpoints.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { PublicContext } from '#server/platform/context.ts';
import { hashOfSecret } from '#server/platform/secret-token.ts';
import * as invitations from '#server/repositories/invitations.ts';
import { refusal } from './refusal.ts';

/** Nobody chooses a password for they do not know what. */
export async function readInvitation(
  { db, accounts, browser, now }: PublicContext,
  { body: { token } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const admission = await accounts.passwords.admitLink(browser);
  if ('refused' in admission) throw refusal(admission);
  const invitation = await invitations.findOpen(beforeClinic(db), hashOfSecret(token), now);
  if (!invitation) throw new AppError('link-expired');
  const { name, email, role, clinicName } = invitation;
  return { name, email, role, clinicName };
}
