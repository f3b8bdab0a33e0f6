import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { Erasure } from '#server/contract/erasure.ts';
import type { forgetStaff as endpoint } from '#server/contract/staff-access.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as forgetting from '#server/repositories/forgetting.ts';

/** Somebody who has left. Their name stays: whoever reads a record must be able to tell who wrote it. */
export const forgetStaff = (
  context: AccountContext,
  { params: { id }, body: { reason } }: ParsedRequestOf<typeof endpoint>,
): Promise<Erasure> =>
  inClinic(context.db, context.actor.clinicId, async (tx) => {
    const { outcome, erasedValues } = await forgetting.forgetStaff(tx, id, context.actor.personId);
    if (outcome === 'unknown') throw new AppError('not-found', 'There is nobody of this id on the staff.');
    if (outcome === 'active') throw new AppError('still-on-staff');
    const told = { subjects: { staffId: id }, detail: { whose: 'staff', reason, erasedValues } };
    await auditEvents.insert(tx, audit(context, 'person.forget', told));
    return { erasedValues };
  });
