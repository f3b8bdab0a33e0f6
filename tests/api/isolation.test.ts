import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import type { Course } from '#server/contract/course.ts';
import { newId } from '#server/platform/ids.ts';
import {
  aPatient,
  type Caller,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, bookFor, newYork, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/**
 * Two clinics on one database. What belongs to Uptown is, to the people of Harbor, not there: they are answered exactly as
 * if they had asked for something that is nowhere.
 */
let t: TestDatabase;
let api: TestApi;
let harbor: StaffedClinic;
let uptown: StaffedClinic;
let ana: string;
let anasCourse: Course;
let theirs: Ids;
let clinician: Caller;

type Ids = Record<'patient' | 'course' | 'session' | 'protocol' | 'pool', string>;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
  harbor = await openStaffedClinic(t.db);
  uptown = await openStaffedClinic(t.db, { name: 'Uptown Clinic' });
  ana = await aPatient(t.db, harbor);
  anasCourse = await bookFor(api, harbor, ana);
  const zoe = await aPatient(t.db, uptown, 'Zoe Uptown');
  const { id, sessions } = await bookFor(api, uptown, zoe);
  theirs = {
    patient: zoe,
    course: id,
    session: sessions[0]?.id ?? '',
    protocol: uptown.protocolId,
    pool: uptown.poolId,
  };
  clinician = api.as(harbor.people.clinician);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

type Ask = (ids: Ids) => Promise<Response>;
const plan = (change: object) => ({
  patientId: ana,
  protocolId: harbor.protocolId,
  from: '2026-03-02',
  ...change,
});
const starts = (change: object) => ({ ...plan(change), sessions: sixAt(), sequence: 1, to: '2026-03-09' });
const booking = (change: object) => ({
  patientId: ana,
  protocolId: harbor.protocolId,
  sessions: sixAt('14:00'),
  ...change,
});
const range = 'from=2026-03-03&to=2026-03-09';

const ASKED: readonly (readonly [string, Ask])[] = [
  ['read a patient', ({ patient }) => clinician.get(`/patients/${patient}`)],
  ['correct a patient', ({ patient }) => clinician.patch(`/patients/${patient}`, { phone: null })],
  ['list the courses of a patient', ({ patient }) => clinician.get(`/patients/${patient}/courses`)],
  ['plan for a patient', ({ patient }) => clinician.post('/course-plans', plan({ patientId: patient }))],
  ['plan by a protocol', ({ protocol }) => clinician.post('/course-plans', plan({ protocolId: protocol }))],
  [
    'ask for the starts of a patient',
    ({ patient }) => clinician.post('/course-plans/start-times', starts({ patientId: patient })),
  ],
  [
    'ask for the starts of a protocol',
    ({ protocol }) => clinician.post('/course-plans/start-times', starts({ protocolId: protocol })),
  ],
  ['book for a patient', ({ patient }) => clinician.post('/courses', booking({ patientId: patient }))],
  ['book by a protocol', ({ protocol }) => clinician.post('/courses', booking({ protocolId: protocol }))],
  [
    'book in a pool',
    ({ pool }) =>
      clinician.post(
        '/courses',
        booking({ sessions: sixAt('14:00').map((session) => ({ ...session, poolId: pool })) }),
      ),
  ],
  ['read a course', ({ course }) => clinician.get(`/courses/${course}`)],
  [
    'preview a move in a course',
    ({ course, session }) =>
      clinician.post(`/courses/${course}/change-previews`, {
        mode: 'move',
        sessionId: session,
        startsAt: newYork('2026-03-04'),
      }),
  ],
  [
    'preview a move of a session in a course of our own',
    ({ session }) =>
      clinician.post(`/courses/${anasCourse.id}/change-previews`, {
        mode: 'move',
        sessionId: session,
        startsAt: newYork('2026-03-04'),
      }),
  ],
  [
    'order boosters',
    ({ course }) => clinician.put(`/courses/${course}/booster-order`, { interval: 'P4W', reason: 'Any' }),
  ],
  ['read the orders of a course', ({ course }) => clinician.get(`/courses/${course}/booster-orders`)],
  [
    'book a booster',
    ({ course }) => clinician.post(`/courses/${course}/boosters`, { startsAt: newYork('2026-04-17') }),
  ],
  [
    'ask for the starts of a booster',
    ({ course }) => clinician.get(`/courses/${course}/booster-start-times?${range}`),
  ],
  [
    'ask for the starts of a session',
    ({ session }) => clinician.get(`/sessions/${session}/start-times?${range}`),
  ],
  ...['arrive', 'check-in', 'start', 'complete', 'no-show'].map((verb): readonly [string, Ask] => [
    `${verb} a session`,
    ({ session }) => clinician.post(`/sessions/${session}/${verb}`),
  ]),
  ['cancel a session', ({ session }) => clinician.post(`/sessions/${session}/cancel`, { reason: 'other' })],
];

describe('of another clinic nobody can', () => {
  const nowhere: Ids = {
    patient: newId(),
    course: newId(),
    session: newId(),
    protocol: newId(),
    pool: newId(),
  };

  test.each(ASKED)('%s', async (_, ask) => {
    const before = await everythingOfUptown();
    const answer = await ask(theirs);
    const unknown = await ask(nowhere);
    expect(answer.status).toBe(unknown.status);
    expect([400, 404]).toContain(answer.status);
    expect({ ...answer.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect(answer.text).not.toMatch(/Uptown|Zoe/);
    expect(await everythingOfUptown()).toEqual(before);
  });

  test('commit a change, with a token of theirs or of ours', async () => {
    const move = { mode: 'move', startsAt: newYork('2026-03-04') };
    const theirToken = await api
      .as(uptown.people.clinician)
      .post(`/courses/${theirs.course}/change-previews`, {
        ...move,
        sessionId: theirs.session,
      });
    const ourToken = await clinician.post(`/courses/${anasCourse.id}/change-previews`, {
      ...move,
      sessionId: anasCourse.sessions[0]?.id,
    });
    for (const token of [theirToken.body.token, ourToken.body.token]) {
      expect(token).toEqual(expect.any(String));
      const { body } = await clinician.post(`/courses/${theirs.course}/changes`, { token });
      expect(body).toMatchObject({ type: 'token-invalid', status: 400 });
    }
  });
});

const everythingOfUptown = async (): Promise<unknown> =>
  (
    await t.superuser.query(
      `SELECT (SELECT json_agg(s ORDER BY id) FROM session s WHERE clinic_id = $1) AS sessions,
         (SELECT json_agg(c ORDER BY id) FROM course c WHERE clinic_id = $1) AS courses,
         (SELECT json_agg(p ORDER BY id) FROM patient p WHERE clinic_id = $1) AS patients,
         (SELECT count(*) FROM booster_order WHERE clinic_id = $1) AS orders`,
      [uptown.clinicId],
    )
  ).rows;

test.each([
  '/patients',
  '/patients?q=zoe',
  '/courses',
  '/sessions?from=2026-03-03&to=2026-03-20',
  '/worklists/due-boosters',
  '/chairs',
  '/protocols?includeRetired=true',
  '/clinic',
])('%s lists what is ours alone', async (path) => {
  api.now = newYork('2026-06-01', '08:00');
  const { status, text } = await clinician.get(path);
  expect(status).toBe(200);
  expect(text).not.toMatch(/Uptown|Zoe/);
  for (const id of [...Object.values(theirs), ...uptown.chairIds, uptown.clinicId]) {
    expect(text).not.toContain(id);
  }
});

test('a place in the list of another clinic is a place in ours', async () => {
  for (const name of ['Yan Uptown', 'Xia Uptown']) await aPatient(t.db, uptown, name);
  const { body } = await api.as(uptown.people.clinician).get('/patients?limit=1');
  const page = answered<{ items: { id: string }[] }>(
    await clinician.get(`/patients?cursor=${encodeURIComponent(body.nextCursor)}`),
    200,
  );
  for (const { id } of page.items) expect(id).toBe(ana);
});

test('the chairs of one clinic are none of the other’s', async () => {
  api.now = newYork('2026-03-02', '08:00');
  const small = await openStaffedClinic(t.db, { chairs: 1 });
  const other = await openStaffedClinic(t.db, { chairs: 1 });
  await bookFor(api, small, await aPatient(t.db, small));
  await bookFor(api, other, await aPatient(t.db, other));
});
