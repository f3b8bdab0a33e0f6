import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Course } from '#server/contract/course.ts';
import type { Hours, HoursPreview } from '#server/contract/hours.ts';
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

/** Four courses on Tuesdays and Fridays, from 3 to 20 March 2026: two in the morning beside each other, two later. */
let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let admin: Caller;
let courses: Course[];

const ALL_DAY = { opensAt: '08:00', closesAt: '18:00' };
const week = (...weekdays: number[]) => weekdays.map((weekday) => ({ weekday, ...ALL_DAY }));
/** From Tuesday 10 March on the clinic is closed on Tuesdays. */
const NO_TUESDAYS = { kind: 'opening-hours', from: '2026-03-10', hours: week(1, 3, 4, 5) };

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
  admin = api.as(clinic.people.admin);
  courses = [];
  for (const time of ['09:00', '09:00', '12:00', '15:00']) {
    const patient = await aPatient(t.db, clinic, `Ana Lima ${courses.length + 1}`);
    courses.push(await bookFor(api, clinic, patient, sixAt(time)));
  }
});

const ask = (change: object, more: object = {}, by = admin) =>
  by.post('/hours-change-previews', { change, ...more });
const preview = async (...asked: Parameters<typeof ask>): Promise<HoursPreview> =>
  answered(await ask(...asked), 200);
const leftIn = ({ left }: HoursPreview): string[] =>
  left.flatMap(({ broken }) => broken.map(({ sessionId }) => sessionId));
const commit = (shown: HoursPreview, leftSessionIds = leftIn(shown), by = admin) =>
  by.post('/hours-changes', { token: shown.token, leftSessionIds });
const change = async (...asked: Parameters<typeof ask>) =>
  answered<{ movedSessions: number; leftSessions: number }>(await commit(await preview(...asked)), 201);
const hours = async (): Promise<Hours> => answered(await admin.get('/hours'), 200);
const now = async ({ id }: Pick<Course, 'id'>): Promise<Course> =>
  answered(await admin.get(`/courses/${id}`), 200);
const nowAll = () => Promise.all(courses.map(now));
const startsOf = (sessions: readonly { startsAt: string }[]) => sessions.map(({ startsAt }) => startsAt);
const isTuesday = ({ startsAt }: { startsAt: string }): boolean =>
  ['2026-03-10', '2026-03-17'].includes(startsAt.slice(0, 10));
const rowsOf = async (sql: string) => (await t.superuser.query(sql, [clinic.clinicId])).rows;
const lines = (kind: string) =>
  rowsOf(`SELECT subjects, detail FROM audit_event WHERE clinic_id = $1 AND kind = '${kind}'`);

describe('opening hours from a day on', () => {
  test('are shown with all that they break and where it goes, and nothing is written', async () => {
    const before = await hours();
    const shown = await preview(NO_TUESDAYS);
    expect(shown).toMatchObject({ change: NO_TUESDAYS, name: null, left: [] });
    expect(shown.repaired).toHaveLength(4);
    for (const course of shown.repaired) {
      expect(course.broken).toHaveLength(2);
      expect(course.broken[0]?.violations[0]?.code).toBe('closed');
      expect(course.before.filter(isTuesday)).toHaveLength(2);
      expect(course.after.filter(isTuesday)).toEqual([]);
    }
    expect(await nowAll()).toEqual(courses);
    expect(await hours()).toEqual(before);
  });

  test('move exactly what was shown, stand in the history of each course, and hold from that day', async () => {
    const shown = await preview(NO_TUESDAYS);
    const done = answered<{ movedSessions: number }>(await commit(shown), 201);
    expect(done).toEqual({
      movedSessions: shown.repaired.reduce((sum, { movedSessionIds }) => sum + movedSessionIds.length, 0),
      leftSessions: 0,
    });
    for (const repaired of shown.repaired) {
      const course = await now({ id: repaired.courseId });
      expect(startsOf(course.sessions)).toEqual(startsOf(repaired.after));
      expect(course.version).toBe(repaired.courseVersion + 1);
    }
    expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);
    expect((await hours()).opening).toEqual([
      { from: '2026-03-02', hours: week(1, 2, 3, 4, 5) },
      { from: '2026-03-10', hours: week(1, 3, 4, 5) },
    ]);
    const { items, days } = (await admin.get('/sessions?from=2026-03-03&to=2026-03-10')).body;
    expect(items.filter(isTuesday)).toEqual([]);
    expect(days[0]).toMatchObject({ date: '2026-03-03', opensAt: '08:00' });
    expect(days[7]).toMatchObject({ date: '2026-03-10', opensAt: null });

    const [line] = await lines('hours.change');
    expect(line.detail).toMatchObject({ after: NO_TUESDAYS, left: [] });
    expect(line.detail.moved).toHaveLength(done.movedSessions);
    // One digest a patient is made of it.
    const told = await rowsOf(
      `SELECT facts FROM course_event WHERE clinic_id = $1 AND kind = 'course.changed'`,
    );
    expect(told).toHaveLength(4);
    expect(new Set(told.map(({ facts }) => facts.hoursChangeId))).toEqual(
      new Set([line.subjects.hoursChangeId]),
    );
  });

  test('are what the planner goes by: nothing is offered on a day that is closed from then on', async () => {
    await change(NO_TUESDAYS);
    const patientId = await aPatient(t.db, clinic, 'Bo Lind');
    const asked = { patientId, protocolId: clinic.protocolId, from: '2026-03-02' };
    const weekdays = { preferences: { weekdays: [2, 5] } };
    const { plans } = answered<{ plans: { sessions: { startsAt: string }[] }[] }>(
      await admin.post('/course-plans', { ...asked, ...weekdays }),
      200,
    );
    const dates = plans.flatMap(({ sessions }) => sessions.map(({ startsAt }) => startsAt.slice(0, 10)));
    expect(dates).toContain('2026-03-03');
    expect(dates.filter((date) => ['2026-03-10', '2026-03-17', '2026-03-24'].includes(date))).toEqual([]);
  });

  test('that are longer break nothing, and take the place of what was planned from then on', async () => {
    await change(NO_TUESDAYS);
    const longer = { kind: 'opening-hours', from: '2026-03-06', hours: week(1, 2, 3, 4, 5, 6) };
    const shown = await preview(longer);
    expect(shown).toMatchObject({ left: [], repaired: [] });
    expect(answered(await commit(shown), 201)).toEqual({ movedSessions: 0, leftSessions: 0 });
    expect((await hours()).opening).toEqual([
      { from: '2026-03-02', hours: week(1, 2, 3, 4, 5) },
      { from: '2026-03-06', hours: week(1, 2, 3, 4, 5, 6) },
    ]);
  });

  test('from today on end what held until yesterday, and leave alone who is there already', async () => {
    api.now = newYork('2026-03-10', '09:30'); // Tuesday, with two in their chairs
    const here = courses.slice(0, 2).map(({ sessions }) => sessions[2]?.id ?? '');
    for (const id of here) answered(await admin.post(`/sessions/${id}/arrive`), 200);
    const shown = await preview({ kind: 'opening-hours', from: '2026-03-10', hours: week(1, 3, 4, 5) });
    expect(shown.left.map(({ because }) => because)).toEqual(['here-already', 'here-already']);
    answered(await commit(shown), 201);
    expect((await hours()).opening).toEqual([{ from: '2026-03-10', hours: week(1, 3, 4, 5) }]);
  });
});

describe('the shifts of somebody', () => {
  const shiftsOf = async (name: string) =>
    (await hours()).staff.find((person) => person.name === name)?.shifts;

  test('that end take with them what the others cannot do without', async () => {
    // Two trained people must be in the house: two nurses and a clinician are.
    const one = { kind: 'shifts', from: '2026-03-10', staffId: clinic.people.nurse, shifts: [] };
    expect(await preview(one)).toMatchObject({ repaired: [], left: [], name: 'The nurse' });
    await change(one);
    const friday = { weekday: 5, startsAt: '08:00', endsAt: '18:00' };
    const other = { kind: 'shifts', from: '2026-03-10', staffId: clinic.people.clinician, shifts: [friday] };
    const shown = await preview(other);
    expect(shown.repaired.length + shown.left.length).toBe(4);
    const broken = [...shown.repaired, ...shown.left].flatMap((course) => course.broken);
    expect(broken.flatMap(({ violations }) => violations.map(({ code }) => code))).toContain(
      'too-few-trained',
    );
    answered(await commit(shown), 201);
    expect(await shiftsOf('The clinician')).toEqual([
      {
        from: '2026-03-02',
        shifts: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startsAt: '08:00', endsAt: '18:00' })),
      },
      { from: '2026-03-10', shifts: [friday] },
    ]);
    expect(await shiftsOf('The nurse')).toMatchObject([
      { from: '2026-03-02' },
      { from: '2026-03-10', shifts: [] },
    ]);
    // The hours of the others are as they were.
    expect(await shiftsOf('Nurse 2')).toHaveLength(1);
  });

  test('of somebody who had none count from the first day on', async () => {
    const staffId = clinic.people['front-desk'];
    const shifts = [{ weekday: 2, startsAt: '08:00', endsAt: '12:00' }];
    await change({ kind: 'shifts', from: '2026-03-03', staffId, shifts });
    expect(await shiftsOf('The front-desk')).toEqual([
      { from: '2026-03-02', shifts: [] },
      { from: '2026-03-03', shifts },
    ]);
  });
});

describe('a chair', () => {
  const chairs = async () => (await hours()).chairs;

  test('that goes out of use moves nobody who can have another, and is closed from then on', async () => {
    const [chairId] = clinic.chairIds;
    const shown = await preview({ kind: 'chair', from: '2026-03-10', chairId, inUse: false });
    expect(shown.name).toBe('Chair 1');
    // Whoever is alone at 15:00 has the other chair. Of two beside each other at 9:00 one has to make room.
    const late = shown.repaired.find(({ courseId }) => courseId === courses[3]?.id);
    expect(late).toMatchObject({ broken: { length: 4 }, movedSessionIds: [] });
    const moved = shown.repaired.flatMap(({ movedSessionIds }) => movedSessionIds);
    expect(moved.length).toBeGreaterThan(3);
    expect(answered(await commit(shown), 201)).toEqual({ movedSessions: moved.length, leftSessions: 0 });
    expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);
    for (const { sessions } of await nowAll())
      for (const session of sessions)
        if (session.startsAt >= '2026-03-10') expect(session.chairId).not.toBe(chairId);
    expect(await chairs()).toMatchObject([{ outOfUseFrom: '2026-03-10' }, { outOfUseFrom: null }]);
    const { days } = (await admin.get('/sessions?from=2026-03-09&to=2026-03-10')).body;
    expect(days[0].closures).toEqual([]);
    expect(days[1].closures).toMatchObject([{ chairId, reason: 'Out of use' }]);
  });

  test('comes back into use on a day, and what lies between is a closure that ends', async () => {
    const [chairId] = clinic.chairIds;
    await change({ kind: 'chair', from: '2026-03-10', chairId, inUse: false });
    await change({ kind: 'chair', from: '2026-03-12', chairId, inUse: true });
    expect((await chairs())[0]).toMatchObject({ outOfUseFrom: null, closedUntil: null });
    expect((await admin.get('/closures')).body.items).toMatchObject([
      {
        chairId,
        startsAt: newYork('2026-03-10', '00:00'),
        endsAt: newYork('2026-03-12', '00:00'),
        reason: 'Out of use',
      },
    ]);
    api.now = newYork('2026-03-11', '09:00');
    expect((await chairs())[0]?.closedUntil).toBe(newYork('2026-03-12', '00:00'));
  });

  test('that is not to go out of use after all never was', async () => {
    const [chairId] = clinic.chairIds;
    await change({ kind: 'chair', from: '2026-03-10', chairId, inUse: false });
    await change({ kind: 'chair', from: '2026-03-03', chairId, inUse: true });
    expect((await chairs())[0]).toMatchObject({ outOfUseFrom: null });
    expect((await admin.get('/closures')).body.items).toEqual([]);
  });
});

describe('what is left', () => {
  test('has been seen by whoever changes the hours, and stands among what was left until it is moved', async () => {
    const [course] = courses as [Course];
    const shown = await preview(NO_TUESDAYS, { leave: [course.id] });
    expect(shown.left).toMatchObject([{ courseId: course.id, because: 'by-hand' }]);
    expect((await commit(shown, [])).body).toMatchObject({
      type: 'invalid-request',
      errors: [{ pointer: '/body/leftSessionIds' }],
    });
    expect(answered(await commit(shown), 201)).toMatchObject({ leftSessions: 2 });
    expect(await now(course)).toEqual(course);
    const left = async () => (await admin.get('/worklists/broken-courses')).body.items;
    expect(await left()).toMatchObject([
      {
        courseId: course.id,
        broken: [{ sessionId: course.sessions[2]?.id }, { sessionId: course.sessions[4]?.id }],
      },
    ]);
    const move = {
      mode: 'move',
      sessionId: course.sessions[2]?.id,
      startsAt: newYork('2026-03-11', '13:00'),
    };
    const { token } = answered<{ token: string }>(
      await admin.post(`/courses/${course.id}/change-previews`, move),
      200,
    );
    answered(await admin.post(`/courses/${course.id}/changes`, { token }), 200);
    expect(await left()).toMatchObject([{ broken: [{ sessionId: course.sessions[4]?.id }] }]);
  });

  test('of a restricted record is counted, and its care team sees to it', async () => {
    const [course] = courses as [Course];
    const clinician = api.as(clinic.people.clinician);
    const careTeam = [clinic.people.clinician];
    answered(
      await clinician.put(`/patients/${course.patientId}/restriction`, {
        isRestricted: true,
        careTeam,
        reason: 'Works here',
      }),
      200,
    );
    const answer = await ask(NO_TUESDAYS);
    const shown: HoursPreview = answered(answer, 200);
    expect(shown).toMatchObject({ restrictedSessions: 2, repaired: { length: 3 } });
    expect(answer.text).not.toContain(course.id);
    expect(answered(await commit(shown), 201)).toMatchObject({ leftSessions: 2 });
    expect((await admin.get('/worklists/broken-courses')).body.items).toEqual([]);
    expect((await clinician.get('/worklists/broken-courses')).body.items).toMatchObject([
      { courseId: course.id },
    ]);
  });

  test('a start that somebody chose is kept, and the others make way', async () => {
    const [course] = courses as [Course];
    const chosen = [{ sessionId: course.sessions[2]?.id, startsAt: newYork('2026-03-11', '15:00') }];
    await change(NO_TUESDAYS, { chosen });
    expect((await now(course)).sessions[2]?.startsAt).toBe(chosen[0]?.startsAt);
    expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);
  });
});

describe('a token', () => {
  test('is good once, for whoever asked, and for fifteen minutes', async () => {
    const shown = await preview(NO_TUESDAYS);
    const [course] = courses as [Course];
    const closure = { startsAt: newYork('2026-03-10'), endsAt: newYork('2026-03-11'), reason: 'Any' };
    const other = answered<HoursPreview>(await admin.post('/closure-previews', { closure }), 200);
    expect((await commit(other)).body.type).toBe('token-invalid');
    answered(await commit(shown), 201);
    const again = (await commit(shown)).body;
    expect(again.type).toBe('preview-stale');
    expect(again).not.toHaveProperty('hoursPreview');
    expect((await now(course)).version).toBe(2);
    const late = await preview({ ...NO_TUESDAYS, from: '2026-03-11', hours: week(1, 3, 4) });
    api.now = newYork('2026-03-02', '08:16');
    expect((await commit(late)).body.type).toBe('preview-expired');
  });

  test('of two who change the same at once: one does, the other is told so', async () => {
    const [ours, theirs] = [await preview(NO_TUESDAYS), await preview(NO_TUESDAYS)];
    const answers = await Promise.all([commit(ours), commit(theirs)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await rowsOf('SELECT FROM hours_change WHERE clinic_id = $1')).toHaveLength(1);
    expect(
      await rowsOf('SELECT FROM opening_hours WHERE clinic_id = $1 AND valid_from IS NOT NULL'),
    ).toHaveLength(4);
  });

  test('shown before somebody else changed the same hours in another way is stale, with what it breaks now', async () => {
    const shown = await preview(NO_TUESDAYS);
    await change({ kind: 'opening-hours', from: '2026-03-16', hours: week(1, 2, 3, 4) });
    const answer = await commit(shown);
    expect(answer).toMatchObject({ status: 409, body: { type: 'preview-stale' } });
    expect((await hours()).opening.at(-1)).toMatchObject({ from: '2026-03-16' });
    answered(await commit(answer.body.hoursPreview), 201);
    expect((await hours()).opening.at(-1)).toMatchObject({ from: '2026-03-10' });
  });

  test('is stale by that alone, where neither change moves anybody', async () => {
    const longer = { kind: 'opening-hours', from: '2026-03-16', hours: week(1, 2, 3, 4, 5, 6) };
    const shown = await preview(longer);
    const saturday = { weekday: 6, opensAt: '09:00', closesAt: '12:00' };
    await change({ ...longer, hours: [...week(1, 2, 3, 4, 5), saturday] });
    const answer = await commit(shown);
    expect(answer).toMatchObject({ status: 409, body: { type: 'preview-stale' } });
    answered(await commit(answer.body.hoursPreview), 201);
  });

  test('shown before a course was changed is stale, and moves nobody', async () => {
    const shown = await preview(NO_TUESDAYS);
    const [course] = courses as [Course];
    const move = {
      mode: 'move',
      sessionId: course.sessions[5]?.id,
      startsAt: newYork('2026-03-20', '14:45'),
    };
    const { token } = answered<{ token: string }>(
      await admin.post(`/courses/${course.id}/change-previews`, move),
      200,
    );
    answered(await admin.post(`/courses/${course.id}/changes`, { token }), 200);
    const answer = await commit(shown);
    expect(answer).toMatchObject({ status: 409, body: { type: 'preview-stale' } });
    expect((await hours()).opening).toHaveLength(1);
    answered(await commit(answer.body.hoursPreview), 201);
  });

  test('of a change that fails in its last course changes nothing at all', async () => {
    const before = await hours();
    const shown = await preview(NO_TUESDAYS);
    await t.superuser.query(`
      CREATE OR REPLACE FUNCTION fail_in_the_last() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT count(*) FROM course_change WHERE clinic_id = '${clinic.clinicId}') >= 4 THEN
          RAISE EXCEPTION 'Broken off';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER fail_in_the_last AFTER UPDATE ON session FOR EACH STATEMENT EXECUTE FUNCTION fail_in_the_last()`);
    expect((await commit(shown)).status).toBe(500);
    await t.superuser.query('DROP TRIGGER fail_in_the_last ON session');
    expect(await hours()).toEqual(before);
    expect(await nowAll()).toEqual(courses);
    answered(await commit(shown), 201);
  });
});

describe('refuses', () => {
  const pointersOf = async (asked: object) => {
    const answer = await ask(asked);
    expect(answer).toMatchObject({ status: 400, body: { type: 'invalid-request' } });
    return answer.body.errors.map(({ pointer }: { pointer: string }) => pointer);
  };
  const on = (...stretches: [string, string][]) => ({
    ...NO_TUESDAYS,
    hours: stretches.map(([opensAt, closesAt]) => ({ weekday: 1, opensAt, closesAt })),
  });

  test('hours that end before they begin, that overlap, or that are on no day', async () => {
    expect(await pointersOf(on(['09:00', '09:00']))).toEqual(['/body/change/hours/0/closesAt']);
    expect(await pointersOf(on(['09:00', '12:00'], ['11:59', '15:00']))).toEqual(['/body/change/hours/1']);
    expect(await pointersOf(on())).toEqual(['/body/change/hours']);
    expect((await ask(on(['09:00', '12:00'], ['12:00', '24:00']))).status).toBe(200);
    const nurse = { kind: 'shifts', from: '2026-03-10', staffId: clinic.people.nurse };
    const shift = (startsAt: string, endsAt: string) => ({ weekday: 1, startsAt, endsAt });
    expect(await pointersOf({ ...nurse, shifts: [shift('12:00', '09:00')] })).toEqual([
      '/body/change/shifts/0/endsAt',
    ]);
    expect(
      await pointersOf({ ...nurse, shifts: [shift('09:00', '12:00'), shift('09:00', '12:00')] }),
    ).toEqual(['/body/change/shifts/1']);
  });

  test('a day that has passed, and one that nobody can plan for', async () => {
    expect(await pointersOf({ ...NO_TUESDAYS, from: '2026-03-01' })).toEqual(['/body/change/from']);
    expect(await pointersOf({ ...NO_TUESDAYS, from: '2028-03-03' })).toEqual(['/body/change/from']);
  });

  test('what is so already', async () => {
    expect(await pointersOf({ ...NO_TUESDAYS, hours: week(1, 2, 3, 4, 5) })).toEqual(['/body/change']);
    const [chairId] = clinic.chairIds;
    expect(await pointersOf({ kind: 'chair', from: '2026-03-10', chairId, inUse: true })).toEqual([
      '/body/change',
    ]);
  });

  test('somebody and something that is not there', async () => {
    const shifts = { kind: 'shifts', from: '2026-03-10', staffId: clinic.chairIds[0], shifts: [] };
    expect((await ask(shifts)).status).toBe(404);
    const chair = { kind: 'chair', from: '2026-03-10', chairId: clinic.people.nurse, inUse: false };
    expect((await ask(chair)).status).toBe(404);
    await t.superuser.query('UPDATE staff SET active = false WHERE id = $1', [clinic.people.nurse]);
    expect((await ask({ ...shifts, staffId: clinic.people.nurse })).status).toBe(404);
  });

  test('everybody but an admin, and tells nobody of another clinic anything', async () => {
    for (const role of ['front-desk', 'nurse', 'clinician'] as const) {
      expect((await api.as(clinic.people[role]).get('/hours')).status).toBe(403);
      expect((await ask(NO_TUESDAYS, {}, api.as(clinic.people[role]))).status).toBe(403);
    }
    const elsewhere = await openStaffedClinic(t.db, { name: 'Uptown Clinic' });
    const stranger = api.as(elsewhere.people.admin);
    const chair = { kind: 'chair', from: '2026-03-10', chairId: clinic.chairIds[0], inUse: false };
    expect((await ask(chair, {}, stranger)).status).toBe(404);
    const shown = await preview(NO_TUESDAYS);
    expect((await commit(shown, [], stranger)).body.type).toBe('token-invalid');
  });
});
