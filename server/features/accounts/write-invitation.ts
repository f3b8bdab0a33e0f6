import { audit } from '#server/booking/audit.ts';
import type { Tx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import { hashOfSecret, newSecretToken } from '#server/platform/secret-token.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as invitations from '#server/repositories/invitations.ts';
import * as staff from '#server/repositories/staff.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

type By = Parameters<typeof audit>[0];

/** Somebody is asked to work here. The token is in what is mailed to them, and nowhere else. */
export async function writeInvitation(
  tx: Tx,
  by: By,
  invited: invitations.Invited,
): Promise<{ made: invitations.InvitationRecord; token: string }> {
  const { name, email, role, trained } = invited;
  const member = await staff.findByEmail(tx, email);
  if (member?.active && member.userId) throw new AppError('account-exists');
  const token = newSecretToken();
  const made = { id: by.newId(), ...invited, invitedAt: by.now, expiresAt: by.now + WEEK_MS };
  const invitedBy = by.actor?.personId ?? null;
  await invitations.insert(tx, { ...made, tokenHash: hashOfSecret(token), invitedBy });
  const told = { subjects: { invitationId: made.id }, detail: { role, trained }, personal: { name, email } };
  await auditEvents.insert(tx, audit(by, 'staff.invite', told));
  return { made: { ...made, acceptedAt: null }, token };
}
