import pg from 'pg';
import type { TestDatabase } from '../support/database.ts';
import { type BenchClinic, openBenchClinic, PATIENTS } from './bench-clinic.ts';
import { TODAY, WEEKS_PER_TERM, ZONE } from './places.ts';

const CLINICS = 20;
const SESSIONS = 6;
/** A thousand sessions in three weeks. */
const COURSES_PER_TERM = 167;

/**
 * Stores so many sessions that are over, to the next thousand, with their courses and events: term by term back from
 * today, spread over twenty clinics. Answers the first of them, which has at least one term.
 */
export async function fill(database: TestDatabase, sessions: number): Promise<BenchClinic> {
  const clinics: BenchClinic[] = [];
  for (let made = 0; made < CLINICS; made += 1) clinics.push(await openBenchClinic(database));
  const terms = Math.max(1, Math.round(sessions / (COURSES_PER_TERM * SESSIONS)));
  const [first] = clinics as [BenchClinic];
  const queue = clinics.map((clinic, index) => ({
    clinic,
    terms: Math.floor(terms / CLINICS) + (index < terms % CLINICS ? 1 : 0),
  }));
  await Promise.all([work(), work()]);
  await database.superuser.query('VACUUM (ANALYZE)');
  return first;

  /** One of two: there are two cores. */
  async function work(): Promise<void> {
    const connection = new pg.Client({ connectionString: database.superuserUrl });
    await connection.connect();
    // What refers to what is right by construction: asking again, row by row, takes a quarter of the time.
    await connection.query('SET session_replication_role = replica');
    for (let next = queue.pop(); next; next = queue.pop()) {
      const { clinic } = next;
      await connection.query(STORE_TERMS, [
        clinic.clinicId,
        next.terms,
        clinic.patientIds,
        clinic.versionId,
        clinic.people['front-desk'],
        clinic.poolId,
        clinic.chairIds,
      ]);
    }
    await connection.end();
  }
}

/** The places of `places.ts`, of the terms before today. */
const STORE_TERMS = `
  WITH places AS MATERIALIZED (
    SELECT uuidv7() AS course_id, term, index,
      ($3::uuid[])[1 + ((term + $2::int) * ${COURSES_PER_TERM} + index) % ${PATIENTS}] AS patient_id
    FROM generate_series(-$2::int, -1) AS term, generate_series(0, ${COURSES_PER_TERM - 1}) AS index
  ), courses AS (
    INSERT INTO course (clinic_id, id, patient_id, protocol_version_id, state, planned_count, created_at, created_by)
    SELECT $1, course_id, patient_id, $4::uuid, 'assessment', ${SESSIONS}, '2026-01-05T08:00:00-05:00', $5::uuid FROM places
  ), sessions AS (
    INSERT INTO session (
      clinic_id, id, course_id, patient_id, sequence, phase, status, starts_at, ends_at, released_at,
      prep_minutes, administration_minutes, observation_minutes, turnover_minutes, pool_id, chair_id
    )
    SELECT $1, uuidv7(), course_id, patient_id, n + 1, 'induction', 'fulfilled', at, at + interval '100 minutes',
      at + interval '100 minutes', 15, 40, 30, 15, $6::uuid, ($7::uuid[])[1 + index / 10]
    FROM places, generate_series(0, ${SESSIONS - 1}) AS n,
    LATERAL (
      SELECT (
        date '${TODAY}' + term * ${WEEKS_PER_TERM * 7} + index % 2 + n / 2 * 7 + n % 2 * 2
        + interval '8 hours' + index % 10 / 2 * interval '105 minutes'
      ) AT TIME ZONE '${ZONE}' AS at
    ) AS start
    ORDER BY at
    RETURNING id, course_id, starts_at
  )
  INSERT INTO session_event (clinic_id, id, session_id, course_id, at, actor_id, kind, to_status)
  SELECT $1, uuidv7(), id, course_id, starts_at, $5::uuid, 'book', 'booked' FROM sessions`;
