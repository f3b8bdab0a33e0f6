import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { addPatient as endpoint, Patient } from '#server/contract/patients.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as patients from '#server/repositories/patients.ts';
import { presentPatient } from './present-patient.ts';

export const addPatient = (
  { db, newId, actor, now }: Context,
  { body }: ParsedRequestOf<typeof endpoint>,
): Promise<Patient> =>
  inClinic(db, actor.clinicId, async (tx) => {
    const { allowDuplicate, phone = null, email = null, ...names } = body;
    const same = allowDuplicate ? null : await patients.findSame(tx, names);
    if (same) throw new AppError('patient-exists', undefined, { patientId: same.id });
    const patient = { id: newId(), ...names, phone, email, createdAt: now };
    await patients.insert(tx, patient);
    return presentPatient(patient, await clinicZone.find(tx));
  });
