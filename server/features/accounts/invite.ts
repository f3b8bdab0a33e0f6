import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { invite as endpoint, Invitation } from '#server/contract/staff-access.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import { hashOfSecret, newSecretToken } from '#server/platform/secret-token.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicSettings from '#server/repositories/clinic-settings.ts';
import * as invitations from '#server/repositories/invitations.ts';
import * as staff from '#server/repositories/staff.ts';
import { invitationMail } from './mails.ts';
import { presentInvitation } from './present-invitation.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

/** Nobody signs up by themselves: an admin asks, and whoever reads that mail chooses a password. */
export async function invite(
  context: AccountContext,
  { body }: ParsedRequestOf<typeof endpoint>,
): Promise<Invitation> {
  const { db, actor, now, newId, mailer, pageUrl, afterwards } = context;
  const token = newSecretToken();
  const made = { id: newId(), ...body, invitedAt: now, expiresAt: now + WEEK_MS };
  const { name: clinicName, zone } = await inClinic(db, actor.clinicId, async (tx) => {
    const member = await staff.findByEmail(tx, body.email);
    if (member?.active && member.userId) throw new AppError('account-exists');
    await invitations.insert(tx, { ...made, tokenHash: hashOfSecret(token), invitedBy: actor.personId });
    const { name, email, ...detail } = body;
    const told = { subjects: { invitationId: made.id }, detail, personal: { name, email } };
    await auditEvents.insert(tx, audit(context, 'staff.invite', told));
    return clinicSettings.find(tx);
  });
  afterwards(() => mailer.send(invitationMail({ ...body, clinicName }, `${pageUrl}/invitation#${token}`)));
  return presentInvitation({ ...made, acceptedAt: null }, zone, now);
}
