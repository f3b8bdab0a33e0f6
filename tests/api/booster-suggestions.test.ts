import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BoosterSuggestions } from '#server/contract/booster-order.ts';
import type { Course } from '#server/contract/course.ts';
import { type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { answered, newYork } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { aCourseOver, openForBoosters, orderFor } from '#tests/support/one-session.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let course: Course;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
/** Ana scored 20 before her session on Tuesday 3 March; boosters are ordered every four weeks. */
beforeEach(async () => {
  clinic = await openForBoosters(t.db);
  course = await aCourseOver(t.db, api, clinic);
  await score(20, '2026-03-03');
  course = await orderFor(api, clinic, course);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

async function score(total: number, assessedOn: string): Promise<void> {
  const entry = { instrument: 'phq-9', total, assessedOn };
  answered(await api.as(clinic.people.nurse).post(`/courses/${course.id}/assessments`, entry), 201);
}
const asked = async (by: keyof StaffedClinic['people'] = 'clinician'): Promise<BoosterSuggestions> =>
  answered(await api.as(clinic.people[by]).get(`/courses/${course.id}/booster-suggestions`), 200);
const codes = async () => (await asked()).suggestions.map(({ code, interval }) => [code, interval]);

describe('how the boosters of a course might go on', () => {
  test('is told with the ladder of its protocol, and the rungs either side of what holds', async () => {
    expect(await asked()).toEqual({
      interval: 'P4W',
      ladder: ['P1W', 'P2W', 'P4W', 'P6W', 'P8W', 'P12W'],
      stepBack: 'P2W',
      stepForward: 'P6W',
      suggestions: [],
    });
  });

  test('is one step forward, once two checks hold', async () => {
    api.now = newYork('2026-04-20', '09:00');
    await score(9, '2026-04-01');
    expect(await codes()).toEqual([]);
    await score(4, '2026-04-20');
    expect((await asked()).suggestions).toEqual([
      {
        code: 'step-forward',
        interval: 'P6W',
        rule: 'R13',
        words: 'Two checks in a row hold at this interval. One step forward would be every 6 weeks.',
      },
    ]);
  });

  test('is one step back, once a responder scores worse, or says so', async () => {
    api.now = newYork('2026-04-20', '09:00');
    await score(8, '2026-04-01');
    await score(15, '2026-04-20');
    expect(await codes()).toEqual([['step-back', 'P2W']]);
    answered(await api.as(clinic.people['front-desk']).post(`/courses/${course.id}/relapse-reports`), 201);
    expect((await asked()).suggestions).toMatchObject([
      { words: 'Symptoms are said to be coming back. One step back would be every 2 weeks.' },
    ]);
  });

  test('changes nothing by itself', async () => {
    api.now = newYork('2026-04-20', '09:00');
    await score(8, '2026-04-01');
    await score(15, '2026-04-20');
    await asked();
    const now = answered<Course>(await api.as(clinic.people.clinician).get(`/courses/${course.id}`), 200);
    expect(now).toMatchObject({ version: course.version, boosterWindow: { interval: 'P4W' } });
  });

  test('goes by the protocol’s own interval until a clinician orders one', async () => {
    course = await aCourseOver(t.db, api, clinic, newYork('2026-03-04'), 'Bo Hara');
    expect(await asked()).toMatchObject({ interval: 'P4W', stepBack: 'P2W' });
    course = await orderFor(api, clinic, course, { asNeeded: true });
    expect(await asked()).toMatchObject({ interval: null, stepBack: null, stepForward: null });
  });

  test('is for those who treat the patient, and not for the front desk: it tells of scores', async () => {
    for (const role of ['nurse', 'clinician', 'admin'] as const) await asked(role);
    const desk = api.as(clinic.people['front-desk']);
    expect((await desk.get(`/courses/${course.id}/booster-suggestions`)).body.type).toBe('not-allowed');
  });

  test('leaves a line in the audit trail with each look', async () => {
    await asked('nurse');
    const { rows } = await t.superuser.query(
      `SELECT actor_id, subjects FROM audit_event WHERE clinic_id = $1 AND kind = 'response.read'`,
      [clinic.clinicId],
    );
    expect(rows).toEqual([{ actor_id: clinic.people.nurse, subjects: { courseId: course.id } }]);
  });
});
