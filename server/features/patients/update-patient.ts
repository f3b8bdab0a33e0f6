import { audit, changedFields } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { updatePatient as endpoint, Patient } from '#server/contract/patients.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { given } from '#server/platform/given.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as patients from '#server/repositories/patients.ts';
import { valuesOf } from './personal-values.ts';
import { presentPatient } from './present-patient.ts';

export const updatePatient = (
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<Patient> =>
  inClinic(context.db, context.actor.clinicId, async (tx) => {
    const before = await patients.findById(tx, params.id);
    const patient = before && (await patients.update(tx, params.id, given(body)));
    if (!patient) throw new AppError('not-found', 'There is no such patient.');
    const fields = changedFields(before, patient);
    const only = (record: patients.PatientRecord) =>
      Object.fromEntries(fields.map((field) => [field, record[field]]));
    await auditEvents.insert(
      tx,
      audit(context, 'patient.update', {
        patientId: patient.id,
        detail: { fields },
        personal: { ...valuesOf('before', only(before)), ...valuesOf('after', only(patient)) },
      }),
    );
    return presentPatient(patient, await clinicZone.find(tx));
  });
