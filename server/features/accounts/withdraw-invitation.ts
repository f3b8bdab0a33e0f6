import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { withdrawInvitation as endpoint } from '#server/contract/staff-access.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as invitations from '#server/repositories/invitations.ts';

/** The address was wrong, or the clinic has thought better of it. */
export async function withdrawInvitation(
  context: AccountContext,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<Record<string, never>> {
  const { db, actor, now } = context;
  await inClinic(db, actor.clinicId, async (tx) => {
    if (!(await invitations.withdraw(tx, params.id, now))) {
      throw new AppError('not-found', 'There is no such invitation that is open.');
    }
    const told = { subjects: { invitationId: params.id } };
    await auditEvents.insert(tx, audit(context, 'staff.withdraw-invitation', told));
  });
  return {};
}
