import type { Sql, Tx } from '#server/db/in-clinic.ts';

/** A user of the sign-in library becomes a member of the clinic: as this member of staff, or as this patient. */
export async function insert(
  tx: Tx,
  member: { readonly userId: string } & ({ readonly staffId: string } | { readonly patientId: string }),
): Promise<void> {
  await tx.prisma.membership.create({ data: { clinicId: tx.clinicId, ...member }, select: { userId: true } });
}

/** The account of this patient; null where they have not signed in yet. */
export async function findUserOf(sql: Sql, patientId: string): Promise<string | null> {
  const [member] = await sql.rows<{ userId: string }>(
    `SELECT user_id AS "userId" FROM membership WHERE clinic_id = $1::uuid AND patient_id = $2::uuid`,
    [sql.clinicId, patientId],
    'membership_of_patient',
  );
  return member?.userId ?? null;
}

/** Who of the clinic this user is; null for somebody of another clinic. */
export async function find(
  sql: Sql,
  userId: string,
): Promise<{ readonly staffId: string | null; readonly patientId: string | null } | null> {
  const [member] = await sql.rows<{ staffId: string | null; patientId: string | null }>(
    `SELECT staff_id AS "staffId", patient_id AS "patientId" FROM membership
     WHERE clinic_id = $1::uuid AND user_id = $2::text`,
    [sql.clinicId, userId],
    'membership',
  );
  return member ?? null;
}
