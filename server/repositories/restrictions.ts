import type { Queries, Sql, Tx } from '#server/db/in-clinic.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import { fromMs, ms } from './instant.ts';

/** Somebody on the staff. */
export type Colleague = {
  readonly id: string;
  readonly name: string;
  readonly role: Exclude<Role, 'patient'>;
};

/**
 * Whose record one of these ids leads to, of a patient, a course or a session, where it is restricted and not open to
 * whoever asks. Null: to none.
 */
export async function findClosed(sql: Queries, ids: readonly string[]): Promise<string | null> {
  const [closed] = await sql.rows<{ patientId: string }>(
    'SELECT patient_id AS "patientId" FROM closed_record($1::uuid[])',
    [ids],
  );
  return closed?.patientId ?? null;
}

/** By name. */
export const listStaff = (sql: Sql): Promise<Colleague[]> =>
  sql.rows<Colleague>(
    'SELECT id, name, role FROM staff WHERE clinic_id = $1::uuid AND active ORDER BY name, id',
    [sql.clinicId],
  );

/** Nobody else restricts, lifts or changes the team of this record until the transaction is over. */
export async function lock(tx: Tx, patientId: string): Promise<void> {
  await tx.rows('SELECT FROM patient WHERE clinic_id = $1::uuid AND id = $2::uuid FOR UPDATE', [
    tx.clinicId,
    patientId,
  ]);
}

/** Those of the care team who work here still, by name. */
export const listCareTeam = (sql: Sql, patientId: string): Promise<Colleague[]> =>
  sql.rows<Colleague>(
    `SELECT s.id, s.name, s.role
     FROM care_team_member m JOIN staff s ON s.clinic_id = m.clinic_id AND s.id = m.staff_id
     WHERE m.clinic_id = $1::uuid AND m.patient_id = $2::uuid AND s.active ORDER BY s.name, s.id`,
    [sql.clinicId, patientId],
  );

/** The whole team. Before the record is restricted: afterwards only the team sees it. */
export async function replaceCareTeam(tx: Tx, patientId: string, staffIds: readonly string[]): Promise<void> {
  const { clinicId } = tx;
  await tx.prisma.careTeamMember.deleteMany({ where: { clinicId, patientId } });
  await tx.prisma.careTeamMember.createMany({
    data: staffIds.map((staffId) => ({ clinicId, patientId, staffId })),
  });
}

export async function restrict(tx: Tx, patientId: string, at: Instant): Promise<void> {
  await tx.prisma.patient.updateMany({
    where: { clinicId: tx.clinicId, id: patientId },
    data: { restrictedAt: new Date(at) },
  });
}

/** With its care team, and with what is open: were it restricted again, nobody would be let in by what was. */
export async function lift(tx: Tx, patientId: string, at: Instant): Promise<void> {
  const { clinicId } = tx;
  await tx.prisma.patient.updateMany({ where: { clinicId, id: patientId }, data: { restrictedAt: null } });
  await replaceCareTeam(tx, patientId, []);
  await tx.prisma.emergencyAccess.updateMany({
    where: { clinicId, patientId, closedAt: null, expiresAt: { gt: new Date(at) } },
    data: { closedAt: new Date(at) },
  });
}

export type OpenAccess = {
  readonly id: string;
  readonly openedBy: { readonly id: string; readonly name: string };
  readonly openedAt: Instant;
  readonly until: Instant;
};

/** Newest first. */
export const listOpen = (sql: Sql, patientId: string, now: Instant): Promise<OpenAccess[]> =>
  sql.rows<OpenAccess>(
    `SELECT e.id, json_build_object('id', s.id, 'name', s.name) AS "openedBy",
       ${ms('e.opened_at')} AS "openedAt", ${ms('e.expires_at')} AS until
     FROM emergency_access e JOIN staff s ON s.clinic_id = e.clinic_id AND s.id = e.staff_id
     WHERE e.clinic_id = $1::uuid AND e.patient_id = $2::uuid AND e.closed_at IS NULL AND e.expires_at > ${fromMs('$3')}
     ORDER BY e.opened_at DESC, e.id DESC`,
    [sql.clinicId, patientId, now],
  );

/** For as long as the clinic's settings say. Answers until when. */
export async function open(
  tx: Tx,
  access: {
    readonly id: string;
    readonly patientId: string;
    readonly staffId: string;
    readonly openedAt: Instant;
  },
): Promise<Instant> {
  const [opened] = await tx.rows<{ until: Instant }>(
    `INSERT INTO emergency_access (clinic_id, id, patient_id, staff_id, opened_at, expires_at)
     SELECT cl.id, $2::uuid, $3::uuid, $4::uuid, ${fromMs('$5')},
       ${fromMs('$5')} + make_interval(mins => cl.emergency_access_minutes)
     FROM clinic cl WHERE cl.id = $1::uuid
     RETURNING ${ms('expires_at')} AS until`,
    [tx.clinicId, access.id, access.patientId, access.staffId, access.openedAt],
  );
  if (!opened) throw new Error('The clinic is not there.');
  return opened.until;
}

/** What this person has open. Answers which. */
export const close = (
  tx: Tx,
  { patientId, staffId, at }: { readonly patientId: string; readonly staffId: string; readonly at: Instant },
): Promise<{ id: string }[]> =>
  tx.rows<{ id: string }>(
    `UPDATE emergency_access SET closed_at = ${fromMs('$4')}
     WHERE clinic_id = $1::uuid AND patient_id = $2::uuid AND staff_id = $3::uuid
       AND closed_at IS NULL AND expires_at > ${fromMs('$4')}
     RETURNING id`,
    [tx.clinicId, patientId, staffId, at],
  );

/** Who is told. */
export const listAdmins = (sql: Sql): Promise<{ name: string; email: string }[]> =>
  sql.rows<{ name: string; email: string }>(
    `SELECT name, email FROM staff WHERE clinic_id = $1::uuid AND role = 'admin' AND active ORDER BY name, id`,
    [sql.clinicId],
  );
