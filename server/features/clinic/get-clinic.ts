import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { readClinic } from './read-clinic.ts';

export const getClinic = ({ db, actor, now }: Context): Promise<Clinic> =>
  readInClinic(db, actor.clinicId, (sql) => readClinic(sql, now));
