import type { Sql } from '#server/db/in-clinic.ts';
import type { PlaceHistory } from '#server/scheduling/backfill/freed-chairs.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { fromMs, ms } from './instant.ts';

/**
 * What happened to the places of a stretch: the histories of sessions that are in it, or were before they were moved.
 * Whoever's they are: a chair is free whoever gave it up, and this says no name.
 */
export const listPlaceHistories = (sql: Sql, from: Instant, to: Instant): Promise<PlaceHistory[]> =>
  sql.rows<PlaceHistory>(
    `WITH touched AS (
       SELECT s.id FROM session s
       WHERE s.clinic_id = $1::uuid AND s.starts_at >= ${fromMs('$2')} AND s.starts_at < ${fromMs('$3')}
       UNION
       SELECT e.session_id FROM session_event e
       WHERE e.clinic_id = $1::uuid AND e.detail ? 'from'
         AND (e.detail ->> 'from')::float8 >= $2::float8 AND (e.detail ->> 'from')::float8 < $3::float8
     )
     SELECT s.course_id AS "courseId", s.pool_id AS "poolId", ${ms('s.starts_at')} AS "startsAt", ${ms('s.ends_at')} AS "endsAt",
       (SELECT coalesce(json_agg(json_build_object(
          'id', e.id, 'at', ${ms('e.at')}, 'fromStatus', e.from_status, 'toStatus', e.to_status,
          'movedFrom', (e.detail ->> 'from')::float8, 'fromPoolId', e.detail ->> 'fromPoolId'
        ) ORDER BY e.at, e.id), '[]')
        FROM session_event e WHERE e.clinic_id = s.clinic_id AND e.session_id = s.id) AS steps
     FROM session s JOIN touched ON touched.id = s.id
     WHERE s.clinic_id = $1::uuid`,
    [sql.clinicId, from, to],
    'place_histories',
  );

export type BackfillSettings = {
  /** How many days ahead freed chairs are offered. */
  readonly freedChairDays: number;
  /** How long a chair is held for whoever it was offered to. */
  readonly offerMinutes: number;
  readonly poolNames: Readonly<Record<string, string>>;
};

export async function settings(sql: Sql): Promise<BackfillSettings> {
  const [row] = await sql.rows<BackfillSettings>(
    `SELECT c.freed_chair_days AS "freedChairDays", c.offer_minutes AS "offerMinutes",
       (SELECT coalesce(json_object_agg(p.id, p.name), '{}') FROM pool p WHERE p.clinic_id = c.id) AS "poolNames"
     FROM clinic c WHERE c.id = $1::uuid`,
    [sql.clinicId],
    'backfill_settings',
  );
  if (!row) throw new Error('A transaction is in no clinic.');
  return row;
}

/** Did a step of history free a chair by this id, be it free still or not? */
export async function wasFreed(sql: Sql, eventId: string): Promise<boolean> {
  const rows = await sql.rows(
    `SELECT FROM session_event WHERE clinic_id = $1::uuid AND id = $2::uuid AND from_status IS NOT NULL`,
    [sql.clinicId, eventId],
    'freed_once',
  );
  return rows.length > 0;
}
