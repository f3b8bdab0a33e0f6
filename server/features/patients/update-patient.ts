import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { updatePatient as endpoint, Patient } from '#server/contract/patients.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { given } from '#server/platform/given.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as patients from '#server/repositories/patients.ts';
import { presentPatient } from './present-patient.ts';

export const updatePatient = (
  { db, actor }: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<Patient> =>
  inClinic(db, actor.clinicId, async (tx) => {
    const patient = await patients.update(tx, params.id, given(body));
    if (!patient) throw new AppError('not-found', 'There is no such patient.');
    return presentPatient(patient, await clinicZone.find(tx));
  });
