import type pg from 'pg';

/** What PostgreSQL holds, past every rule of ours: for tests that must not take the API's word. */

type Stored = { courses: number; sessions: number; events: number; keys: number };

export const NOTHING: Stored = { courses: 0, sessions: 0, events: 0, keys: 0 };

/** How much of the schedule a clinic has. */
export async function stored(superuser: pg.Pool, clinicId: string): Promise<Stored> {
  const { rows } = await superuser.query(
    `SELECT
       (SELECT count(*)::int FROM course WHERE clinic_id = $1) AS courses,
       (SELECT count(*)::int FROM session WHERE clinic_id = $1) AS sessions,
       (SELECT count(*)::int FROM session_event WHERE clinic_id = $1) AS events,
       (SELECT count(*)::int FROM idempotency_key WHERE clinic_id = $1) AS keys`,
    [clinicId],
  );
  return rows[0];
}

/** Pairs of sessions that share a chair or a patient for a while. */
export async function overlaps(superuser: pg.Pool, clinicId: string): Promise<unknown[]> {
  const { rows } = await superuser.query(
    `SELECT a.id, b.id AS with_id, a.chair_id = b.chair_id AS same_chair, a.patient_id = b.patient_id AS same_patient
     FROM session a JOIN session b ON b.clinic_id = a.clinic_id AND b.id > a.id
       AND (a.chair_id = b.chair_id OR a.patient_id = b.patient_id)
       AND a.starts_at < coalesce(b.released_at, b.ends_at) AND b.starts_at < coalesce(a.released_at, a.ends_at)
     WHERE a.clinic_id = $1
       AND a.status NOT IN ('cancelled', 'noshow', 'entered-in-error')
       AND b.status NOT IN ('cancelled', 'noshow', 'entered-in-error')`,
    [clinicId],
  );
  return rows;
}

/** How many sessions each course has; every course is in it, one without sessions too. */
export async function sessionsPerCourse(superuser: pg.Pool, clinicId: string): Promise<number[]> {
  const { rows } = await superuser.query<{ sessions: number }>(
    `SELECT (SELECT count(*)::int FROM session s WHERE s.clinic_id = c.clinic_id AND s.course_id = c.id) AS sessions
     FROM course c WHERE c.clinic_id = $1`,
    [clinicId],
  );
  return rows.map(({ sessions }) => sessions);
}
