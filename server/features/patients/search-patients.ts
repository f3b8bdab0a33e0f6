import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import type { listPatients } from '#server/contract/patients.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { given } from '#server/platform/given.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as patients from '#server/repositories/patients.ts';
import { presentPatientInList } from './present-patient.ts';

export const searchPatients = (
  { db, actor, now }: Context,
  { query }: ParsedRequestOf<typeof listPatients>,
): Promise<ResponseOf<typeof listPatients>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const zone = await clinicZone.find(sql);
    const page = await patients.search(sql, given(query));
    return { ...page, items: page.items.map((patient) => presentPatientInList(patient, zone)) };
  });
