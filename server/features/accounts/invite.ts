import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { invite as endpoint, Invitation } from '#server/contract/staff-access.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import type { AccountContext } from '#server/platform/context.ts';
import * as clinicSettings from '#server/repositories/clinic-settings.ts';
import { invitationMail } from './mails.ts';
import { presentInvitation } from './present-invitation.ts';
import { writeInvitation } from './write-invitation.ts';

/** Nobody signs up by themselves: an admin asks, and whoever reads that mail chooses a password. */
export async function invite(
  context: AccountContext,
  { body }: ParsedRequestOf<typeof endpoint>,
): Promise<Invitation> {
  const { db, actor, now, mailer, pageUrl, afterwards } = context;
  const { made, token, clinic } = await inClinic(db, actor.clinicId, async (tx) => ({
    ...(await writeInvitation(tx, context, body)),
    clinic: await clinicSettings.find(tx),
  }));
  const link = `${pageUrl}/invitation#${token}`;
  afterwards(() => mailer.send(invitationMail({ ...body, clinicName: clinic.name }, link)));
  return presentInvitation(made, clinic.zone, now);
}
