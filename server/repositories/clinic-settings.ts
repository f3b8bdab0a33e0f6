import type { Sql, Tx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import { OUT_OF_USE } from '#server/scheduling/room/hours-change.ts';
import type { Closure, Instant, MonitoringRatios, OpeningHours } from '#server/scheduling/time/calendar.ts';
import type { Validity } from '#server/scheduling/time/validity.ts';
import { fromMs, ms } from './instant.ts';

export type ClinicSettings = {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly phone: string | null;
  readonly slotMinutes: number;
  readonly monitoring: MonitoringRatios;
  readonly isDemo: boolean;
  /** Something must be done before its sessions. */
  readonly hasGates: boolean;
  /** Those that hold, held or will hold. */
  readonly openingHours: readonly (OpeningHours & Required<Validity>)[];
  readonly pools: readonly { readonly id: string; readonly name: string }[];
};

export async function find(sql: Sql): Promise<ClinicSettings> {
  const [settings] = await sql.rows<ClinicSettings>(
    `SELECT c.id, c.name, c.zone, c.phone, c.slot_minutes AS "slotMinutes", c.monitoring, c.is_demo AS "isDemo",
       c.gates <> '[]' AS "hasGates",
       (SELECT coalesce(json_agg(json_build_object(
            'weekday', h.weekday, 'opensAt', h.opens_at, 'closesAt', h.closes_at,
            'validFrom', h.valid_from, 'validTo', h.valid_to
          ) ORDER BY h.weekday, h.opens_at), '[]')
        FROM opening_hours h WHERE h.clinic_id = c.id) AS "openingHours",
       (SELECT coalesce(json_agg(json_build_object('id', p.id, 'name', p.name) ORDER BY p.position, p.id), '[]')
        FROM pool p WHERE p.clinic_id = c.id) AS pools
     FROM clinic c WHERE c.id = $1::uuid`,
    [sql.clinicId],
    'clinic_settings',
  );
  if (!settings) throw new AppError('not-found');
  return settings;
}

/** Closures that overlap the stretch: of the clinic, of a chair, for a time or for good, of a member of staff. */
export const listClosures = (sql: Sql, fromInstant: Instant, toInstant: Instant): Promise<Closure[]> =>
  sql.rows<Closure>(
    `SELECT ${ms('x.starts_at')} AS "startsAt", ${ms('x.ends_at')} AS "endsAt",
       x.chair_id AS "chairId", x.staff_id AS "staffId", x.reason
     FROM (
       SELECT id, starts_at, ends_at, chair_id, staff_id, reason FROM closure WHERE clinic_id = $1::uuid
       UNION ALL
       SELECT ch.id, ch.out_of_use_from::timestamp AT TIME ZONE cl.zone, ${fromMs('$3')}, ch.id, NULL, $4::text
       FROM chair ch JOIN clinic cl ON cl.id = ch.clinic_id
       WHERE ch.clinic_id = $1::uuid AND ch.out_of_use_from IS NOT NULL
     ) x
     WHERE x.ends_at > ${fromMs('$2')} AND x.starts_at < ${fromMs('$3')}
     ORDER BY x.starts_at, x.id`,
    [sql.clinicId, fromInstant, toInstant, OUT_OF_USE],
    'clinic_closures',
  );

export async function update(
  tx: Tx,
  changes: { readonly name?: string; readonly phone?: string | null; readonly zone?: string },
): Promise<void> {
  await tx.prisma.clinic.updateMany({ where: { id: tx.clinicId }, data: changes });
}

/** Once a course is booked its wall-clock times are promises, and the zone stays. By sessions: no record hides them. */
export async function hasCourses(sql: Sql): Promise<boolean> {
  const found = await sql.rows('SELECT 1 AS one FROM session WHERE clinic_id = $1::uuid LIMIT 1', [
    sql.clinicId,
  ]);
  return found.length > 0;
}
