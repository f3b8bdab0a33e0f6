import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import type { BoosterOrder, Course } from '#server/contract/course.ts';
import { type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { answered, newYork } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { aCourseOver, openForBoosters } from '#tests/support/one-session.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let course: Course;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
/** Ana's last session was on Tuesday 3 March, and it is the end of it. */
beforeEach(async () => {
  clinic = await openForBoosters(t.db);
  course = await aCourseOver(t.db, api, clinic);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const clinician = () => api.as(clinic.people.clinician);
const set = (order: object, headers: Record<string, string> = {}): Promise<Response> =>
  clinician().put(`/courses/${course.id}/booster-order`, { reason: 'Responds well', ...order }, headers);
const history = async (by: keyof StaffedClinic['people'] = 'clinician'): Promise<BoosterOrder[]> =>
  answered<{ items: BoosterOrder[] }>(
    await api.as(clinic.people[by]).get(`/courses/${course.id}/booster-orders`),
    200,
  ).items;
const now = async (): Promise<Course> => answered(await clinician().get(`/courses/${course.id}`), 200);

describe('a clinician', () => {
  test('sets an interval, and the window follows it', async () => {
    const answer = await set({
      interval: 'P6W',
      flexDays: 3,
      evidence: 'Scores halved',
      reason: 'Lasts five weeks',
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      id: expect.any(String),
      courseId: course.id,
      interval: 'P6W',
      asNeeded: false,
      seriesOf: null,
      flexDays: 3,
      expiresOn: null,
      reason: 'Lasts five weeks',
      evidence: 'Scores halved',
      setBy: { id: clinic.people.clinician, name: 'The clinician' },
      setAt: newYork('2026-03-03', '11:40'),
      boosterWindow: {
        dueOn: '2026-04-14',
        earliestOn: '2026-04-11',
        latestOn: '2026-04-17',
        interval: 'P6W',
        asNeeded: false,
        source: 'order',
        anchorOn: '2026-03-03',
        provisional: false,
      },
      courseVersion: course.version + 1,
    });
    expect((await now()).boosterWindow).toEqual(answer.body.boosterWindow);
  });

  test('has looked at how the patient responded: the course goes on to its boosters', async () => {
    expect(course.state).toBe('assessment');
    await set({ interval: 'P4W' });
    expect((await now()).state).toBe('maintenance');
  });

  test('orders boosters as needed, for half a year unless another end is told', async () => {
    const { body } = await set({ asNeeded: true });
    expect(body).toMatchObject({
      interval: null,
      asNeeded: true,
      expiresOn: '2026-09-03',
      boosterWindow: { dueOn: null, earliestOn: '2026-03-10', latestOn: '2026-09-03', asNeeded: true },
    });
    const short = await set({ asNeeded: true, expiresOn: '2026-04-30' });
    expect(short.body.boosterWindow).toMatchObject({ earliestOn: '2026-03-10', latestOn: '2026-04-30' });
  });

  test.each([
    ['P1W', 3],
    ['P2W', 3],
    ['P15D', 7],
    ['P4W', 7],
    ['P1M', 7],
  ])('who gives no flex days with %s gets %i', async (interval, flexDays) => {
    expect((await set({ interval })).body.flexDays).toBe(flexDays);
  });

  test('may order for the rest of today', async () => {
    expect((await set({ interval: 'P4W', expiresOn: '2026-03-03' })).status).toBe(200);
  });
});

describe('an order', () => {
  test.each([
    ['without a reason', { reason: undefined }, '/body/reason'],
    ['with an empty reason', { reason: '   ' }, '/body/reason'],
    ['with a reason of two lines', { reason: 'one\ntwo' }, '/body/reason'],
    ['with an interval and as needed', { asNeeded: true }, '/body/interval'],
    ['with neither', { interval: null }, '/body/interval'],
    ['of no whole days', { interval: 'PT36H' }, '/body/interval'],
    ['of no days at all', { interval: 'P0D' }, '/body/interval'],
    ['by the year', { interval: 'P1Y' }, '/body/interval'],
    ['that may be a month early or late', { flexDays: 32 }, '/body/flexDays'],
    ['that ended yesterday', { expiresOn: '2026-03-02' }, '/body/expiresOn'],
    ['that ends on a day that never is', { expiresOn: '2026-02-30' }, '/body/expiresOn'],
    ['with a dose', { dose: '0.5 mg/kg' }, '/body/dose'],
  ])('%s is refused', async (_, change, pointer) => {
    const { status, body } = await set({ interval: 'P4W', ...change });
    expect({ status, type: body.type }).toEqual({ status: 400, type: 'invalid-request' });
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect(await history()).toEqual([]);
  });

  test('of less than a week is a booster series, and refused', async () => {
    const { status, body } = await set({ interval: 'P6D' });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      type: 'plan-breaks-rules',
      violations: [{ code: 'too-close', detail: 'The protocol asks for at least 7 days between boosters.' }],
    });
    expect((await set({ interval: 'P7D' })).status).toBe(200);
  });

  test.each(['front-desk', 'nurse', 'admin'] as const)('is not for %s to set', async (role) => {
    const answer = await api
      .as(clinic.people[role])
      .put(`/courses/${course.id}/booster-order`, { interval: 'P4W', reason: 'Asked to' });
    expect(answer.body).toMatchObject({ type: 'not-allowed', status: 403 });
    expect(await history()).toEqual([]);
  });

  test('of a course that is not there, or that has stopped, is refused', async () => {
    const nowhere = await clinician().put(`/courses/${clinic.clinicId}/booster-order`, {
      interval: 'P4W',
      reason: 'Responds well',
    });
    expect(nowhere.body).toMatchObject({ type: 'not-found', status: 404 });
    await t.superuser.query(`UPDATE course SET state = 'stopped' WHERE id = $1`, [course.id]);
    expect((await set({ interval: 'P4W' })).body).toMatchObject({ type: 'course-not-bookable', status: 409 });
  });

  test('by somebody who saw an older version of the course is refused', async () => {
    const seen = { 'If-Match': `"${course.version}"` };
    expect((await set({ interval: 'P4W' }, seen)).status).toBe(200);
    const stale = await set({ interval: 'P8W' }, seen);
    expect(stale.body).toMatchObject({ type: 'course-changed', status: 412 });
    expect((await set({ interval: 'P8W' }, { 'If-Match': `"${course.version + 1}"` })).status).toBe(200);
    expect(await history()).toHaveLength(2);
  });

  test('by two clinicians who saw the same version is one of theirs', async () => {
    const seen = { 'If-Match': `"${course.version}"` };
    const answers = await Promise.all(['P4W', 'P8W'].map((interval) => set({ interval }, seen)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await history()).toHaveLength(1);
  });

  test.each(['3', 'W/"3"', '*', '"0"', '"three"'])(
    'after version %s is none that was ever answered',
    async (ifMatch) => {
      expect((await set({ interval: 'P4W' }, { 'If-Match': ifMatch })).body).toMatchObject({
        type: 'invalid-request',
        errors: [{ pointer: '/headers/if-match' }],
      });
    },
  );
});

describe('the history of orders', () => {
  test('is newest first, and nothing of it is lost', async () => {
    for (const order of [
      { interval: 'P2W' },
      { interval: 'P4W', expiresOn: '2026-06-30' },
      { asNeeded: true },
    ]) {
      await set({ ...order, reason: `As of ${JSON.stringify(order)}` });
    }
    const orders = await history();
    expect(orders.map(({ interval, asNeeded }) => [interval, asNeeded])).toEqual([
      [null, true],
      ['P4W', false],
      ['P2W', false],
    ]);
    // All three at 11:40: the order in which they were set is kept, and not only the moment.
    expect(new Set(orders.map(({ setAt }) => setAt))).toEqual(new Set([newYork('2026-03-03', '11:40')]));
    expect(orders[1]).toMatchObject({ expiresOn: '2026-06-30', reason: expect.stringContaining('P4W') });
  });

  test('of a course that is not there is not found', async () => {
    expect((await clinician().get(`/courses/${clinic.clinicId}/booster-orders`)).status).toBe(404);
  });
});

describe('the front desk', () => {
  test('is told the interval, and nothing of what it rests on, wherever it looks', async () => {
    await set({ interval: 'P4W', reason: 'Quetzal relapsed', evidence: 'Quetzal fell by nine' });
    const desk = api.as(clinic.people['front-desk']);
    api.now = newYork('2026-03-31', '08:00');
    const answers = [
      await desk.get(`/courses/${course.id}/booster-orders`),
      await desk.get(`/courses/${course.id}`),
      await desk.get('/courses'),
      await desk.get('/worklists/due-boosters'),
      await desk.get(`/patients/${course.patientId}/courses`),
      await desk.get(`/courses/${course.id}/booster-start-times?from=2026-03-31&to=2026-04-01`),
      await desk.get('/sessions?from=2026-03-03'),
      await desk.post(`/courses/${course.id}/boosters`, { startsAt: newYork('2026-03-31') }),
      await api.as(course.patientId).get('/me/sessions'),
    ];
    for (const answer of answers) {
      expect(answer.status).toBeLessThan(300);
      expect(answer.text).not.toMatch(/Quetzal|"reason"|"evidence"/);
    }
    expect(await history('front-desk')).toEqual([
      {
        id: expect.any(String),
        courseId: course.id,
        interval: 'P4W',
        asNeeded: false,
        seriesOf: null,
        flexDays: 7,
        expiresOn: null,
        setBy: { id: clinic.people.clinician, name: 'The clinician' },
        setAt: newYork('2026-03-03', '11:40'),
      },
    ]);
    for (const role of ['nurse', 'clinician', 'admin'] as const) {
      expect((await history(role))[0]).toMatchObject({
        reason: 'Quetzal relapsed',
        evidence: 'Quetzal fell by nine',
      });
    }
  });
});
