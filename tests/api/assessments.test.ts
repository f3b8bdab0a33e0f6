import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Course } from '#server/contract/course.ts';
import type { Assessment, CourseResponse } from '#server/contract/response.ts';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, attend, bookFor } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let ana: string;
/** Ana's: at ten on Tuesdays and Fridays, from 3 to 20 March 2026. */
let course: Course;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
afterAll(async () => {
  await api.close();
  await t.close();
});
beforeEach(async () => {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db);
  ana = await aPatient(t.db, clinic);
  course = await bookFor(api, clinic, ana);
});

type StaffRole = keyof StaffedClinic['people'];
const as = (role: StaffRole) => api.as(clinic.people[role]);
const today = () => api.now.slice(0, 10);

const enter = (total: number, more: object = {}, by = clinic.people.nurse) =>
  api
    .as(by)
    .post(`/courses/${course.id}/assessments`, { instrument: 'phq-9', total, assessedOn: today(), ...more });
const entered = async (...asked: Parameters<typeof enter>): Promise<Assessment> =>
  answered(await enter(...asked), 201);
const response = async (by: StaffRole = 'clinician'): Promise<CourseResponse> =>
  answered(await as(by).get(`/courses/${course.id}/response`), 200);

describe('a score', () => {
  test('says who entered it, when it was taken, and what it means against the baseline', async () => {
    const baseline = await entered(20);
    expect(baseline).toMatchObject({ isBaseline: true, percentChange: null, level: null, band: 4 });
    const [first] = course.sessions;
    if (first) await attend(api, clinic, first);
    api.now = '2026-03-04T09:00:00-05:00';
    expect(await entered(10)).toEqual({
      id: expect.any(String),
      courseId: course.id,
      instrument: 'phq-9',
      total: 10,
      assessedOn: '2026-03-04',
      source: 'staff',
      enteredBy: { id: clinic.people.nurse, name: 'The nurse' },
      enteredAt: api.now,
      corrects: null,
      correctedBy: null,
      sessionsGiven: 1,
      band: 2,
      isBaseline: false,
      percentChange: -50,
      level: 'response',
    });
  });

  test.each([
    ['phq-9', 27],
    ['qids-sr-16', 27],
    ['madrs', 60],
    ['gad-7', 21],
  ])('on %s is from 0 to %i', async (instrument, most) => {
    const totals = [-1, 0, 1.5, most, most + 1];
    const answers = await Promise.all(totals.map((total) => enter(total, { instrument })));
    expect(answers.map(({ status }) => status)).toEqual([400, 201, 400, 201, 400]);
    expect(answers[4]?.body.errors[0].pointer).toBe('/body/total');
  });

  test('is a total: answers to single questions are not taken', async () => {
    expect((await enter(12, { items: [1, 2, 0, 3, 1, 2, 1, 2, 0] })).status).toBe(400);
  });

  test.each([
    // The server keeps no time of its own: at 23:30 in New York it is tomorrow in UTC.
    ['2026-03-02T23:30:00-05:00', '2026-03-02', 201],
    ['2026-03-02T23:30:00-05:00', '2026-03-03', 400],
    ['2026-03-03T00:00:00-05:00', '2026-03-03', 201],
    // Half past midnight of the day on which clocks go forward.
    ['2026-03-08T00:30:00-05:00', '2026-03-08', 201],
    ['2026-03-08T00:30:00-05:00', '2026-03-09', 400],
  ])('at %s in New York may be of %s: %i', async (now, assessedOn, status) => {
    api.now = now;
    const answer = await enter(12, { assessedOn });
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([
      status,
      status === 400 ? '/body/assessedOn' : undefined,
    ]);
  });

  test('of a clinic on the other side of the world is of its day', async () => {
    const auckland = await openStaffedClinic(t.db, { zone: 'Pacific/Auckland' });
    const bo = await aPatient(t.db, auckland, 'Bo Hara');
    const { rows } = await t.superuser.query(
      `INSERT INTO course (clinic_id, id, patient_id, protocol_version_id, state, planned_count, created_at, created_by)
       SELECT clinic_id, gen_random_uuid(), $2, id, 'induction', 6, $3, $4 FROM protocol_version WHERE clinic_id = $1 LIMIT 1
       RETURNING id`,
      [auckland.clinicId, bo, api.now, auckland.people['front-desk']],
    );
    api.now = '2026-03-02T12:00:00Z'; // Tue 3 Mar 2026, 1:00 in Auckland
    const of = (assessedOn: string) =>
      api
        .as(auckland.people.nurse)
        .post(`/courses/${rows[0].id}/assessments`, { instrument: 'phq-9', total: 12, assessedOn });
    expect([(await of('2026-03-03')).status, (await of('2026-03-04')).status]).toEqual([201, 400]);
  });

  test.each([
    ['2025-03-02', 201],
    ['2025-03-01', 400],
  ])('of %s, the course being booked on 2 March 2026: %i', async (assessedOn, status) => {
    expect((await enter(12, { assessedOn })).status).toBe(status);
  });

  test('is not of a day before its patient was born', async () => {
    await t.superuser.query(`UPDATE patient SET date_of_birth = '2026-02-10' WHERE id = $1`, [ana]);
    const days = ['2026-02-09', '2026-02-10'];
    const answers = await Promise.all(days.map((assessedOn) => enter(12, { assessedOn })));
    expect(answers.map(({ status }) => status)).toEqual([400, 201]);
  });

  test('may still come when the course has stopped', async () => {
    await t.superuser.query(`UPDATE course SET state = 'stopped' WHERE id = $1`, [course.id]);
    expect((await enter(12)).status).toBe(201);
  });
});

describe('the same score', () => {
  test('is entered once, whoever sends it again, and however often at the same moment', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => enter(12)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const again = await enter(12, {}, clinic.people.clinician);
    expect(again.body.type).toBe('assessment-exists');
  });

  test('of another day, another scale or another total is another one', async () => {
    await entered(12);
    await entered(12, { assessedOn: '2026-03-01' });
    await entered(12, { instrument: 'gad-7' });
    await entered(13);
    expect((await response()).series.flatMap(({ entries }) => entries)).toHaveLength(4);
  });
});

describe('a score that was wrong', () => {
  test('is put right by another entry, and stays to be read', async () => {
    const wrong = await entered(2);
    const right = await entered(20, { corrects: wrong.id });
    expect(right).toMatchObject({ corrects: wrong.id, correctedBy: null, isBaseline: true });
    const [series] = (await response()).series;
    expect(series?.entries.map(({ total, correctedBy }) => [total, correctedBy])).toEqual([
      [2, right.id],
      [20, null],
    ]);
    expect(series?.latestId).toBe(right.id);
  });

  test('is put right once: by the second of two at once it is refused', async () => {
    const wrong = await entered(2);
    const answers = await Promise.all([20, 21].map((total) => enter(total, { corrects: wrong.id })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.type).toBe('assessment-corrected');
  });

  test('may be put right again where the correction was wrong', async () => {
    const wrong = await entered(2);
    const worse = await entered(3, { corrects: wrong.id });
    expect((await enter(20, { corrects: worse.id })).status).toBe(201);
    expect((await enter(20, { corrects: wrong.id })).body.type).toBe('assessment-corrected');
  });

  test('is one of the same course and scale', async () => {
    const wrong = await entered(2);
    expect((await enter(20, { corrects: wrong.id, instrument: 'gad-7' })).body.errors[0].pointer).toBe(
      '/body/instrument',
    );
    course = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'));
    expect((await enter(20, { corrects: wrong.id })).status).toBe(404);
  });

  test('is nothing that the database would let anybody write over', async () => {
    const { id } = await entered(2);
    const client = await t.db.pool.connect();
    try {
      for (const sql of [`UPDATE assessment SET total = 3 WHERE id = '${id}'`, `DELETE FROM assessment`]) {
        await client.query('BEGIN; SET LOCAL ROLE evenkeel_app');
        await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
        await client.query('ROLLBACK');
      }
    } finally {
      client.release();
    }
  });
});

describe('the baseline', () => {
  const baseline = async () => {
    const [series] = (await response()).series;
    return series && { id: series.baselineId, isNamed: series.isBaselineNamed };
  };
  const name = (assessmentId: string | null, by: StaffRole = 'clinician') =>
    as(by).put(`/courses/${course.id}/baseline`, { assessmentId });

  test('is the last score up to the day of session 1, until a clinician names another', async () => {
    const early = await entered(22, { assessedOn: '2026-02-20' });
    const last = await entered(20);
    api.now = '2026-03-06T08:00:00-05:00';
    const later = await entered(15);
    expect(await baseline()).toEqual({ id: last.id, isNamed: false });
    const named: CourseResponse = answered(await name(early.id), 200);
    expect(named.series[0]).toMatchObject({ baselineId: early.id, isBaselineNamed: true });
    expect((await name(null)).body.series[0]).toMatchObject({ baselineId: last.id, isBaselineNamed: false });
    expect(later.percentChange).toBe(-25);
  });

  test('that is named is followed to what puts it right, and cannot be one that was put right', async () => {
    const wrong = await entered(2);
    answered(await name(wrong.id), 200);
    const right = await entered(20, { corrects: wrong.id });
    expect(await baseline()).toEqual({ id: right.id, isNamed: true });
    expect((await name(wrong.id)).body.type).toBe('assessment-corrected');
  });

  test('is of the same course', async () => {
    const { id } = await entered(20);
    course = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'));
    expect((await name(id)).status).toBe(404);
  });

  test.each(['nurse', 'admin', 'front-desk'] as const)('is not named by the %s', async (role) => {
    const { id } = await entered(20);
    expect((await name(id, role)).body.type).toBe('not-allowed');
  });
});

describe('a record that is restricted', () => {
  test('is scored and read by its care team alone', async () => {
    const restricted = { isRestricted: true, reason: 'A colleague', careTeam: [] };
    answered(await as('clinician').put(`/patients/${ana}/restriction`, restricted), 200);
    expect((await enter(12)).body.type).toBe('record-restricted');
    expect((await as('nurse').get(`/courses/${course.id}/response`)).body.type).toBe('record-restricted');
    await entered(12, {}, clinic.people.clinician);
    expect((await response()).series).toHaveLength(1);
  });
});

test('a clinic knows nothing of the scores of another', async () => {
  const { id } = await entered(12);
  const { people } = await openStaffedClinic(t.db, { name: 'Uptown Clinic' });
  const other = api.as(people.clinician);
  expect((await other.get(`/courses/${course.id}/response`)).status).toBe(404);
  expect((await other.put(`/courses/${course.id}/baseline`, { assessmentId: id })).status).toBe(404);
});
