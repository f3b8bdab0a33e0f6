import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ClosurePreview } from '#server/contract/closure.ts';
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
import { overlaps } from '#tests/support/stored.ts';

/** Tuesday the 10th of March is closed: five courses, two after each other on two chairs and one more, are there. */
let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let desk: Caller;
let courses: Course[];

const TUESDAY = { startsAt: newYork('2026-03-10', '00:00'), endsAt: newYork('2026-03-11', '00:00') };
const WHOLE_DAY = { ...TUESDAY, reason: 'The pipes are mended' };

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
  clinic = await openStaffedClinic(t.db, { chairs: 2 });
  desk = api.as(clinic.people['front-desk']);
  courses = [];
  for (const time of ['09:00', '09:00', '12:00', '12:00', '15:00']) {
    const patient = await aPatient(t.db, clinic, `Ana Lima ${courses.length + 1}`);
    courses.push(await bookFor(api, clinic, patient, sixAt(time)));
  }
});

const ask = (closure: object, more: object = {}, by = desk) =>
  by.post('/closure-previews', { closure, ...more });
const preview = async (...asked: Parameters<typeof ask>): Promise<ClosurePreview> =>
  answered(await ask(...asked), 200);
const leftIn = ({ left }: ClosurePreview): string[] =>
  left.flatMap(({ broken }) => broken.map(({ sessionId }) => sessionId));
const commit = (shown: ClosurePreview, leftSessionIds = leftIn(shown), by = desk) =>
  by.post('/closures', { token: shown.token, leftSessionIds });
const now = async ({ id }: Pick<Course, 'id'>): Promise<Course> =>
  answered(await desk.get(`/courses/${id}`), 200);
const startsOf = (sessions: readonly { startsAt: string }[]) => sessions.map(({ startsAt }) => startsAt);
const onTuesday = (sessions: readonly { startsAt: string }[]) =>
  sessions.filter(({ startsAt }) => startsAt.startsWith('2026-03-10'));
const events = async (kind: string) =>
  (
    await t.superuser.query('SELECT course_id, facts FROM course_event WHERE clinic_id = $1 AND kind = $2', [
      clinic.clinicId,
      kind,
    ])
  ).rows;
const lines = async (kind: string) =>
  (
    await t.superuser.query('SELECT subjects, detail FROM audit_event WHERE clinic_id = $1 AND kind = $2', [
      clinic.clinicId,
      kind,
    ])
  ).rows;

describe('closing a day', () => {
  test('shows all that it breaks and where it goes, and writes nothing', async () => {
    const shown = await preview(WHOLE_DAY);
    expect(shown.left).toEqual([]);
    expect(shown.repaired).toHaveLength(5);
    for (const course of shown.repaired) {
      expect(onTuesday(course.before)).toHaveLength(1);
      expect(onTuesday(course.after)).toEqual([]);
      expect(course.broken[0]?.violations[0]?.code).toBe('closed');
    }
    for (const course of courses) expect(await now(course)).toEqual(course);
    expect((await desk.get('/closures')).body.items).toEqual([]);
  });

  test('moves exactly what was shown, writes it in the history of each course, and takes nobody back to a closed day', async () => {
    const shown = await preview(WHOLE_DAY);
    const done = await commit(shown);
    expect(done).toMatchObject({ status: 201, body: { movedSessions: 5, leftSessions: 0 } });
    for (const repaired of shown.repaired) {
      const course = await now({ id: repaired.courseId });
      expect(startsOf(course.sessions)).toEqual(startsOf(repaired.after));
      expect(course.version).toBe(repaired.courseVersion + 1);
    }
    expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);
    const told = await events('course.changed');
    expect(told).toHaveLength(5);
    expect(new Set(told.map(({ facts }) => facts.closureId))).toEqual(new Set([done.body.closure.id]));
    expect(await lines('closure.add')).toMatchObject([{ subjects: { closureId: done.body.closure.id } }]);

    const [first] = shown.repaired;
    const { items } = answered<{ items: { id: string }[] }>(
      await desk.get(`/courses/${first?.courseId}/changes`),
      200,
    );
    // Back to a day that is closed: no.
    const undone = await desk.post(`/courses/${first?.courseId}/undo`, { changeId: items[0]?.id });
    expect(undone.status).toBeGreaterThanOrEqual(400);
  });

  test('is done once, however often the token is sent', async () => {
    const shown = await preview(WHOLE_DAY);
    answered(await commit(shown), 201);
    expect((await commit(shown)).body).toMatchObject({ type: 'preview-stale' });
    expect((await desk.get('/closures')).body.items).toHaveLength(1);
  });

  test('by two people at once: one closes, the other is shown what it breaks now', async () => {
    const admin = api.as(clinic.people.admin);
    const [ours, theirs] = [await preview(WHOLE_DAY), await preview(WHOLE_DAY, {}, admin)];
    const answers = await Promise.all([commit(ours), commit(theirs, [], admin)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const lost = answers.find(({ status }) => status === 409);
    expect(lost?.body).toMatchObject({ type: 'preview-stale', closurePreview: { repaired: [], left: [] } });
  });

  test('after a course was changed in the meantime: nothing is moved, and a new preview is shown', async () => {
    const shown = await preview(WHOLE_DAY);
    const [course] = courses as [Course];
    const move = {
      mode: 'move',
      sessionId: course.sessions[5]?.id,
      startsAt: newYork('2026-03-20', '14:45'),
    };
    const { token } = answered<{ token: string }>(
      await desk.post(`/courses/${course.id}/change-previews`, move),
      200,
    );
    answered(await desk.post(`/courses/${course.id}/changes`, { token }), 200);
    const answer = await commit(shown);
    expect(answer).toMatchObject({ status: 409, body: { type: 'preview-stale' } });
    expect(onTuesday((await now(course)).sessions)).toHaveLength(1);
    answered(await commit(answer.body.closurePreview), 201);
  });
});

test('what somebody books elsewhere in the meantime is in nobody’s way', async () => {
  const shown = await preview(WHOLE_DAY);
  await bookFor(
    api,
    clinic,
    await aPatient(t.db, clinic, 'Bo Lind'),
    sixAt('15:00', ['2026-03-23', '2026-03-26', '2026-03-30', '2026-04-02', '2026-04-06', '2026-04-09']),
  );
  expect(answered(await commit(shown), 201)).toMatchObject({ movedSessions: 5 });
});

describe('by hand', () => {
  test('a start that somebody chose is kept, and the others make way', async () => {
    const [course] = courses as [Course];
    const sessionId = course.sessions[2]?.id ?? '';
    const startsAt = newYork('2026-03-11', '12:00');
    const shown = await preview(WHOLE_DAY, { chosen: [{ sessionId, startsAt }] });
    answered(await commit(shown), 201);
    expect((await now(course)).sessions[2]?.startsAt).toBe(startsAt);
    expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);
  });

  test('a course that is left stays where it cannot be, once somebody says that they have seen it', async () => {
    const [course] = courses as [Course];
    const shown = await preview(WHOLE_DAY, { leave: [course.id] });
    expect(shown.left).toMatchObject([{ courseId: course.id, because: 'by-hand' }]);
    expect((await commit(shown, [])).body).toMatchObject({
      type: 'invalid-request',
      errors: [{ pointer: '/body/leftSessionIds' }],
    });
    expect(answered(await commit(shown), 201)).toMatchObject({ movedSessions: 4, leftSessions: 1 });
    expect(await now(course)).toMatchObject({ version: course.version });
    const { items } = answered<{ items: object[] }>(await desk.get('/worklists/broken-courses'), 200);
    expect(items).toMatchObject([{ courseId: course.id, startsAt: course.sessions[2]?.startsAt }]);
    expect(await events('course.broken')).toMatchObject([{ course_id: course.id }]);
  });
});

test('a chair that is closed moves nobody who can have another', async () => {
  const third = newYork('2026-03-10', '14:30');
  const chairId = courses[4]?.sessions[2]?.chairId;
  const shown = await preview({ ...TUESDAY, startsAt: third, chairId, reason: 'Repair' });
  expect(shown.repaired).toMatchObject([{ courseId: courses[4]?.id, movedSessionIds: [], daysMoved: 0 }]);
  expect(answered(await commit(shown), 201)).toMatchObject({
    movedSessions: 0,
    closure: { chairId, chairName: expect.stringMatching(/^Chair \d$/) },
  });
  const after = await now(courses[4] as Course);
  expect(after.version).toBe(courses[4]?.version);
  expect(after.sessions[2]?.startsAt).toBe(courses[4]?.sessions[2]?.startsAt);
  expect(after.sessions[2]?.chairId).not.toBe(chairId);
});

test('somebody who is ill is away like a closure, and what the others cannot watch goes elsewhere', async () => {
  const shown = await preview({ ...TUESDAY, staffId: clinic.people.nurse, reason: 'Away' });
  // One nurse may watch two who are dosed: nothing has to move while there are two chairs.
  expect(shown).toMatchObject({ repaired: [], left: [], closure: { staffName: 'The nurse' } });
  answered(await commit(shown), 201);
  // Without a second trained person nobody can be treated.
  const other = await preview({ ...TUESDAY, staffId: clinic.people.clinician, reason: 'Away' });
  expect(other.repaired).toHaveLength(5);
  expect(other.repaired[0]?.broken[0]?.violations.map(({ code }) => code)).toContain('too-few-trained');
});

test('whoever has hours here may be away, and the front desk can choose them', async () => {
  const { staff } = answered<{ staff: { id: string; name: string }[] }>(await desk.get('/closures'), 200);
  expect(staff.map(({ name }) => name)).toEqual(['Nurse 2', 'The clinician', 'The nurse']);
});

test('opening again moves nothing back', async () => {
  const shown = await preview(WHOLE_DAY);
  const { closure } = answered<{ closure: { id: string } }>(await commit(shown), 201);
  expect((await desk.delete(`/closures/${closure.id}`)).status).toBe(200);
  expect((await desk.get('/closures')).body.items).toEqual([]);
  for (const { courseId, after } of shown.repaired)
    expect(startsOf((await now({ id: courseId })).sessions)).toEqual(startsOf(after));
  expect((await desk.delete(`/closures/${closure.id}`)).status).toBe(404);
  expect(await lines('closure.remove')).toHaveLength(1);
});

describe('refuses', () => {
  test('what is over, and a chair and a person at once', async () => {
    const over = {
      startsAt: newYork('2026-03-01', '08:00'),
      endsAt: newYork('2026-03-01', '18:00'),
      reason: 'Any',
    };
    expect((await ask(over)).body).toMatchObject({ errors: [{ pointer: '/body/closure/endsAt' }] });
    const both = { ...WHOLE_DAY, chairId: clinic.chairIds[0], staffId: clinic.people.nurse };
    expect((await ask(both)).body).toMatchObject({ errors: [{ pointer: '/body/closure/staffId' }] });
    expect((await ask({ ...WHOLE_DAY, chairId: clinic.people.nurse })).status).toBe(404);
  });

  test('the token of somebody else, and an old one', async () => {
    const shown = await preview(WHOLE_DAY);
    expect((await commit(shown, [], api.as(clinic.people.admin))).body.type).toBe('token-invalid');
    api.now = newYork('2026-03-02', '08:16');
    expect((await commit(shown)).body.type).toBe('preview-expired');
  });
});

test('a record that is restricted is counted, and nothing of it is told', async () => {
  const [course] = courses as [Course];
  const clinician = api.as(clinic.people.clinician);
  const restricted = await clinician.put(`/patients/${course.patientId}/restriction`, {
    isRestricted: true,
    careTeam: [clinic.people.clinician],
    reason: 'Works here',
  });
  expect(restricted.status).toBe(200);
  const answer = await ask(WHOLE_DAY);
  const shown: ClosurePreview = answered(answer, 200);
  expect(shown.restrictedSessions).toBe(1);
  expect(shown.repaired).toHaveLength(4);
  expect(answer.text).not.toContain(course.id);
  expect(answered(await commit(shown), 201)).toMatchObject({ movedSessions: 4, leftSessions: 1 });
  expect(answered<{ items: object[] }>(await desk.get('/worklists/broken-courses'), 200).items).toEqual([]);
  const { items } = answered<{ items: object[] }>(await clinician.get('/worklists/broken-courses'), 200);
  expect(items).toMatchObject([{ courseId: course.id }]);
});
