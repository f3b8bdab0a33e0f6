import type { LockedTx, Sql } from '#server/db/in-clinic.ts';
import {
  type HoursChange,
  OUT_OF_USE,
  type WeeklyHours,
  type WeeklyShift,
} from '#server/scheduling/room/hours-change.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { startOfDay } from '#server/scheduling/time/clinic-time.ts';
import type { Validity } from '#server/scheduling/time/validity.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import { AUDIT, auditRows, type NewAuditEvent } from './audit-events.ts';
import { fromMs, ms } from './instant.ts';

export type StaffHours = {
  readonly id: string;
  readonly name: string;
  readonly role: Exclude<Role, 'patient'>;
  readonly trained: boolean;
  readonly shifts: readonly (WeeklyShift & Required<Validity>)[];
};

export type ChairUse = {
  readonly id: string;
  readonly name: string;
  readonly poolName: string;
  readonly outOfUseFrom: LocalDate | null;
  /** Of a closure that is under way. */
  readonly closedUntil: Instant | null;
};

export type HoursRecord = {
  readonly opening: readonly (WeeklyHours & Required<Validity>)[];
  /** Who works here, by name. */
  readonly staff: readonly StaffHours[];
  /** In the order of the board. */
  readonly chairs: readonly ChairUse[];
};

/** Everything that holds on a day or later. */
export async function read(sql: Sql, from: LocalDate, now: Instant): Promise<HoursRecord> {
  const [row] = await sql.rows<HoursRecord>(READ, [sql.clinicId, from, now], 'hours');
  return row ?? { opening: [], staff: [], chairs: [] };
}

const READ = `
  SELECT
    (SELECT coalesce(json_agg(json_build_object(
         'weekday', h.weekday, 'opensAt', h.opens_at, 'closesAt', h.closes_at,
         'validFrom', h.valid_from, 'validTo', h.valid_to
       ) ORDER BY h.weekday, h.opens_at, h.valid_from), '[]')
     FROM opening_hours h
     WHERE h.clinic_id = $1::uuid AND (h.valid_to IS NULL OR h.valid_to >= $2::date)) AS opening,
    (SELECT coalesce(json_agg(json_build_object(
         'id', st.id, 'name', st.name, 'role', st.role, 'trained', st.trained,
         'shifts', (
           SELECT coalesce(json_agg(json_build_object(
               'weekday', sh.weekday, 'startsAt', sh.starts_at, 'endsAt', sh.ends_at,
               'validFrom', sh.valid_from, 'validTo', sh.valid_to
             ) ORDER BY sh.weekday, sh.starts_at, sh.valid_from, sh.id), '[]')
           FROM staff_shift sh
           WHERE sh.clinic_id = st.clinic_id AND sh.staff_id = st.id
             AND (sh.valid_to IS NULL OR sh.valid_to >= $2::date)
         )
       ) ORDER BY st.name, st.id), '[]')
     FROM staff st WHERE st.clinic_id = $1::uuid AND st.active) AS staff,
    (SELECT coalesce(json_agg(json_build_object(
         'id', ch.id, 'name', ch.name, 'poolName', p.name, 'outOfUseFrom', ch.out_of_use_from,
         'closedUntil', (
           SELECT ${ms('max(x.ends_at)')} FROM closure x
           WHERE x.clinic_id = ch.clinic_id AND x.chair_id = ch.id
             AND x.starts_at <= ${fromMs('$3')} AND x.ends_at > ${fromMs('$3')}
         )
       ) ORDER BY ch.position, ch.id), '[]')
     FROM chair ch JOIN pool p ON p.clinic_id = ch.clinic_id AND p.id = ch.pool_id
     WHERE ch.clinic_id = $1::uuid) AS chairs`;

/** When the last session begins that holds a chair; null where none does. */
export async function lastStart(sql: Sql): Promise<Instant | null> {
  const [row] = await sql.rows<{ at: Instant | null }>(
    `SELECT ${ms('max(starts_at)')} AS at FROM session
     WHERE clinic_id = $1::uuid AND status IN ('pending', 'booked', 'arrived', 'checked-in')`,
    [sql.clinicId],
    'hours_last_start',
  );
  return row?.at ?? null;
}

export async function isMade(sql: Sql, changeId: string): Promise<boolean> {
  const rows = await sql.rows(
    'SELECT FROM hours_change WHERE clinic_id = $1::uuid AND id = $2::uuid',
    [sql.clinicId, changeId],
    'hours_change_made',
  );
  return rows.length > 0;
}

export type NewHoursChange = {
  readonly id: string;
  readonly change: HoursChange;
  readonly madeAt: Instant;
  readonly madeBy: string;
  readonly leftSessionIds: readonly string[];
};

/** That it was changed, by whom, and what was left. */
export async function insert(
  tx: LockedTx,
  { id, change, madeAt, madeBy, leftSessionIds }: NewHoursChange,
  audit: NewAuditEvent,
): Promise<void> {
  await tx.rows(
    `WITH changed AS (
       INSERT INTO hours_change (clinic_id, id, kind, from_on, made_at, made_by, left_session_ids)
       VALUES ($1::uuid, $2::uuid, $3::text, $4::date, ${fromMs('$5')}, $6::uuid, $7::uuid[])
     ), ${AUDIT('$8')}
     SELECT 1 AS done`,
    [tx.clinicId, id, change.kind, change.from, madeAt, madeBy, leftSessionIds, auditRows([audit])],
    'hours_change_insert',
  );
}

/** From a day on, the whole week as it is said, and nothing of what was to hold then. */
export async function keepOpeningHours(
  tx: LockedTx,
  from: LocalDate,
  hours: readonly (WeeklyHours & { readonly id: string })[],
): Promise<void> {
  const { clinicId } = tx;
  await tx.rows(
    'DELETE FROM opening_hours WHERE clinic_id = $1::uuid AND valid_from >= $2::date',
    [clinicId, from],
    'opening_hours_withdraw',
  );
  await tx.rows(
    `UPDATE opening_hours SET valid_to = $2::date - 1
     WHERE clinic_id = $1::uuid AND (valid_to IS NULL OR valid_to >= $2::date)`,
    [clinicId, from],
    'opening_hours_end',
  );
  await tx.rows(
    `INSERT INTO opening_hours (clinic_id, id, weekday, opens_at, closes_at, valid_from)
     SELECT $1::uuid, x.id, x.weekday, x."opensAt", x."closesAt", $2::date
     FROM json_to_recordset($3::json) AS x(id uuid, weekday smallint, "opensAt" text, "closesAt" text)`,
    [clinicId, from, JSON.stringify(hours)],
    'opening_hours_insert',
  );
}

/** The same of somebody's shifts. */
export async function keepShifts(
  tx: LockedTx,
  staffId: string,
  from: LocalDate,
  shifts: readonly (WeeklyShift & { readonly id: string })[],
): Promise<void> {
  const { clinicId } = tx;
  await tx.rows(
    'DELETE FROM staff_shift WHERE clinic_id = $1::uuid AND staff_id = $2::uuid AND valid_from >= $3::date',
    [clinicId, staffId, from],
    'shifts_withdraw',
  );
  await tx.rows(
    `UPDATE staff_shift SET valid_to = $3::date - 1
     WHERE clinic_id = $1::uuid AND staff_id = $2::uuid AND (valid_to IS NULL OR valid_to >= $3::date)`,
    [clinicId, staffId, from],
    'shifts_end',
  );
  await tx.rows(
    `INSERT INTO staff_shift (clinic_id, id, staff_id, weekday, starts_at, ends_at, valid_from)
     SELECT $1::uuid, x.id, $2::uuid, x.weekday, x."startsAt", x."endsAt", $3::date
     FROM json_to_recordset($4::json) AS x(id uuid, weekday smallint, "startsAt" text, "endsAt" text)`,
    [clinicId, staffId, from, JSON.stringify(shifts)],
    'shifts_insert',
  );
}

export async function takeOutOfUse(tx: LockedTx, chairId: string, from: LocalDate): Promise<void> {
  await tx.rows(
    'UPDATE chair SET out_of_use_from = $3::date WHERE clinic_id = $1::uuid AND id = $2::uuid',
    [tx.clinicId, chairId, from],
    'chair_out_of_use',
  );
}

/** The days between are a closure like any other: they stand where closures do, and end. */
export async function putBackInUse(
  tx: LockedTx,
  chairId: string,
  {
    wasOutFrom,
    from,
    zone,
    closureId,
  }: {
    readonly wasOutFrom: LocalDate;
    readonly from: LocalDate;
    readonly zone: string;
    readonly closureId: string;
  },
): Promise<void> {
  await tx.rows(
    `WITH closed AS (
       INSERT INTO closure (clinic_id, id, starts_at, ends_at, chair_id, reason)
       SELECT $1::uuid, $3::uuid, ${fromMs('$4')}, ${fromMs('$5')}, $2::uuid, $6::text WHERE $4::float8 < $5::float8
     )
     UPDATE chair SET out_of_use_from = NULL WHERE clinic_id = $1::uuid AND id = $2::uuid`,
    [tx.clinicId, chairId, closureId, startOfDay(wasOutFrom, zone), startOfDay(from, zone), OUT_OF_USE],
    'chair_back_in_use',
  );
}

/** Sessions that were left where they cannot be when hours changed, and are still to come. */
export const leftToCome = (sql: Sql, now: Instant): Promise<{ id: string; startsAt: Instant }[]> =>
  sql.rows<{ id: string; startsAt: Instant }>(
    `SELECT DISTINCT s.id, ${ms('s.starts_at')} AS "startsAt"
     FROM hours_change h CROSS JOIN LATERAL unnest(h.left_session_ids) AS was(id)
     JOIN session s ON s.clinic_id = h.clinic_id AND s.id = was.id
     WHERE h.clinic_id = $1::uuid AND s.ends_at > ${fromMs('$2')}
       AND s.status IN ('pending', 'booked', 'arrived', 'checked-in')`,
    [sql.clinicId, now],
    'hours_left',
  );
