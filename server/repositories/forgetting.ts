import type { Tx } from '#server/db/in-clinic.ts';

/** What became of it, and how many values of the audit trail went. */
export type Forgetting<Refusal extends string> = {
  readonly outcome: 'forgotten' | 'unknown' | Refusal;
  readonly erasedValues: number;
};

/** PostgreSQL does it, and asks once more that this is an admin here. Kept: something points at the patient. */
export const forgetPatient = (tx: Tx, patientId: string, adminId: string): Promise<Forgetting<'kept'>> =>
  ask(
    tx,
    'SELECT outcome, erased AS "erasedValues" FROM forget_patient($1::uuid, $2::uuid)',
    patientId,
    adminId,
  );

/** Active: they have not left. */
export const forgetStaff = (tx: Tx, staffId: string, adminId: string): Promise<Forgetting<'active'>> =>
  ask(tx, 'SELECT outcome, erased AS "erasedValues" FROM forget_staff($1::uuid, $2::uuid)', staffId, adminId);

async function ask<Refusal extends string>(
  tx: Tx,
  text: string,
  personId: string,
  adminId: string,
): Promise<Forgetting<Refusal>> {
  const [answer] = await tx.rows<Forgetting<Refusal>>(text, [personId, adminId]);
  return answer ?? { outcome: 'unknown', erasedValues: 0 };
}
