import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { getPatient as endpoint, Patient } from '#server/contract/patients.endpoints.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as patients from '#server/repositories/patients.ts';
import { presentPatient } from './present-patient.ts';

export const getPatient = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<Patient> =>
  readOnRecord(context.db, context, async (sql) => {
    const zone = await clinicZone.find(sql);
    const patient = await patients.findById(sql, params.id);
    if (!patient) throw new AppError('not-found', 'There is no such patient.');
    await auditEvents.insert(sql, audit(context, 'patient.read', { patientId: patient.id }));
    return presentPatient(patient, zone);
  });
