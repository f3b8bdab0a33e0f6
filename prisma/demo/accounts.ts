import { inClinic } from '#server/db/in-clinic.ts';
import type { Deps } from '#server/platform/context.ts';
import { DEMO_PASSWORD } from '#server/platform/demo-password.ts';
import * as memberships from '#server/repositories/memberships.ts';

/** Whom the demo lets sign in: one of each role. */
const SIGN_INS = ['desk', 'nurse', 'clinician', 'admin', 'patient'].map(
  (who) => `${who}@demo.evenkeel.example`,
);

type Somebody = { readonly email: string; readonly name: string } & (
  | { readonly staffId: string }
  | { readonly patientId: string }
);

/** By the demo's password, and without a second factor: it opens nothing but invented data. */
export async function letSignIn(
  { db, accounts }: Pick<Deps, 'db' | 'accounts'>,
  clinicId: string,
  everybody: readonly Somebody[],
): Promise<void> {
  for (const { email, name, ...as } of everybody.filter((one) => SIGN_INS.includes(one.email))) {
    const userId = await accounts.addUser({ email, name, password: DEMO_PASSWORD });
    await inClinic(db, clinicId, (tx) => memberships.insert(tx, { userId, ...as }));
  }
}
