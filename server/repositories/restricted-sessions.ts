import type { Sql } from '#server/db/in-clinic.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { SessionStatus } from '#server/scheduling/vocabulary.ts';
import { fromMs, ms } from './instant.ts';

/** A chair that is taken by somebody whose record is not open to whoever asks. */
export type RestrictedSession = {
  readonly status: SessionStatus;
  readonly startsAt: Instant;
  /** When the chair is free. */
  readonly endsAt: Instant;
  readonly chairId: string;
  readonly chairName: string;
};

/** Of what starts in the stretch, by time and chair: no more than a chair and its state, and nothing that leads further. */
export const board = (sql: Sql, fromInstant: Instant, toInstant: Instant): Promise<RestrictedSession[]> =>
  sql.rows<RestrictedSession>(
    `SELECT s.status, ${ms('s.starts_at')} AS "startsAt", ${ms('coalesce(s.released_at, s.ends_at)')} AS "endsAt",
       s.chair_id AS "chairId", ch.name AS "chairName"
     FROM session s JOIN chair ch ON ch.clinic_id = s.clinic_id AND ch.id = s.chair_id
     WHERE s.clinic_id = $1::uuid AND s.starts_at >= ${fromMs('$2')} AND s.starts_at < ${fromMs('$3')}
       AND s.status IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled')
       AND NOT EXISTS (SELECT FROM patient p WHERE p.clinic_id = s.clinic_id AND p.id = s.patient_id)
     ORDER BY s.starts_at, ch.position, s.id`,
    [sql.clinicId, fromInstant, toInstant],
    'session_board_restricted',
  );
