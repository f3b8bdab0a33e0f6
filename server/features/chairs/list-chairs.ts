import type { Chair } from '#server/contract/clinic.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as chairs from '#server/repositories/chairs.ts';

export async function listChairs({ db, actor }: Context): Promise<{ items: Chair[] }> {
  return { items: await inClinic(db, actor.clinicId, chairs.list) };
}
