import type { LockedTx, Sql } from '#server/db/in-clinic.ts';
import type { Closure, Instant } from '#server/scheduling/time/calendar.ts';
import { AUDIT, auditRows, type NewAuditEvent } from './audit-events.ts';
import { fromMs, ms } from './instant.ts';

export type ClosureRecord = Closure & {
  readonly id: string;
  readonly chairName: string | null;
  readonly staffName: string | null;
};

const SELECT_CLOSURES = `
  SELECT x.id, ${ms('x.starts_at')} AS "startsAt", ${ms('x.ends_at')} AS "endsAt", x.chair_id AS "chairId",
    x.staff_id AS "staffId", x.reason, ch.name AS "chairName", st.name AS "staffName"
  FROM closure x
  LEFT JOIN chair ch ON ch.clinic_id = x.clinic_id AND ch.id = x.chair_id
  LEFT JOIN staff st ON st.clinic_id = x.clinic_id AND st.id = x.staff_id`;

/** What is closed after an instant, the next first. */
export const list = (sql: Sql, from: Instant): Promise<ClosureRecord[]> =>
  sql.rows<ClosureRecord>(
    `${SELECT_CLOSURES} WHERE x.clinic_id = $1::uuid AND x.ends_at > ${fromMs('$2')} ORDER BY x.starts_at, x.id`,
    [sql.clinicId, from],
    'closure_list',
  );

export async function findById(sql: Sql, closureId: string): Promise<ClosureRecord | null> {
  const [closure] = await sql.rows<ClosureRecord>(
    `${SELECT_CLOSURES} WHERE x.clinic_id = $1::uuid AND x.id = $2::uuid`,
    [sql.clinicId, closureId],
    'closure_by_id',
  );
  return closure ?? null;
}

/** What people call a chair or a colleague of the clinic; null where there is no such one. */
export async function nameOf(
  sql: Sql,
  { chairId, staffId }: Pick<Closure, 'chairId' | 'staffId'>,
): Promise<string | null> {
  const [found] = await sql.rows<{ name: string }>(
    `SELECT name FROM chair WHERE clinic_id = $1::uuid AND id = $2::uuid
     UNION ALL SELECT name FROM staff WHERE clinic_id = $1::uuid AND id = $3::uuid AND active`,
    [sql.clinicId, chairId, staffId],
    'closure_of',
  );
  return found?.name ?? null;
}

/** Those whose hours count for the day, by name. */
export const listOnDuty = (sql: Sql): Promise<{ id: string; name: string }[]> =>
  sql.rows<{ id: string; name: string }>(
    `SELECT st.id, st.name FROM staff st
     WHERE st.clinic_id = $1::uuid AND st.active
       AND EXISTS (SELECT FROM staff_shift sh WHERE sh.clinic_id = st.clinic_id AND sh.staff_id = st.id)
     ORDER BY st.name, st.id`,
    [sql.clinicId],
    'closure_staff',
  );

export async function insert(
  tx: LockedTx,
  { id, startsAt, endsAt, chairId, staffId, reason }: Closure & { readonly id: string },
  audit: NewAuditEvent,
): Promise<void> {
  await tx.rows(
    INSERT,
    [tx.clinicId, id, startsAt, endsAt, chairId, staffId, reason, auditRows([audit])],
    'closure_insert',
  );
}

const INSERT = `
  WITH closed AS (
    INSERT INTO closure (clinic_id, id, starts_at, ends_at, chair_id, staff_id, reason)
    VALUES ($1::uuid, $2::uuid, ${fromMs('$3')}, ${fromMs('$4')}, $5::uuid, $6::uuid, $7::text)
  ),
  ${AUDIT('$8')}
  SELECT 1 AS done`;

export async function remove(tx: LockedTx, closureId: string, audit: NewAuditEvent): Promise<void> {
  await tx.rows(
    `WITH removed AS (DELETE FROM closure WHERE clinic_id = $1::uuid AND id = $2::uuid), ${AUDIT('$3')}
     SELECT 1 AS done`,
    [tx.clinicId, closureId, auditRows([audit])],
    'closure_remove',
  );
}
