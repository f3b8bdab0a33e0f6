import { audit } from '#server/booking/audit.ts';
import { knownPatient } from '#server/booking/known.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { Erasure } from '#server/contract/erasure.ts';
import type { forgetPatient as endpoint } from '#server/contract/patients.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as forgetting from '#server/repositories/forgetting.ts';
import * as patients from '#server/repositories/patients.ts';

/** Somebody who never had a course. That they were forgotten stays on record, by an id that says nothing any more. */
export const forgetPatient = (
  context: Context,
  { params: { id }, body: { reason } }: ParsedRequestOf<typeof endpoint>,
): Promise<Erasure> =>
  inClinic(context.db, context, async (tx) => {
    knownPatient(await patients.findById(tx, id));
    const { outcome, erasedValues } = await forgetting.forgetPatient(tx, id, context.actor.personId);
    if (outcome === 'unknown') throw new AppError('not-found', 'There is no such patient.');
    if (outcome === 'kept') throw new AppError('record-kept');
    const told = { patientId: id, detail: { whose: 'patient', reason, erasedValues } };
    await auditEvents.insert(tx, audit(context, 'person.forget', told));
    return { erasedValues };
  });
