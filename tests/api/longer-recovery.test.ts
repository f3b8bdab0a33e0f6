import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Course } from '#server/contract/course.ts';
import type { Session } from '#server/contract/session.ts';
import type { CourseRecovery } from '#server/contract/ticks.endpoints.ts';
import { type Caller, type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { answered, newYork } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { aCourseOver, openForBoosters, orderFor } from '#tests/support/one-session.ts';

/** Who recovers slowly is booked for longer from now on, when a clinician says so. */
let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let desk: Caller;
let clinician: Caller;
/** Ana's one session is over, and boosters are ordered every four weeks. */
let course: Course;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(async () => {
  clinic = await openForBoosters(t.db, { chairs: 1 });
  desk = api.as(clinic.people['front-desk']);
  clinician = api.as(clinic.people.clinician);
  course = await orderFor(api, clinic, await aCourseOver(t.db, api, clinic));
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const set = (extraMinutes: number, by = clinician) =>
  by.put(`/courses/${course.id}/recovery`, { extraMinutes });
const courseNow = async (): Promise<Course> => answered(await clinician.get(`/courses/${course.id}`), 200);
const observation = (session: Session | undefined) =>
  session?.block.find(({ part }) => part === 'observation')?.minutes ?? 0;
const minutes = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) =>
  (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000;
/** The first booster, due on Tuesday 31 March. */
const bookBooster = async (time = '10:00'): Promise<Session | undefined> => {
  const startsAt = newYork('2026-03-31', time);
  const { sessions } = answered<Course>(await desk.post(`/courses/${course.id}/boosters`, { startsAt }), 201);
  return sessions.at(-1);
};

test('what is booked afterwards has it, in its block and on its chair, and what was booked before has not', async () => {
  const before = await bookBooster();
  const told = answered<CourseRecovery>(await set(30), 200);
  expect(told).toMatchObject({ extraMinutes: 30, maySet: true });
  expect((await courseNow()).sessions.at(-1)).toMatchObject({ block: before?.block, endsAt: before?.endsAt });
  answered(await desk.post(`/sessions/${before?.id}/cancel`, { reason: 'patient-cancel' }), 200);
  const after = await bookBooster();
  expect(observation(after)).toBe(observation(before) + 30);
  expect(minutes(after as Session)).toBe(minutes(before as Session) + 30);
  expect((await courseNow()).sessions.at(-1)).toEqual(
    expect.objectContaining({ block: after?.block, endsAt: after?.endsAt }),
  );
});

test('a start that leaves no room for it before closing is refused', async () => {
  const plain = minutes((await bookBooster()) as Session);
  const booked = (await courseNow()).sessions.at(-1);
  answered(await desk.post(`/sessions/${booked?.id}/cancel`, { reason: 'patient-cancel' }), 200);
  // As late as a session of the protocol's length can start, with the clinic open until 18:00.
  const latest = 18 * 60 - Math.ceil(plain / 15) * 15;
  const time = `${Math.floor(latest / 60)}:${String(latest % 60).padStart(2, '0')}`;
  answered(await set(30), 200);
  const asked = { startsAt: newYork('2026-03-31', time) };
  expect((await desk.post(`/courses/${course.id}/boosters`, asked)).body).toMatchObject({
    type: 'plan-breaks-rules',
    violations: [{ code: 'closed' }],
  });
  answered(await set(0), 200);
  answered(await desk.post(`/courses/${course.id}/boosters`, asked), 201);
});

test('the suggestion is measured against it, before anybody has come for it', async () => {
  const { version } = await courseNow();
  answered(await set(15), 200);
  expect((await courseNow()).version).toBe(version + 1);
  // The same once more is no change.
  answered(await set(15), 200);
  expect((await courseNow()).version).toBe(version + 1);
  const told = answered<CourseRecovery>(await clinician.get(`/courses/${course.id}/recovery`), 200);
  expect(told).toMatchObject({ extraMinutes: 15, suggestion: null });
});

test.each(['nurse', 'front-desk', 'admin'] as const)('the %s does not set it', async (role) => {
  expect((await set(15, api.as(clinic.people[role]))).body).toMatchObject({ type: 'not-allowed' });
  if (role !== 'front-desk') {
    const seen = await api.as(clinic.people[role]).get(`/courses/${course.id}/recovery`);
    expect(answered<CourseRecovery>(seen, 200)).toMatchObject({ extraMinutes: 0, maySet: false });
  }
});

test.each([-5, 7, 125, 0.5])('%d minutes are not taken', async (wrong) => {
  expect((await set(wrong)).body).toMatchObject({ type: 'invalid-request', status: 400 });
});

test('a course that has stopped takes none', async () => {
  const stop = { mode: 'stop', reason: 'improved' };
  const { token } = (await clinician.post(`/courses/${course.id}/change-previews`, stop)).body;
  answered(await clinician.post(`/courses/${course.id}/changes`, { token }), 200);
  expect((await set(15)).body).toMatchObject({ type: 'course-not-bookable', status: 409 });
});

test('sessions that are added, and a course that begins anew, have it too', async () => {
  answered(await set(30), 200);
  const restart = { mode: 'restart', from: '2026-04-06' };
  const preview = answered<{ token: string; newCourse: { startsAt: string; endsAt: string }[] }>(
    await clinician.post(`/courses/${course.id}/change-previews`, restart),
    200,
  );
  const longer = minutes(course.sessions[0] as Session) + 30;
  expect(preview.newCourse.map(minutes)).toEqual([longer]);
  answered(await clinician.post(`/courses/${course.id}/changes`, { token: preview.token }), 200);
  const { items } = answered<{ items: Course[] }>(
    await clinician.get(`/patients/${course.patientId}/courses`),
    200,
  );
  const begun = items.find(({ parentCourseId }) => parentCourseId === course.id);
  expect(minutes(begun?.sessions[0] as Session)).toBe(longer);
  const told = await clinician.get(`/courses/${begun?.id}/recovery`);
  expect(answered<CourseRecovery>(told, 200).extraMinutes).toBe(30);
});
