import express from 'express';
import pg from 'pg';
import { v7 } from 'uuid';
import { z } from 'zod';
import { listenForBench } from './server-process.ts';

/**
 * The rival: Express, zod and one SQL statement under the clinic's lock, with row-level security on. It writes the rows
 * that Evenkeel writes for a course, and answers as much; but it asks nothing first: who is calling, what is free, what
 * the protocol says. Its caller says which chairs.
 */
export type BareClinic = {
  readonly databaseUrl: string;
  readonly clinicId: string;
  readonly versionId: string;
  readonly poolId: string;
  readonly deskId: string;
  /** What Evenkeel answered to a booking. */
  readonly answer: { readonly sessions: readonly object[] };
};

const { databaseUrl, clinicId, versionId, poolId, deskId, answer }: BareClinic = JSON.parse(
  process.argv[2] ?? '{}',
);

const Booking = z.strictObject({
  patientId: z.uuid(),
  sessions: z
    .array(z.strictObject({ startsAt: z.iso.datetime({ offset: true }), chairId: z.uuid() }))
    .length(6),
});

const BEGIN = `
  BEGIN;
  SELECT set_config('role', 'evenkeel_app', true), set_config('evenkeel.clinic_id', '${clinicId}', true);
  SELECT pg_advisory_xact_lock(hashtextextended('evenkeel.clinic ${clinicId}', 0))`;

const BOOK = `
  WITH course AS (
    INSERT INTO course (clinic_id, id, patient_id, protocol_version_id, state, planned_count, created_at, created_by)
    VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, 'induction', 6, now(), $5::uuid)
  ), sessions AS (
    INSERT INTO session (
      clinic_id, id, course_id, patient_id, sequence, phase, status, starts_at, ends_at,
      prep_minutes, administration_minutes, observation_minutes, turnover_minutes, pool_id, chair_id
    )
    SELECT $1::uuid, x.id, $2::uuid, $3::uuid, x.sequence, 'induction', 'booked', x.starts_at,
      x.starts_at + interval '100 minutes', 15, 40, 30, 15, $6::uuid, x.chair_id
    FROM unnest($7::uuid[], $8::timestamptz[], $9::uuid[])
      WITH ORDINALITY AS x(id, starts_at, chair_id, sequence)
  ), events AS (
    INSERT INTO session_event (clinic_id, id, session_id, course_id, at, actor_id, kind, to_status)
    SELECT $1::uuid, x.id, x.session_id, $2::uuid, now(), $5::uuid, 'book', 'booked'
    FROM unnest($10::uuid[], $7::uuid[]) AS x(id, session_id)
  ), audited AS (
    INSERT INTO audit_event (
      clinic_id, id, at, actor_id, actor_role, kind, patient_id, subjects, request_id, address, detail, digests
    )
    VALUES (
      $1::uuid, $13::uuid, now(), $5::uuid, 'front-desk', 'course.book', $3::uuid, $14::jsonb, $13::text, '127.0.0.1',
      $15::jsonb, '{}'
    )
  ), unsealed AS (
    INSERT INTO audit_unsealed (clinic_id, event_id) VALUES ($1::uuid, $13::uuid)
  )
  INSERT INTO idempotency_key (clinic_id, actor_id, key, request_hash, status, response, created_at)
  VALUES ($1::uuid, $5::uuid, $11::text, 'bare', 201, $12::jsonb, now())`;

const pool = new pg.Pool({ connectionString: databaseUrl });
const app = express();

app.use(express.json());
app.post('/courses', async (req, res) => {
  const { patientId, sessions } = Booking.parse(req.body);
  const courseId = v7();
  const booked = sessions.map((session) => ({ id: v7(), ...session }));
  const course = {
    ...answer,
    id: courseId,
    patientId,
    sessions: answer.sessions.map((session, index) => ({ ...session, ...booked[index] })),
  };
  const client = await pool.connect();
  await client.query(BEGIN);
  await client.query({
    name: 'book',
    text: BOOK,
    values: [
      clinicId,
      courseId,
      patientId,
      versionId,
      deskId,
      poolId,
      booked.map(({ id }) => id),
      booked.map(({ startsAt }) => startsAt),
      booked.map(({ chairId }) => chairId),
      booked.map(() => v7()),
      req.get('idempotency-key'),
      JSON.stringify(course),
      v7(),
      JSON.stringify({ courseId, protocolId: versionId }),
      JSON.stringify({ after: { startsAt: booked.map(({ startsAt }) => startsAt) } }),
    ],
  });
  await client.query('COMMIT');
  client.release();
  res.status(201).json(course);
});

listenForBench(app);
