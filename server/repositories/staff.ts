import type { Sql, Tx } from '#server/db/in-clinic.ts';
import type { LocalDate, LocalTime } from '#server/scheduling/time/calendar.ts';
import type { Invited } from './invitations.ts';

export type StaffMember = {
  readonly id: string;
  readonly active: boolean;
  /** Null where they cannot sign in. */
  readonly userId: string | null;
};

const COLUMNS = `s.id, s.active, m.user_id AS "userId"
  FROM staff s LEFT JOIN membership m ON m.clinic_id = s.clinic_id AND m.staff_id = s.id`;

export async function find(sql: Sql, staffId: string): Promise<StaffMember | null> {
  const [member] = await sql.rows<StaffMember>(
    `SELECT ${COLUMNS} WHERE s.clinic_id = $1::uuid AND s.id = $2::uuid`,
    [sql.clinicId, staffId],
  );
  return member ?? null;
}

export async function findByEmail(sql: Sql, email: string): Promise<StaffMember | null> {
  const [member] = await sql.rows<StaffMember>(
    `SELECT ${COLUMNS} WHERE s.clinic_id = $1::uuid AND lower(s.email) = $2::text`,
    [sql.clinicId, email],
  );
  return member ?? null;
}

export type StaffEntry = StaffMember & Invited;

/** By name, those who have left behind the others. */
export const list = (sql: Sql): Promise<StaffEntry[]> =>
  sql.rows<StaffEntry>(
    `SELECT s.name, s.email, s.role, s.trained, ${COLUMNS}
     WHERE s.clinic_id = $1::uuid ORDER BY s.active DESC, s.name, s.id`,
    [sql.clinicId],
  );

export async function insert(tx: Tx, member: Invited & { readonly id: string }): Promise<void> {
  const { id, name, email, role, trained } = member;
  await tx.prisma.staff.create({
    data: { clinicId: tx.clinicId, id, name, email, role, trained },
    select: { id: true },
  });
}

/** Somebody who is there already, or is back: as they were invited. */
export async function takeBack(tx: Tx, staffId: string, { name, role, trained }: Invited): Promise<void> {
  await tx.prisma.staff.updateMany({
    where: { clinicId: tx.clinicId, id: staffId },
    data: { name, role, trained, active: true },
  });
}

/** They are on no care team from then on, or they would be again once they are back, whatever their work is then. */
export async function leave(tx: Tx, staffId: string): Promise<void> {
  const { clinicId } = tx;
  await tx.prisma.staff.updateMany({ where: { clinicId, id: staffId }, data: { active: false } });
  await tx.prisma.careTeamMember.deleteMany({ where: { clinicId, staffId } });
}

export type NewShift = {
  readonly id: string;
  readonly weekday: number;
  readonly startsAt: LocalTime;
  readonly endsAt: LocalTime;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
};

/** Whoever has hours already keeps them. */
export async function putOnDuty(tx: Tx, staffId: string, shifts: readonly NewShift[]): Promise<void> {
  const { clinicId, prisma } = tx;
  if ((await prisma.staffShift.count({ where: { clinicId, staffId } })) > 0) return;
  await prisma.staffShift.createMany({
    data: shifts.map(({ validFrom, validTo, ...shift }) => ({
      clinicId,
      staffId,
      ...shift,
      validFrom: new Date(`${validFrom}T00:00:00Z`),
      validTo: validTo === null ? null : new Date(`${validTo}T00:00:00Z`),
    })),
  });
}
