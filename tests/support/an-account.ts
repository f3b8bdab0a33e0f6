import { inClinic } from '#server/db/in-clinic.ts';
import * as memberships from '#server/repositories/memberships.ts';
import type { StaffedClinic } from './api.ts';
import type { TestDatabase } from './database.ts';

export const A_PASSWORD = 'seven quiet otters';

/** Somebody of the clinic may sign in, by `A_PASSWORD`. Answers the user's id. */
export async function anAccount(
  { db, accounts }: Pick<TestDatabase, 'db' | 'accounts'>,
  { clinicId }: Pick<StaffedClinic, 'clinicId'>,
  email: string,
  as: { readonly staffId: string } | { readonly patientId: string },
): Promise<string> {
  const userId = await accounts.addUser({ email, name: 'Somebody', password: A_PASSWORD });
  await inClinic(db, clinicId, (tx) => memberships.insert(tx, { userId, ...as }));
  return userId;
}
