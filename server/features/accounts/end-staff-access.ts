import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { endStaffAccess as endpoint } from '#server/contract/staff-access.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as staff from '#server/repositories/staff.ts';
import { endAccessOf } from './accounts.policy.ts';

/** Somebody has left. What they did stays theirs. */
export async function endStaffAccess(
  context: AccountContext,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<Record<string, never>> {
  const { db, actor, accounts } = context;
  if (!endAccessOf(actor, params.id)) throw new AppError('not-allowed', 'Another admin ends your access.');
  const member = await inClinic(db, actor.clinicId, async (tx) => {
    const found = await staff.find(tx, params.id);
    if (!found) return null;
    await staff.leave(tx, params.id);
    await auditEvents.insert(tx, audit(context, 'staff.leave', { subjects: { staffId: params.id } }));
    return found;
  });
  if (!member) throw new AppError('not-found', 'There is nobody of this id on the staff.');
  if (member.userId) await accounts.endAccess(member.userId);
  return {};
}
