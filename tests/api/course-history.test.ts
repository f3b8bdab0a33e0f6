import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { CourseChange } from '#server/contract/change.ts';
import type { Course } from '#server/contract/course.ts';
import {
  aPatient,
  type Caller,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, bookFor, newYork, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let desk: Caller;
let course: Course;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(async () => {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db);
  desk = api.as(clinic.people['front-desk']);
  course = await bookFor(api, clinic, await aPatient(t.db, clinic));
});
afterAll(async () => {
  await api.close();
  await t.close();
});

/** The first session, on Tuesday 3 March, to another hour of that day. */
async function moveTo(time: string, of = course): Promise<void> {
  const asked = { mode: 'move', sessionId: of.sessions[0]?.id, startsAt: newYork('2026-03-03', time) };
  const { token } = answered<{ token: string }>(
    await desk.post(`/courses/${of.id}/change-previews`, asked),
    200,
  );
  answered(await desk.post(`/courses/${of.id}/changes`, { token }), 200);
}

type Page = { readonly items: CourseChange[]; readonly nextCursor?: string };
const changes = async (query = '', of = course): Promise<Page> =>
  answered(await desk.get(`/courses/${of.id}/changes${query}`), 200);
const undo = (changeId: string | undefined) => desk.post(`/courses/${course.id}/undo`, { changeId });

test('what was done to a course is read page by page, newest first, and the newest alone is taken back', async () => {
  for (const time of ['11:00', '12:00', '13:00', '14:00', '15:00']) await moveTo(time);
  const whole = await changes();
  expect(whole).not.toHaveProperty('nextCursor');
  const read: CourseChange[] = [];
  let cursor: string | undefined = '';
  const sizes: number[] = [];
  while (cursor !== undefined) {
    const page: Page = await changes(`?limit=2${cursor && `&cursor=${cursor}`}`);
    read.push(...page.items);
    sizes.push(page.items.length);
    cursor = page.nextCursor;
  }
  expect(sizes).toEqual([2, 2, 1]);
  expect(read).toEqual(whole.items);
  expect(read.map(({ courseVersion }) => courseVersion)).toEqual([6, 5, 4, 3, 2]);
  expect(read.map(({ canUndo }) => canUndo)).toEqual([true, false, false, false, false]);
});

test('a page after a change of another course is empty, and a made-up cursor is refused', async () => {
  await moveTo('11:00');
  const other = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('14:00'));
  await moveTo('15:00', other);
  await moveTo('16:00', other);
  const { nextCursor } = await changes('?limit=1', other);
  expect(await changes(`?cursor=${nextCursor}`)).toEqual({ items: [] });
  expect((await desk.get(`/courses/${course.id}/changes?cursor=any`)).body).toMatchObject({
    type: 'invalid-request',
    errors: [{ pointer: '/query/cursor' }],
  });
});

test('a change that another came after is not taken back, and one of another course is none of this one', async () => {
  await moveTo('11:00');
  await moveTo('12:00');
  const [, earlier] = (await changes()).items;
  expect((await undo(earlier?.id)).body).toMatchObject({
    type: 'change-refused',
    violations: [{ code: 'overtaken', detail: 'The course has been changed since.' }],
  });
  const other = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('14:00'));
  await moveTo('15:00', other);
  const [theirs] = (await changes('', other)).items;
  expect((await undo(theirs?.id)).body).toMatchObject({ type: 'not-found', status: 404 });
});
