import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { newId } from '#server/platform/ids.ts';
import { HOLDING_STATUSES, SESSION_STATUSES, type SessionStatus } from '#server/scheduling/vocabulary.ts';
import { type OpenClinic, openClinic, registerPatient } from '#tests/support/a-clinic.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

// PostgreSQL's own promise, without any code of ours between: rows written with raw SQL by a superuser, whom nothing else binds.

let t: TestDatabase;
let clinic: OpenClinic;
let ana: string;
let bo: string;
let superuser: pg.PoolClient;

beforeAll(async () => {
  t = await testDatabase();
  superuser = await t.superuser.connect();
});
beforeEach(async () => {
  clinic = await openClinic(t.db);
  ana = await registerPatient(t.db, clinic, 'Ana Lima');
  bo = await registerPatient(t.db, clinic, 'Bo Hara');
});
afterAll(async () => {
  superuser.release();
  await t.close();
});

type Row = {
  patientId: string;
  startsAt: string;
  chairId?: string;
  status?: SessionStatus;
  releasedAt?: string;
};

/** A course of one session of 100 minutes; answers the session's id. */
async function write({
  patientId,
  startsAt,
  chairId = clinic.chairs[0],
  status = 'booked',
  releasedAt,
}: Row) {
  const [courseId, id] = [newId(), newId()];
  await superuser.query(
    `INSERT INTO course (clinic_id, id, patient_id, protocol_version_id, state, planned_count, created_at, created_by)
     VALUES ($1, $2, $3, $4, 'induction', 6, now(), $5)`,
    [clinic.clinicId, courseId, patientId, clinic.versionId, clinic.deskId],
  );
  await superuser.query(
    `INSERT INTO session (
       clinic_id, id, course_id, patient_id, sequence, phase, status, starts_at, ends_at, released_at,
       prep_minutes, administration_minutes, observation_minutes, turnover_minutes, pool_id, chair_id, cancel_reason
     ) VALUES (
       $1, $2, $3, $4, 1, 'induction', $5, $6, $6::timestamptz + interval '100 minutes', $7,
       15, 40, 30, 15, $8, $9, CASE $5 WHEN 'cancelled' THEN 'other' END
     )`,
    [clinic.clinicId, id, courseId, patientId, status, startsAt, releasedAt ?? null, clinic.poolId, chairId],
  );
  return id;
}

// Mon 2 Mar 2026, 10:00 in New York, to 11:40
const TEN = '2026-03-02T10:00:00-05:00';
const ELEVEN = '2026-03-02T11:00:00-05:00';
const TWENTY_TO_TWELVE = '2026-03-02T11:40:00-05:00';

const refusedBy = (constraint: string) => expect.objectContaining({ code: '23P01', constraint });

describe('a chair', () => {
  test('is not sold twice at once', async () => {
    await write({ patientId: ana, startsAt: TEN });
    await expect(write({ patientId: bo, startsAt: ELEVEN })).rejects.toEqual(
      refusedBy('session_chair_no_overlap'),
    );
  });

  test('is free from the minute in which the session before ends', async () => {
    await write({ patientId: ana, startsAt: TEN });
    await expect(write({ patientId: bo, startsAt: TWENTY_TO_TWELVE })).resolves.toBeDefined();
  });

  test('next to it is free', async () => {
    await write({ patientId: ana, startsAt: TEN });
    await expect(write({ patientId: bo, startsAt: TEN, chairId: clinic.chairs[1] })).resolves.toBeDefined();
  });

  test('is free from the actual end of a session that was over early', async () => {
    await write({ patientId: ana, startsAt: TEN, status: 'fulfilled', releasedAt: ELEVEN });
    await expect(write({ patientId: bo, startsAt: ELEVEN })).resolves.toBeDefined();
  });

  test.each(SESSION_STATUSES)('and a session that is %s', async (status) => {
    await write({ patientId: ana, startsAt: TEN, status });
    const next = write({ patientId: bo, startsAt: TEN });
    if (HOLDING_STATUSES.some((holding) => holding === status)) {
      await expect(next).rejects.toEqual(refusedBy('session_chair_no_overlap'));
    } else {
      await expect(next).resolves.toBeDefined();
    }
  });

  test('may be swapped with another in one statement', async () => {
    const first = await write({ patientId: ana, startsAt: TEN });
    const second = await write({ patientId: bo, startsAt: TEN, chairId: clinic.chairs[1] });
    await superuser.query(
      `UPDATE session SET chair_id = CASE id WHEN $2 THEN $4::uuid ELSE $5::uuid END
       WHERE clinic_id = $1 AND id IN ($2, $3)`,
      [clinic.clinicId, first, second, clinic.chairs[1], clinic.chairs[0]],
    );
    const { rows } = await superuser.query('SELECT chair_id FROM session WHERE id = $1', [first]);
    expect(rows).toEqual([{ chair_id: clinic.chairs[1] }]);
  });
});

describe('a patient', () => {
  test('is not in two chairs at once', async () => {
    await write({ patientId: ana, startsAt: TEN });
    await expect(write({ patientId: ana, startsAt: ELEVEN, chairId: clinic.chairs[1] })).rejects.toEqual(
      refusedBy('session_patient_no_overlap'),
    );
  });

  test('may come again when the session before has ended', async () => {
    await write({ patientId: ana, startsAt: TEN });
    await expect(
      write({ patientId: ana, startsAt: TWENTY_TO_TWELVE, chairId: clinic.chairs[1] }),
    ).resolves.toBeDefined();
  });
});

describe('a session', () => {
  const change = (set: string) =>
    superuser.query(`UPDATE session SET ${set} WHERE clinic_id = $1 AND patient_id = $2`, [
      clinic.clinicId,
      ana,
    ]);

  test.each([
    [
      'ends after it starts',
      'ends_at = starts_at, prep_minutes = 0, administration_minutes = 0, observation_minutes = 0, turnover_minutes = 0',
      'session_ends_after_start',
    ],
    [
      'lasts as long as the parts of its block',
      "ends_at = ends_at + interval '5 minutes'",
      'session_block_adds_up',
    ],
    [
      'has no part of less than nothing',
      'prep_minutes = -15, observation_minutes = 60',
      'session_block_parts',
    ],
    ['has a status that FHIR knows', "status = 'planned'", 'session_status'],
    ['says why it was cancelled', "status = 'cancelled'", 'session_cancel_reason'],
    ['frees its chair early only when it is over', 'released_at = starts_at', 'session_released_at'],
    [
      'never holds a chair for longer than booked',
      "status = 'fulfilled', released_at = ends_at + interval '1 minute'",
      'session_released_at',
    ],
  ])('%s', async (_, set, constraint) => {
    await write({ patientId: ana, startsAt: TEN });
    await expect(change(set)).rejects.toMatchObject({ code: '23514', constraint });
  });

  test('has its number in the course to itself, unless it was cancelled', async () => {
    const id = await write({ patientId: ana, startsAt: TEN });
    const again = (startsAt: string) =>
      superuser.query(
        `INSERT INTO session SELECT (jsonb_populate_record(s, jsonb_build_object(
           'id', $2::text, 'starts_at', $3::timestamptz, 'ends_at', $3::timestamptz + interval '100 minutes',
           'status', 'booked', 'cancel_reason', NULL))).*
         FROM session s WHERE s.id = $1`,
        [id, newId(), startsAt],
      );
    await expect(again(TWENTY_TO_TWELVE)).rejects.toMatchObject({
      constraint: 'session_clinic_id_course_id_sequence_key',
    });
    await change("status = 'cancelled', cancel_reason = 'patient-cancel'");
    await expect(again(TWENTY_TO_TWELVE)).resolves.toBeDefined();
  });
});
