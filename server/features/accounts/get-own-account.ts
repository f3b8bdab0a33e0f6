import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { getOwnAccount as endpoint } from '#server/contract/own-account.endpoints.ts';
import { beforeClinic, readInClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import * as patients from '#server/repositories/patients.ts';
import { findAccountHolder } from '#server/repositories/people.ts';

export async function getOwnAccount(context: AccountContext): Promise<ResponseOf<typeof endpoint>> {
  const { db, actor } = context;
  const holder = await findAccountHolder(beforeClinic(db), actor.userId);
  if (!holder) throw new AppError('not-signed-in');
  const email = (await registeredAddress(context)) ?? holder.email;
  return { name: holder.name, email, role: actor.role };
}

/** Patients sign in by the address in the register: their account may have one that no mail reaches. */
async function registeredAddress(context: AccountContext): Promise<string | null> {
  const { patientId } = context.actor;
  if (patientId === null) return null;
  const patient = await readInClinic(context.db, context, (sql) => patients.findById(sql, patientId));
  return patient?.email ?? null;
}
