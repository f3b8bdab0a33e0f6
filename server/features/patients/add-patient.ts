import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { addPatient as endpoint, Patient } from '#server/contract/patients.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as patients from '#server/repositories/patients.ts';
import { valuesOf } from './personal-values.ts';
import { presentPatient } from './present-patient.ts';

export const addPatient = (context: Context, { body }: ParsedRequestOf<typeof endpoint>): Promise<Patient> =>
  inClinic(context.db, context, async (tx) => {
    const { newId, now } = context;
    const { allowDuplicate, phone = null, email = null, ...names } = body;
    const same = allowDuplicate ? null : await patients.findSame(tx, names);
    if (same) throw new AppError('patient-exists', undefined, { patientId: same.id });
    const patient = { id: newId(), ...names, phone, email, createdAt: now };
    await patients.insert(tx, patient);
    const { id: patientId, createdAt: _, ...fields } = patient;
    await auditEvents.insert(
      tx,
      audit(context, 'patient.add', { patientId, personal: valuesOf('after', fields) }),
    );
    return presentPatient({ ...patient, isRestricted: false }, await clinicZone.find(tx));
  });
