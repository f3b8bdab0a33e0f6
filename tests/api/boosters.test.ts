import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import type { Course } from '#server/contract/course.ts';
import type { StartTimeDay } from '#server/contract/plan.ts';
import type { Session } from '#server/contract/session.ts';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, attend, bookFor, newYork } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { aCourseOver, openForBoosters, orderFor } from '#tests/support/one-session.ts';
import { overlaps } from '#tests/support/stored.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let course: Course;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
/** Ana's last session was on Tuesday 3 March: by an order of four weeks she is due on Tuesday the 31st. */
beforeEach(async () => {
  clinic = await openForBoosters(t.db);
  course = await aCourseOver(t.db, api, clinic);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const desk = () => api.as(clinic.people['front-desk']);
const bookBooster = (startsAt: string, headers = {}, of = course): Promise<Response> =>
  desk().post(`/courses/${of.id}/boosters`, { startsAt }, headers);
const booked = async (startsAt: string, of = course): Promise<Course> =>
  answered(await bookBooster(startsAt, {}, of), 201);
const order = async (body?: object): Promise<Course> => {
  course = await orderFor(api, clinic, course, body);
  return course;
};
const now = async (of = course): Promise<Course> => answered(await desk().get(`/courses/${of.id}`), 200);
const DUE = newYork('2026-03-31');

describe('a booster', () => {
  test('is booked on its due day: one more session of the course', async () => {
    await order();
    expect((await now()).actions).toEqual(['book-booster']);
    const answer = await bookBooster(DUE);
    expect(answer.status).toBe(201);
    expect(answer.headers.etag).toBe(`"${course.version + 1}"`);
    expect(answer.body).toEqual(await now());
    expect(answer.body.sessions).toEqual([
      ...course.sessions,
      expect.objectContaining({
        sequence: 2,
        phase: 'maintenance',
        status: 'booked',
        startsAt: DUE,
        endsAt: newYork('2026-03-31', '11:40'),
      }),
    ]);
    expect(answer.body.bookedBoosterId).toBe(answer.body.sessions[1].id);
    expect(answer.body.actions).toEqual([]);
  });

  // Due on 31 March, and a week either side
  test.each([
    ['the first day', '2026-03-24', 201],
    ['the day before the first', '2026-03-23', 422],
    ['the last day', '2026-04-07', 201],
    ['the day after the last', '2026-04-08', 422],
  ])('on %s of its window, %s: %i', async (_, date, status) => {
    await order();
    expect(course.boosterWindow).toMatchObject({ earliestOn: '2026-03-24', latestOn: '2026-04-07' });
    const answer = await bookBooster(newYork(date));
    expect(answer.status).toBe(status);
    if (status === 422) {
      expect(answer.body).toMatchObject({
        type: 'outside-booster-window',
        violations: [
          {
            code: 'outside-booster-window',
            detail: 'Outside the booster window, which runs from 24 Mar to 7 Apr.',
            sequence: 2,
            severity: 'hard',
          },
        ],
      });
      expect((await now()).sessions).toHaveLength(1);
    }
  });

  test('that took place is what the next is counted from', async () => {
    await order({ interval: 'P4W', flexDays: 2 });
    const first = await booked(newYork('2026-04-02'));
    await attend(api, clinic, first.sessions[1] as Session);
    const after = await now();
    expect(after).toMatchObject({
      state: 'maintenance',
      bookedBoosterId: null,
      boosterWindow: { anchorOn: '2026-04-02', dueOn: '2026-04-30' },
    });
    expect((await booked(newYork('2026-04-30'))).sessions[2]).toMatchObject({
      sequence: 3,
      status: 'booked',
    });
  });

  test('that was missed or cancelled counts for nothing, and another may be booked', async () => {
    await order();
    const first = (await booked(DUE)).sessions[1] as Session;
    await desk().post(`/sessions/${first.id}/cancel`, { reason: 'patient-cancel' });
    expect(await now()).toMatchObject({ bookedBoosterId: null, boosterWindow: { anchorOn: '2026-03-03' } });
    const second = (await booked(newYork('2026-04-01'))).sessions[2] as Session;
    expect(second.sequence).toBe(3);
    api.now = newYork('2026-04-01', '10:15');
    await desk().post(`/sessions/${second.id}/no-show`);
    expect((await now()).boosterWindow).toMatchObject({ anchorOn: '2026-03-03', dueOn: '2026-03-31' });
    await booked(newYork('2026-04-02'));
  });

  test('may be booked while the course is in induction, from the last planned session on', async () => {
    api.now = MONDAY_8AM;
    const six = await openStaffedClinic(t.db);
    clinic = six;
    course = await bookFor(api, six, await aPatient(t.db, six));
    await order();
    // Session 6 is on Friday 20 March.
    expect(course.boosterWindow).toMatchObject({ dueOn: '2026-04-17', provisional: true, source: 'order' });
    expect((await booked(newYork('2026-04-17'))).sessions[6]).toMatchObject({
      sequence: 7,
      phase: 'maintenance',
    });
  });

  test('keeps the answer of its first request', async () => {
    await order();
    const key = { 'Idempotency-Key': 'anas-first-booster' };
    const first = await bookBooster(DUE, key);
    const again = await bookBooster(DUE, key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect((await bookBooster(newYork('2026-04-01'), key)).body.type).toBe('idempotency-key-reused');
    expect((await now()).sessions).toHaveLength(2);
  });
});

describe('a booster is refused', () => {
  test('without an order, whatever the protocol would have', async () => {
    expect(course.boosterWindow).toMatchObject({ source: 'protocol', dueOn: '2026-03-31' });
    expect(course.actions).toEqual([]);
    expect((await bookBooster(DUE)).body).toMatchObject({ type: 'no-booster-order', status: 409 });
    expect((await startTimes()).body).toMatchObject({ type: 'no-booster-order', status: 409 });
  });

  test('once its order has ended, and says when', async () => {
    await order({ asNeeded: true, expiresOn: '2026-03-20' });
    api.now = newYork('2026-03-20', '17:00');
    expect((await bookBooster(newYork('2026-03-23'))).body.type).toBe('outside-booster-window');
    api.now = newYork('2026-03-21', '08:00');
    expect((await bookBooster(newYork('2026-03-23'))).body).toMatchObject({
      type: 'no-booster-order',
      detail: 'The order ended on 2026-03-20. Ask a clinician to renew it.',
    });
  });

  test('while another is booked', async () => {
    await order();
    await booked(DUE);
    expect((await bookBooster(newYork('2026-04-02'))).body).toMatchObject({
      type: 'booster-exists',
      status: 409,
    });
    expect((await startTimes()).body.type).toBe('booster-exists');
  });

  test.each(['stopped', 'on-hold'])('while the course is %s', async (state) => {
    await order();
    await t.superuser.query('UPDATE course SET state = $2 WHERE id = $1', [course.id, state]);
    expect((await bookBooster(DUE)).body).toMatchObject({ type: 'course-not-bookable', status: 409 });
    expect((await startTimes()).body.type).toBe('course-not-bookable');
  });

  test('to somebody who saw an older version of the course', async () => {
    await order();
    expect((await bookBooster(DUE, { 'If-Match': `"${course.version - 1}"` })).body).toMatchObject({
      type: 'course-changed',
      status: 412,
    });
    expect((await bookBooster(DUE, { 'If-Match': `"${course.version}"` })).status).toBe(201);
  });

  test.each([
    ['off the grid', newYork('2026-03-31', '10:05'), 'off-grid'],
    ['on a Sunday', newYork('2026-03-29'), 'closed'],
    ['after hours', newYork('2026-03-31', '17:00'), 'closed'],
  ])('%s', async (_, startsAt, code) => {
    await order();
    expect((await bookBooster(startsAt)).body).toMatchObject({
      type: 'plan-breaks-rules',
      status: 422,
      violations: [{ code, sequence: 2 }],
    });
  });

  test('in the past, though its window is open', async () => {
    await order();
    api.now = newYork('2026-04-01', '08:00');
    expect((await bookBooster(DUE)).body.violations).toMatchObject([{ code: 'in-the-past' }]);
  });

  test('in a pool that the protocol does not use', async () => {
    await order();
    const elsewhere = await openStaffedClinic(t.db);
    const answer = await desk().post(`/courses/${course.id}/boosters`, {
      startsAt: DUE,
      poolId: elsewhere.poolId,
    });
    expect(answer.body).toMatchObject({ type: 'invalid-request', errors: [{ pointer: '/body/poolId' }] });
  });

  test('where every chair is taken', async () => {
    await order();
    for (const name of ['Bo Hara', 'Cy Moss', 'Di Park']) {
      await bookFor(api, clinic, await aPatient(t.db, clinic, name), [{ startsAt: DUE }]);
    }
    expect((await bookBooster(DUE)).body).toMatchObject({ type: 'slot-taken', status: 409, lost: [2] });
    expect((await now()).sessions).toHaveLength(1);
  });

  test('but to one of four who ask for it at once', async () => {
    await order();
    const answers = await Promise.all(
      ['09:00', '10:00', '11:00', '14:00'].map((time) => bookBooster(newYork('2026-03-31', time))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.type === 'booster-exists')).toHaveLength(3);
    expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);
  });
});

const startTimes = (from = '2026-03-23', to = '2026-04-08'): Promise<Response> =>
  desk().get(`/courses/${course.id}/booster-start-times?from=${from}&to=${to}`);

describe('the starts that a booster could have', () => {
  test('are free inside the window, and say why not outside', async () => {
    await order();
    const { days } = answered<{ days: StartTimeDay[] }>(await startTimes(), 200);
    const free = days.filter(({ freeCount }) => freeCount > 0).map(({ date }) => date);
    expect(free[0]).toBe('2026-03-24');
    expect(free.at(-1)).toBe('2026-04-07');
    expect(free).not.toContain('2026-03-28');
    for (const date of ['2026-03-23', '2026-04-08']) {
      expect(days.find((day) => day.date === date)?.starts[8]?.refusals).toEqual([
        {
          code: 'outside-booster-window',
          detail: 'Outside the booster window, which runs from 24 Mar to 7 Apr.',
          sequence: 2,
          severity: 'hard',
        },
      ]);
    }
    const start = days.find(({ date }) => date === '2026-03-24')?.starts[0];
    await booked(start?.startsAt ?? '');
  });

  test('are asked for six weeks at most', async () => {
    await order();
    expect((await startTimes('2026-03-23', '2026-05-03')).status).toBe(200);
    expect((await startTimes('2026-03-23', '2026-05-04')).body.errors).toMatchObject([
      { pointer: '/query/to' },
    ]);
    expect((await startTimes('2026-03-23', '2026-03-22')).body.errors).toMatchObject([
      { pointer: '/query/to' },
    ]);
  });
});

describe('the window', () => {
  const windowAfter = async (startsAt: string, interval: string): Promise<Course['boosterWindow']> => {
    course = await aCourseOver(t.db, api, clinic, startsAt, 'Bo Hara');
    return (await order({ interval, flexDays: 0 })).boosterWindow;
  };

  test.each([
    ['the last day of January and a month is the last of February', '2029-01-31', 'P1M', '2029-02-28', 201],
    ['in a leap year it is the 29th', '2028-01-31', 'P1M', '2028-02-29', 201],
    ['the last day of March and a month is the last of April', '2026-03-31', 'P1M', '2026-04-30', 201],
    [
      'the 30th of November and three months is the last of February, a Sunday',
      '2026-11-30',
      'P3M',
      '2027-02-28',
      422,
    ],
    ['a year of months is the same day', '2026-03-03', 'P12M', '2027-03-03', 201],
  ])('of %s', async (_, last, interval, dueOn, status) => {
    expect(await windowAfter(newYork(last), interval)).toMatchObject({
      anchorOn: last,
      dueOn,
      earliestOn: dueOn,
      latestOn: dueOn,
    });
    expect((await bookBooster(newYork(addDays(dueOn, -1)))).body.type).toBe('outside-booster-window');
    expect((await bookBooster(newYork(addDays(dueOn, 1)))).body.type).toBe('outside-booster-window');
    expect((await bookBooster(newYork(dueOn))).status).toBe(status);
  });

  test('is counted in days of the clinic, in the evening too, and across the change of the clocks', async () => {
    clinic = await openForBoosters(t.db, { zone: 'America/Los_Angeles' });
    // Friday 27 February, 16:15 in Los Angeles: already Saturday in London. Clocks go forward on 8 March.
    const evening = await windowAfter('2026-02-27T16:15:00-08:00', 'P4W');
    expect(evening).toMatchObject({ anchorOn: '2026-02-27', dueOn: '2026-03-27' });
    expect((await bookBooster('2026-03-26T16:15:00-07:00')).body.type).toBe('outside-booster-window');
    const course27 = await booked('2026-03-27T16:15:00-07:00');
    expect(course27.sessions[1]?.startsAt).toBe('2026-03-27T16:15:00-07:00');
  });

  test('is counted in days of the clinic where the day begins before London’s', async () => {
    clinic = await openForBoosters(t.db, { zone: 'Pacific/Auckland' });
    // Friday 27 February, 8:00 in Auckland: still Thursday in London. Clocks go back on 5 April.
    const morning = await windowAfter('2026-02-27T08:00:00+13:00', 'P6W');
    expect(morning).toMatchObject({ anchorOn: '2026-02-27', dueOn: '2026-04-10' });
    expect((await bookBooster('2026-04-09T08:00:00+12:00')).body.type).toBe('outside-booster-window');
    expect((await booked('2026-04-10T08:00:00+12:00')).sessions[1]?.startsAt).toBe(
      '2026-04-10T08:00:00+12:00',
    );
  });

  test('never opens within a week of the last session', async () => {
    await order({ interval: 'P8D', flexDays: 7 });
    expect(course.boosterWindow).toMatchObject({
      dueOn: '2026-03-11',
      earliestOn: '2026-03-10',
      latestOn: '2026-03-18',
    });
  });

  test('ends with the order', async () => {
    await order({ interval: 'P4W', expiresOn: '2026-04-01' });
    expect(course.boosterWindow).toMatchObject({ dueOn: '2026-03-31', latestOn: '2026-04-01' });
    expect((await bookBooster(newYork('2026-04-02'))).body.type).toBe('outside-booster-window');
  });

  test('as needed is open from a week after the last session to the end of the order', async () => {
    await order({ asNeeded: true, expiresOn: '2026-05-29' });
    expect((await bookBooster(newYork('2026-03-09'))).body.type).toBe('outside-booster-window');
    expect((await bookBooster(newYork('2026-06-01'))).body.type).toBe('outside-booster-window');
    await booked(newYork('2026-05-29'));
  });
});

const addDays = (date: string, days: number) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
