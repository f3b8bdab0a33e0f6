import type { Sql, Tx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Closure, Instant, MonitoringRatios, OpeningHours } from '#server/scheduling/calendar.ts';
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
  readonly openingHours: readonly OpeningHours[];
  readonly pools: readonly { readonly id: string; readonly name: string }[];
};

export async function find(sql: Sql): Promise<ClinicSettings> {
  const [settings] = await sql.rows<ClinicSettings>(
    `SELECT c.id, c.name, c.zone, c.phone, c.slot_minutes AS "slotMinutes", c.monitoring, c.is_demo AS "isDemo",
       c.gates <> '[]' AS "hasGates",
       (SELECT coalesce(json_agg(json_build_object('weekday', h.weekday, 'opensAt', h.opens_at, 'closesAt', h.closes_at)
                                 ORDER BY h.weekday, h.opens_at), '[]')
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

/** Closures that overlap the stretch: of the clinic, of a chair, of a member of staff. */
export const listClosures = (sql: Sql, fromInstant: Instant, toInstant: Instant): Promise<Closure[]> =>
  sql.rows<Closure>(
    `SELECT ${ms('x.starts_at')} AS "startsAt", ${ms('x.ends_at')} AS "endsAt",
       x.chair_id AS "chairId", x.staff_id AS "staffId", x.reason
     FROM closure x
     WHERE x.clinic_id = $1::uuid AND x.ends_at > ${fromMs('$2')} AND x.starts_at < ${fromMs('$3')}
     ORDER BY x.starts_at, x.id`,
    [sql.clinicId, fromInstant, toInstant],
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
