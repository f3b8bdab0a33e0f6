import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AuditEvent } from '#server/contract/audit.endpoints.ts';
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
import { answered, attendAll, bookFor, newYork, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/** Another induction after a relapse: a course of its own, tied to the one before. */
let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let ana: string;
let before: Course;
let desk: Caller;
let clinician: Caller;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
/** One chair. Ana has had her six, Tuesdays and Fridays from 3 to 20 March. */
beforeEach(async () => {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db, { chairs: 1 });
  desk = api.as(clinic.people['front-desk']);
  clinician = api.as(clinic.people.clinician);
  ana = await aPatient(t.db, clinic);
  before = await bookFor(api, clinic, ana);
  await attendAll(api, clinic, before);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

/** Tuesdays and Fridays from 14 April on. */
const APRIL = ['2026-04-14', '2026-04-17', '2026-04-21', '2026-04-24', '2026-04-28', '2026-05-01'];

const reinduce = (change: object = {}, by = clinician, headers: Record<string, string> = {}) =>
  by.post(
    '/courses',
    {
      patientId: ana,
      protocolId: clinic.protocolId,
      sessions: sixAt('10:00', APRIL),
      reinductionOf: before.id,
      ...change,
    },
    headers,
  );
const courseNow = async (id = before.id, by = clinician): Promise<Course> =>
  answered(await by.get(`/courses/${id}`), 200);

/** Every four weeks, and the first booster on Friday 17 April at ten. */
async function inMaintenance(): Promise<void> {
  answered(
    await clinician.put(`/courses/${before.id}/booster-order`, { interval: 'P4W', reason: 'Responds' }),
    200,
  );
  answered(await desk.post(`/courses/${before.id}/boosters`, { startsAt: newYork('2026-04-17') }), 201);
}

describe('another induction after a relapse', () => {
  test('is a course of its own, and each of the two says which is the other', async () => {
    await inMaintenance();
    const begun = answered<Course>(await reinduce(), 201);
    expect(begun).toMatchObject({
      state: 'induction',
      version: 1,
      plannedCount: 6,
      parentCourseId: before.id,
      follows: { id: before.id, startedOn: '2026-03-03' },
      followedBy: null,
    });
    expect(await courseNow(begun.id)).toEqual(begun);
    expect(await courseNow()).toMatchObject({
      state: 'stopped',
      followedBy: { id: begun.id, startedOn: '2026-04-14' },
      follows: null,
      actions: [],
    });
  });

  test('ends the one before: its booster is cancelled, its chair free for the new one, and nothing is due', async () => {
    await inMaintenance();
    // The booster's own time is the second of the new six, on the only chair.
    const begun = answered<Course>(await reinduce(), 201);
    expect(begun.sessions[1]?.startsAt).toBe(newYork('2026-04-17'));
    const { sessions, boosterWindow, bookedBoosterId } = await courseNow();
    expect(sessions.at(-1)).toMatchObject({ status: 'cancelled', cancelReason: 'plan-changes' });
    expect([boosterWindow, bookedBoosterId]).toEqual([null, null]);
    api.now = newYork('2026-04-30', '08:00');
    const { items } = answered<{ items: unknown[] }>(await desk.get('/worklists/due-boosters'), 200);
    expect(items).toEqual([]);
    const startsAt = newYork('2026-05-08');
    expect((await desk.post(`/courses/${before.id}/boosters`, { startsAt })).body.type).toBe(
      'course-not-bookable',
    );
  });

  test('stands in the history and in the audit trail of both', async () => {
    await inMaintenance();
    const begun = answered<Course>(await reinduce(), 201);
    const { items } = answered<{ items: { mode: string }[] }>(
      await clinician.get(`/courses/${before.id}/changes`),
      200,
    );
    expect(items[0]?.mode).toBe('stop');
    const trail = answered<{ items: AuditEvent[] }>(
      await api.as(clinic.people.admin).get('/audit-events?limit=5'),
      200,
    ).items;
    expect(trail.map(({ kind, subjects }) => [kind, subjects])).toEqual(
      expect.arrayContaining([
        ['course.stop', expect.objectContaining({ courseId: before.id })],
        ['course.book', { courseId: begun.id, protocolId: clinic.protocolId, parentCourseId: before.id }],
      ]),
    );
  });

  test('follows a course that waits for its review', async () => {
    expect(await courseNow()).toMatchObject({ state: 'assessment' });
    answered(await reinduce(), 201);
    expect(await courseNow()).toMatchObject({ state: 'stopped' });
  });

  test('follows a course that has stopped, which stays as it is', async () => {
    const { token } = (
      await clinician.post(`/courses/${before.id}/change-previews`, { mode: 'stop', reason: 'improved' })
    ).body;
    answered(await clinician.post(`/courses/${before.id}/changes`, { token }), 200);
    const { version } = await courseNow();
    answered(await reinduce(), 201);
    expect(await courseNow()).toMatchObject({ state: 'stopped', version });
  });

  test('is booked once, however often the same press arrives', async () => {
    const key = { 'Idempotency-Key': 'begin-again-for-ana' };
    const first = answered<Course>(await reinduce({}, clinician, key), 201);
    expect(answered<Course>(await reinduce({}, clinician, key), 201)).toEqual(first);
  });

  test('is offered to a clinician where it may be, and to nobody else', async () => {
    expect((await courseNow()).actions).toContain('book-reinduction');
    for (const role of ['front-desk', 'nurse', 'admin'] as const) {
      expect((await courseNow(before.id, api.as(clinic.people[role]))).actions).not.toContain(
        'book-reinduction',
      );
    }
    answered(await reinduce(), 201);
    expect((await courseNow()).actions).not.toContain('book-reinduction');
  });
});

describe('another induction is refused, and nothing changes,', () => {
  const everything = async () =>
    (
      await t.superuser.query(
        `SELECT (SELECT jsonb_agg(c ORDER BY id) FROM course c WHERE clinic_id = $1) AS courses,
           (SELECT jsonb_agg(s ORDER BY id) FROM session s WHERE clinic_id = $1) AS sessions,
           (SELECT count(*) FROM course_change WHERE clinic_id = $1) AS changes`,
        [clinic.clinicId],
      )
    ).rows;

  test.each(['front-desk', 'admin'] as const)('to the %s', async (role) => {
    await inMaintenance();
    const was = await everything();
    expect((await reinduce({}, api.as(clinic.people[role]))).body).toMatchObject({
      type: 'not-allowed',
      status: 403,
      detail: 'Only a clinician begins another induction.',
    });
    expect(await everything()).toEqual(was);
  });

  test('after a course of somebody else', async () => {
    const bo = await aPatient(t.db, clinic, 'Bo Hara');
    const was = await everything();
    expect((await reinduce({ patientId: bo })).body).toMatchObject({ type: 'not-found', status: 404 });
    expect(await everything()).toEqual(was);
  });

  test('after a course that is in its induction', async () => {
    const bo = await aPatient(t.db, clinic, 'Bo Hara');
    const under = await bookFor(api, clinic, bo, sixAt('12:00', APRIL));
    const was = await everything();
    const asked = await reinduce({ patientId: bo, reinductionOf: under.id, sessions: sixAt('14:00', APRIL) });
    expect(asked.body).toMatchObject({
      type: 'course-not-bookable',
      status: 409,
      detail: 'The course is in its induction: it can begin anew, but nothing follows it yet.',
    });
    expect(await everything()).toEqual(was);
  });

  test('after a course of which nothing took place: the next one is the first', async () => {
    const bo = await aPatient(t.db, clinic, 'Bo Hara');
    const none = await bookFor(api, clinic, bo, sixAt('14:00', APRIL));
    for (const { id } of none.sessions) {
      answered(await desk.post(`/sessions/${id}/cancel`, { reason: 'financial' }), 200);
    }
    expect((await courseNow(none.id)).actions).not.toContain('book-reinduction');
    const { body } = await reinduce({ patientId: bo, reinductionOf: none.id });
    expect(body).toMatchObject({
      type: 'course-not-bookable',
      detail: expect.stringMatching(/^Nothing of this course took place/),
    });
  });

  test('after a course that another one follows already', async () => {
    answered(await reinduce(), 201);
    const was = await everything();
    const again = await reinduce({ sessions: sixAt('14:00', APRIL) });
    expect(again.body).toMatchObject({
      type: 'course-not-bookable',
      detail: 'Another course follows it already.',
    });
    expect(await everything()).toEqual(was);
  });

  test('where one of its times breaks a rule: the course before is not ended either', async () => {
    await inMaintenance();
    const was = await everything();
    const [first, ...rest] = sixAt('10:00', APRIL);
    const nextDay = { startsAt: newYork('2026-04-15') };
    const refused = await reinduce({ sessions: [first, nextDay, ...rest.slice(1)] });
    expect(refused.body).toMatchObject({ type: 'plan-breaks-rules', status: 422 });
    expect(await everything()).toEqual(was);
  });

  test('where a chair was taken: the booster that it would have ended is still booked', async () => {
    await inMaintenance();
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('12:00', APRIL));
    const was = await everything();
    const late = await reinduce({ sessions: sixAt('12:00', APRIL) });
    expect(late.body).toMatchObject({ type: 'slot-taken', lost: [1, 2, 3, 4, 5, 6] });
    expect(late.body.alternatives.length).toBeGreaterThan(0);
    expect(await everything()).toEqual(was);
  });
});

test('of two clinicians who begin it at once, one does', async () => {
  const answers = await Promise.all(
    ['10:00', '14:00'].map((time) => reinduce({ sessions: sixAt(time, APRIL) })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
});

describe('that the course before was ended', () => {
  const undo = async () => {
    const { items } = answered<{ items: { id: string }[] }>(
      await clinician.get(`/courses/${before.id}/changes`),
      200,
    );
    return clinician.post(`/courses/${before.id}/undo`, { changeId: items[0]?.id });
  };

  test('is not taken back while the new one goes on', async () => {
    await inMaintenance();
    answered(await reinduce({ sessions: sixAt('14:00', APRIL) }), 201);
    expect((await undo()).body).toMatchObject({
      type: 'change-refused',
      detail: 'Another course has been booked after it. Stop that one first.',
    });
  });

  test('is taken back with its booster once the new one has stopped', async () => {
    await inMaintenance();
    const begun = answered<Course>(await reinduce({ sessions: sixAt('14:00', APRIL) }), 201);
    const stop = { mode: 'stop', reason: 'plan-changes' };
    const { token } = (await clinician.post(`/courses/${begun.id}/change-previews`, stop)).body;
    answered(await clinician.post(`/courses/${begun.id}/changes`, { token }), 200);
    answered(await undo(), 200);
    const again = await courseNow();
    expect(again).toMatchObject({ state: 'maintenance', followedBy: null });
    expect(again.sessions.at(-1)).toMatchObject({ status: 'booked', phase: 'maintenance' });
  });
});
