import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Course } from '#server/contract/course.ts';
import type { CaseloadCourse } from '#server/contract/response.endpoints.ts';
import { newId } from '#server/platform/ids.ts';
import {
  aPatient,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, attend, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { orderFor } from '#tests/support/one-session.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
afterAll(async () => {
  await api.close();
  await t.close();
});
beforeEach(async () => {
  api.now = '2026-03-02T08:00:00-05:00';
  clinic = await openStaffedClinic(t.db);
});

type StaffRole = keyof StaffedClinic['people'];
const as = (role: StaffRole) => api.as(clinic.people[role]);

type Page = { items: CaseloadCourse[]; nextCursor?: string };
const page = async (query = '', by = clinic.people.clinician): Promise<Page> =>
  answered(await api.as(by).get(`/worklists/caseload${query}`), 200);
const names = async (query = '', by = clinic.people.clinician): Promise<string[]> =>
  (await page(query, by)).items.map(({ patientName }) => patientName);
const courseOf = async (name: string): Promise<CaseloadCourse | undefined> =>
  (await page()).items.find(({ patientName }) => patientName === name);

/** Tuesdays and Fridays, from 3 to 20 March 2026. */
const booked = async (name: string, time = '10:00', by = clinic.people['front-desk']): Promise<Course> => {
  const patientId = await aPatient(t.db, clinic, name);
  const about = { patientId, protocolId: clinic.protocolId, sessions: sixAt(time) };
  return answered(await api.as(by).post('/courses', about), 201);
};
const score = async ({ id }: Course, total: number, assessedOn: string, instrument = 'phq-9') =>
  answered(await as('nurse').post(`/courses/${id}/assessments`, { instrument, total, assessedOn }), 201);
const changed = async ({ id }: Course, change: object) => {
  const { token } = answered<{ token: string }>(
    await as('clinician').post(`/courses/${id}/change-previews`, change),
    200,
  );
  answered(await as('clinician').post(`/courses/${id}/changes`, { token }), 200);
};

describe('a course of the caseload', () => {
  test('tells how it goes in one line', async () => {
    const course = await booked('Ana Lima');
    await score(course, 21, '2026-03-01');
    await score(course, 20, '2026-03-02');
    for (const session of course.sessions.slice(0, 2)) await attend(api, clinic, session);
    api.now = '2026-03-09T09:00:00-04:00'; // Monday; clocks went forward on Sunday
    await score(course, 2, '2026-03-05');
    const [wrong] = answered<{ series: { entries: { id: string }[] }[] }>(
      await as('nurse').get(`/courses/${course.id}/response`),
      200,
    ).series.map(({ entries }) => entries.at(-1));
    const right = { instrument: 'phq-9', total: 14, assessedOn: '2026-03-05', corrects: wrong?.id };
    answered(await as('nurse').post(`/courses/${course.id}/assessments`, right), 201);
    await score(course, 15, '2026-03-06', 'gad-7');
    expect((await page()).items).toEqual([
      {
        id: course.id,
        patientId: course.patientId,
        patientName: 'Ana Lima',
        protocolName: 'Six infusions',
        state: 'induction',
        needs: [],
        courseDay: 7,
        sessionsGiven: 2,
        plannedCount: 6,
        nextSessionAt: '2026-03-10T10:00:00-04:00',
        instrument: 'phq-9',
        baselineTotal: 20,
        scores: [
          { on: '2026-03-01', total: 21 },
          { on: '2026-03-02', total: 20 },
          { on: '2026-03-05', total: 14 },
        ],
        level: 'partial-response',
        percentChange: -30,
      },
    ]);
  });

  test('shows its last twelve scores', async () => {
    const course = await booked('Ana Lima');
    for (let day = 10; day < 24; day += 1) await score(course, day, `2026-02-${day}`);
    expect((await courseOf('Ana Lima'))?.scores.map(({ total }) => total)).toEqual([
      12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
    ]);
  });

  test('is there for the nurse too, and for nobody who does not treat', async () => {
    await booked('Ana Lima');
    expect(await names('', clinic.people.nurse)).toEqual(['Ana Lima']);
    for (const role of ['front-desk', 'admin'] as const) {
      expect((await as(role).get('/worklists/caseload')).body.type).toBe('not-allowed');
    }
  });
});

describe('the caseload', () => {
  test('begins with whom a clinician must see, and says why', async () => {
    await booked('Abel Ames', '08:00');
    const held = await booked('Bo Hara', '10:00');
    await changed(held, { mode: 'hold', reason: 'Fever' });
    const relapsing = await booked('Cy Zorn', '12:00');
    answered(await as('front-desk').post(`/courses/${relapsing.id}/relapse-reports`), 201);
    const both = await booked('Di Young', '14:00');
    await changed(both, { mode: 'hold', reason: 'Fever' });
    api.now = '2026-03-02T09:00:00-05:00';
    answered(await as('front-desk').post(`/courses/${both.id}/relapse-reports`), 201);
    const { items } = await page();
    expect(items.map(({ patientName, needs }) => [patientName, needs.map(({ code }) => code)])).toEqual([
      ['Di Young', ['relapse-reported', 'on-hold']],
      ['Cy Zorn', ['relapse-reported']],
      ['Bo Hara', ['on-hold']],
      ['Abel Ames', []],
    ]);
    expect(items[0]?.needs[0]).toEqual({ code: 'relapse-reported', review: null, on: '2026-03-02' });
    expect(await names('?need=on-hold')).toEqual(['Di Young', 'Bo Hara']);
    expect(await names('?need=futility-signal')).toEqual([]);
  });

  test('knows which reviews are due, and which orders end, by the clinic’s own day', async () => {
    const course = await booked('Ana Lima', '08:00');
    for (const session of course.sessions) await attend(api, clinic, session);
    expect((await courseOf('Ana Lima'))?.needs).toEqual([
      { code: 'response-review-due', review: 'end-of-induction', on: '2026-03-27' },
    ]);
    await orderFor(api, clinic, course, { asNeeded: true, expiresOn: '2026-04-30' });
    const review = { kind: 'end-of-induction', outcome: 'continue' };
    answered(await as('clinician').post(`/courses/${course.id}/reviews`, review), 201);
    await score(course, 9, '2026-03-20');
    api.now = '2026-04-15T23:30:00-04:00'; // the 16th in UTC
    expect((await courseOf('Ana Lima'))?.needs).toEqual([]);
    api.now = '2026-04-16T00:00:00-04:00';
    expect((await courseOf('Ana Lima'))?.needs).toEqual([
      { code: 'order-expiring', review: null, on: '2026-04-30' },
    ]);
  });

  test('knows where an induction is interrupted', async () => {
    const course = await booked('Ana Lima', '08:00');
    const [first, ...rest] = course.sessions;
    if (first) await attend(api, clinic, first);
    // Then the next is on 17 March, 14 days after the first.
    for (const { id } of rest.slice(0, 3))
      answered(await as('front-desk').post(`/sessions/${id}/cancel`, { reason: 'other' }), 200);
    expect((await courseOf('Ana Lima'))?.needs.map(({ code }) => code)).toEqual(['interrupted']);
  });

  test('leaves out what has stopped, unless its patient’s symptoms come back', async () => {
    const course = await booked('Ana Lima');
    await changed(course, { mode: 'stop', reason: 'improved' });
    expect(await names()).toEqual([]);
    answered(await as('nurse').post(`/courses/${course.id}/relapse-reports`), 201);
    expect(await names()).toEqual(['Ana Lima']);
    answered(
      await as('clinician').post(`/courses/${course.id}/reviews`, {
        kind: 'relapse',
        outcome: 're-induction',
      }),
      201,
    );
    expect(await names()).toEqual([]);
  });

  test('is turned page by page, and misses nobody who has not moved', async () => {
    for (const [index, name] of ['Abel Ames', 'Bo Hara', 'Cy Zorn'].entries()) {
      await booked(name, ['08:00', '10:00', '12:00'][index]);
    }
    const held = await booked('Di Young', '14:00');
    await changed(held, { mode: 'hold', reason: 'Fever' });
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const next: Page = await page(`?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...next.items.map(({ patientName }) => patientName));
      cursor = next.nextCursor;
    }
    expect(seen).toEqual(['Di Young', 'Abel Ames', 'Bo Hara', 'Cy Zorn']);
  });

  test('of mine is what I booked, ordered for, changed or reviewed, and whose care team I am on', async () => {
    const me = newId();
    await t.superuser.query(
      `INSERT INTO staff (clinic_id, id, name, email, role) VALUES ($1, $2, 'Dr. Mine', 'mine@example.com', 'clinician')`,
      [clinic.clinicId, me],
    );
    await booked('Abel Ames', '08:00');
    await booked('Bo Hara', '08:00', me);
    const reviewed = await booked('Cy Zorn', '10:00');
    answered(
      await api.as(me).post(`/courses/${reviewed.id}/reviews`, { kind: 'mid-course', outcome: 'continue' }),
      201,
    );
    const held = await booked('Di Young', '12:00');
    const { token } = answered<{ token: string }>(
      await api.as(me).post(`/courses/${held.id}/change-previews`, { mode: 'hold', reason: 'Fever' }),
      200,
    );
    answered(await api.as(me).post(`/courses/${held.id}/changes`, { token }), 200);
    const ordered = await booked('Ed Park', '14:00');
    answered(
      await api
        .as(me)
        .put(`/courses/${ordered.id}/booster-order`, { interval: 'P4W', reason: 'Responds well' }),
      200,
    );
    const team = await booked('Flo Quist', '16:00');
    answered(
      await as('clinician').put(`/patients/${team.patientId}/restriction`, {
        isRestricted: true,
        reason: 'A colleague',
        careTeam: [me],
      }),
      200,
    );
    expect(await names('?mine=true', me)).toEqual([
      'Di Young', // on hold
      'Bo Hara',
      'Ed Park',
      'Flo Quist',
      'Cy Zorn',
    ]);
    expect(await names('?mine=true', clinic.people.nurse)).toEqual([]);
  });

  test('hides a restricted record from whoever is outside its care team', async () => {
    const course = await booked('Ana Lima');
    answered(
      await as('clinician').put(`/patients/${course.patientId}/restriction`, {
        isRestricted: true,
        reason: 'A colleague',
      }),
      200,
    );
    expect(await names('', clinic.people.nurse)).toEqual([]);
    expect(await names()).toEqual(['Ana Lima']);
  });

  test('is written down with the courses that were shown', async () => {
    const course = await booked('Ana Lima');
    await page();
    const { items } = answered<{ items: { detail: unknown }[] }>(
      await as('admin').get('/audit-events?kind=caseload.read'),
      200,
    );
    expect(items.map(({ detail }) => detail)).toEqual([{ courseIds: [course.id] }]);
  });
});
