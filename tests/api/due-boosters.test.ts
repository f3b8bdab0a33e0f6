import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { Course } from '#server/contract/course.ts';
import type { DueBooster } from '#server/contract/courses.endpoints.ts';
import { type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { answered, newYork } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { aCourseOver, openForBoosters, orderFor } from '#tests/support/one-session.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(async () => {
  clinic = await openForBoosters(t.db, { chairs: 4 });
});
afterAll(async () => {
  await api.close();
  await t.close();
});

type Due = z.infer<typeof DueBooster>;
type Page = { items: Due[]; nextCursor?: string };

const list = async (query = ''): Promise<Page> =>
  answered(await api.as(clinic.people['front-desk']).get(`/worklists/due-boosters${query}`), 200);
const names = ({ items }: Page) => items.map(({ patientName }) => patientName);

/** A course that was over at ten on a day of March. */
const over = (name: string, date: string): Promise<Course> =>
  aCourseOver(t.db, api, clinic, newYork(date), name);

test('who is due a booster is listed, the most overdue first, with the days', async () => {
  await over('Ana Lima', '2026-03-04');
  await over('Bo Hara', '2026-03-02');
  const cy = await over('Cy Moss', '2026-03-03');
  await orderFor(api, clinic, cy, { interval: 'P2W' });
  // Wednesday 1 April
  api.now = newYork('2026-04-01', '08:00');
  const { items } = await list();
  expect(
    items.map(({ patientName, dueInDays, boosterWindow }) => [patientName, dueInDays, boosterWindow?.source]),
  ).toEqual([
    // since 17, 30 March and today
    ['Cy Moss', -15, 'order'],
    ['Bo Hara', -2, 'protocol'],
    ['Ana Lima', 0, 'protocol'],
  ]);
  expect(items[0]).toMatchObject({
    protocolName: 'Six infusions',
    state: 'maintenance',
    fulfilledCount: 1,
    lastFulfilledAt: newYork('2026-03-03'),
    nextSessionAt: null,
  });
});

test('whose window opens today is on the list, and whose opens tomorrow is not', async () => {
  await over('Ana Lima', '2026-03-03');
  // Due on 31 March, and a week before
  api.now = newYork('2026-03-23', '17:00');
  expect(await list()).toEqual({ items: [] });
  api.now = newYork('2026-03-24', '08:00');
  expect((await list()).items).toMatchObject([{ patientName: 'Ana Lima', dueInDays: 7 }]);
});

test('who has a booster booked, whose course has stopped, and who comes as needed are not on the list', async () => {
  const ana = await over('Ana Lima', '2026-03-03');
  const bo = await over('Bo Hara', '2026-03-03');
  const cy = await over('Cy Moss', '2026-03-03');
  await over('Di Park', '2026-03-03');
  await orderFor(api, clinic, ana);
  await orderFor(api, clinic, cy, { asNeeded: true });
  api.now = newYork('2026-03-31', '08:00');
  expect(names(await list())).toEqual(['Ana Lima', 'Bo Hara', 'Di Park']);
  const { body } = await api
    .as(clinic.people['front-desk'])
    .post(`/courses/${ana.id}/boosters`, { startsAt: newYork('2026-03-31') });
  await t.superuser.query(`UPDATE course SET state = 'stopped' WHERE id = $1`, [bo.id]);
  expect(names(await list())).toEqual(['Di Park']);
  await api
    .as(clinic.people['front-desk'])
    .post(`/sessions/${body.bookedBoosterId}/cancel`, { reason: 'other' });
  expect(names(await list())).toEqual(['Ana Lima', 'Di Park']);
});

describe('what is told with it, to the front desk as well', () => {
  const notes = async () => (await list()).items.map((one) => one.notes);
  // Due on Tuesday 31 March, and a week either side
  test.each([
    ['2026-03-31', []],
    ['2026-04-01', ['overdue']],
    ['2026-04-07', ['overdue']],
    ['2026-04-08', ['overdue', 'window-passed']],
  ])('on %s, of who is due on 31 March: %j', async (today, told) => {
    await orderFor(api, clinic, await over('Ana Lima', '2026-03-03'));
    api.now = newYork(today, '08:00');
    expect(await notes()).toEqual([told]);
  });

  test('that a clinician has ordered nothing yet', async () => {
    await over('Ana Lima', '2026-03-03');
    api.now = newYork('2026-03-31', '08:00');
    expect(await notes()).toEqual([['no-order']]);
  });

  // As needed until 20 April
  test.each([
    ['2026-04-05', null],
    ['2026-04-06', ['order-expiring']],
    ['2026-04-20', ['order-expiring']],
    ['2026-04-21', ['order-expired']],
  ])('on %s, of an order as needed until 20 April: %j', async (today, told) => {
    const ana = await over('Ana Lima', '2026-03-03');
    await orderFor(api, clinic, ana, { asNeeded: true, expiresOn: '2026-04-20', reason: 'Quetzal asked' });
    api.now = newYork(today, '08:00');
    const { items } = await list();
    expect(items.map((one) => one.notes)).toEqual(told ? [told] : []);
    if (told) expect(items[0]).toMatchObject({ dueInDays: null, orderExpiresOn: '2026-04-20' });
    expect(JSON.stringify(items)).not.toMatch(/Quetzal|reason|evidence/);
  });

  test('that a series is to be gone on with, and that it is used up', async () => {
    const ana = await over('Ana Lima', '2026-03-03');
    await orderFor(api, clinic, ana, { seriesOf: 2 });
    const desk = api.as(clinic.people['front-desk']);
    const book = (date: string) => desk.post(`/courses/${ana.id}/boosters`, { startsAt: newYork(date) });
    api.now = newYork('2026-03-05', '08:00');
    expect((await list()).items).toMatchObject([
      { dueInDays: 0, boosterWindow: { seriesLeft: 2 }, notes: [] },
    ]);
    await book('2026-03-06');
    // The next one is due though one is booked.
    expect((await list()).items).toMatchObject([{ boosterWindow: { seriesLeft: 1 } }]);
    await book('2026-03-09');
    expect((await list()).items).toMatchObject([{ dueInDays: null, notes: ['series-used'] }]);
  });
});

test('a long list comes page by page, nobody twice and nobody left out', async () => {
  for (const [index, name] of ['Ana Lima', 'Bo Hara', 'Cy Moss', 'Di Park', 'Ed Nash'].entries()) {
    // The 2nd, 3rd, 2nd, 3rd and 2nd of March: several are due on one day
    await over(name, index % 2 ? '2026-03-03' : '2026-03-02');
  }
  api.now = newYork('2026-04-01', '08:00');
  const whole = await list();
  expect(whole.nextCursor).toBeUndefined();
  expect(whole.items.map(({ dueInDays }) => dueInDays)).toEqual([-2, -2, -2, -1, -1]);
  const paged: Due[] = [];
  let cursor: string | undefined;
  do {
    const page: Page = await list(`?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    expect(page.items.length).toBeLessThanOrEqual(2);
    paged.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  expect(paged).toEqual(whole.items);
});

test.each(['?cursor=nonsense', '?cursor=', '?limit=0', '?limit=201', '?limit=two', '?since=2026'])(
  'the list is not asked for by %s',
  async (query) => {
    const { body } = await api.as(clinic.people.nurse).get(`/worklists/due-boosters${query}`);
    expect(body).toMatchObject({ type: 'invalid-request', status: 400 });
  },
);
