import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import type { ChangePreview, CourseChange } from '#server/contract/change.ts';
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
import { answered, bookFor, connectAll, newYork, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { overlaps } from '#tests/support/stored.ts';

/** Who waits for long on a busy machine is refused as `busy`, by right: these tests are about what is left behind. */
const PATIENT = { lockTimeoutMs: 25_000, statementTimeoutMs: 25_000 };

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;

beforeAll(async () => {
  t = await testDatabase(PATIENT);
  api = await startApi(t);
});
beforeEach(async () => {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db, { chairs: 2 });
  await connectAll(api, clinic);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const ask = (by: Caller, course: Course, change: object) =>
  by.post(`/courses/${course.id}/change-previews`, change);
const commit = (by: Caller, course: Course, token: string | null) =>
  by.post(`/courses/${course.id}/changes`, { token });
const now = async (by: Caller, { id }: Course): Promise<Course> =>
  answered(await by.get(`/courses/${id}`), 200);

describe('two clerks who change the same course at once', () => {
  test('one wins, and the other is shown the same change afresh', async () => {
    const course = await bookFor(api, clinic, await aPatient(t.db, clinic));
    const [ana, bo] = [api.as(clinic.people['front-desk']), api.as(clinic.people.admin)] as const;
    const move = (sequence: number, startsAt: string) => ({
      mode: 'move',
      sessionId: course.sessions[sequence - 1]?.id,
      startsAt,
    });
    // Wednesday the 11th for session 3 of Tuesday, Monday the 23rd for session 6 of Friday.
    const [third, sixth] = [move(3, newYork('2026-03-11')), move(6, newYork('2026-03-23'))];
    const shown = [
      answered<ChangePreview>(await ask(ana, course, third), 200),
      answered<ChangePreview>(await ask(bo, course, sixth), 200),
    ] as const;
    const answers = await Promise.all([
      commit(ana, course, shown[0].token),
      commit(bo, course, shown[1].token),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = answers.findIndex(({ status }) => status === 409);
    const loser = lost === 0 ? ana : bo;
    const { type, preview } = answers[lost]?.body ?? {};
    expect(type).toBe('preview-stale');
    expect(preview).toMatchObject({ mode: 'move', courseVersion: 2, token: expect.any(String) });
    const after = answered<Course>(await commit(loser, course, preview.token), 200);
    expect(after.version).toBe(3);
    expect(after.sessions[2]?.startsAt).toBe(third.startsAt);
    expect(after.sessions[5]?.startsAt).toBe(sixth.startsAt);
  });
});

const CLERKS = 8;
const CHANGES_EACH = 25;

describe('two hundred changes by eight people at once', () => {
  let courses: Course[];
  beforeEach(async () => {
    courses = [];
    for (const [name, time] of [
      ['Ana Lima', '10:00'],
      ['Bo Hara', '10:00'],
      ['Cy Moss', '13:00'],
      ['Di Park', '13:00'],
    ] as const) {
      courses.push(await bookFor(api, clinic, await aPatient(t.db, clinic, name), sixAt(time)));
    }
  });

  test('leave a clinic that is sound: every chair sold once, every course in order, every change on record', async () => {
    const clerks = Array.from({ length: CLERKS }, (_, index) =>
      api.as(index % 4 === 0 ? clinic.people.clinician : clinic.people['front-desk']),
    );
    const answers = await Promise.all(clerks.map((clerk, index) => oneAfterTheOther(clerk, index)));
    const all = answers.flat();
    expect(all).toHaveLength(CLERKS * CHANGES_EACH);
    const made = all.filter(({ status }) => status === 200).length;
    // Refused by name or made; and that neither is the rare one makes the rest of this worth something.
    expect(
      all.filter(({ status }) => ![200, 403, 409, 422].includes(status)).map(({ body }) => body),
    ).toEqual([]);
    expect(made).toBeGreaterThan(40);
    expect(all.length - made).toBeGreaterThan(20);

    expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);
    expect(await outOfOrder()).toEqual([]);
    for (const course of courses) await expectWholeHistory(course);
    const { rows } = await t.superuser.query(
      `SELECT (SELECT count(*)::int FROM course_change WHERE clinic_id = $1) AS changes,
         (SELECT count(*)::int FROM course_event WHERE clinic_id = $1) AS events,
         (SELECT count(*)::int FROM audit_event WHERE clinic_id = $1 AND subjects ? 'changeId') AS lines`,
      [clinic.clinicId],
    );
    expect(rows).toEqual([{ changes: made, events: made, lines: made }]);
  }, 120_000);

  /** A clerk's day: every step looks at a course, asks for something, and commits it if it may. */
  async function oneAfterTheOther(clerk: Caller, index: number): Promise<Response[]> {
    const answers: Response[] = [];
    for (let step = 0; step < CHANGES_EACH; step += 1) {
      const course = courses[(index + step) % courses.length] as Course;
      answers.push(await oneChange(clerk, await now(clerk, course), index * 3 + step));
    }
    return answers;
  }

  async function oneChange(clerk: Caller, course: Course, turn: number): Promise<Response> {
    if (turn % 9 === 8) {
      const { items } = answered<{ items: CourseChange[] }>(
        await clerk.get(`/courses/${course.id}/changes`),
        200,
      );
      return clerk.post(`/courses/${course.id}/undo`, {
        changeId: items[0]?.id ?? course.id.replace(/.$/, '0'),
      });
    }
    const shown = await ask(clerk, course, wanted(course, turn));
    if (shown.status !== 200 || shown.body.token === null) return { ...shown, status: 409 } as Response;
    return commit(clerk, course, shown.body.token);
  }

  function wanted(course: Course, turn: number): object {
    const toCome = course.sessions.filter(({ status }) => status === 'booked');
    const one = toCome[turn % Math.max(1, toCome.length)] ?? course.sessions[0];
    const sessionId = one?.id;
    const day = one?.startsAt.slice(0, 10) ?? '';
    const startsAt = newYork(day, TIMES[turn % TIMES.length]);
    switch (turn % 9) {
      case 0:
      case 3:
      case 6:
        return { mode: 'move', sessionId, startsAt };
      case 1:
      case 5:
        return { mode: 'shift', sessionId, startsAt };
      case 2:
        return { mode: 'cancel', sessionId, reason: 'patient-cancel' };
      case 4:
        return course.state === 'on-hold' ? { mode: 'resume' } : { mode: 'hold', reason: 'To be looked at.' };
      default:
        return { mode: 'replan' };
    }
  }
  const TIMES = ['09:00', '10:00', '11:15', '13:00', '14:45'];

  /** Planned sessions that hold their time and come before one of a smaller number. */
  async function outOfOrder(): Promise<unknown[]> {
    const { rows } = await t.superuser.query(
      `SELECT a.course_id, a.sequence, b.sequence AS later FROM session a JOIN session b
         ON b.clinic_id = a.clinic_id AND b.course_id = a.course_id AND b.sequence > a.sequence AND b.starts_at <= a.starts_at
       WHERE a.clinic_id = $1 AND a.status IN ('pending', 'booked') AND b.status IN ('pending', 'booked')`,
      [clinic.clinicId],
    );
    return rows;
  }

  /** Each version of a course has its change, each begins where the last one ended, and all of them lead to what is there. */
  async function expectWholeHistory(course: Course): Promise<void> {
    const { rows } = await t.superuser.query(
      'SELECT course_version AS version, before, after FROM course_change WHERE course_id = $1 ORDER BY course_version',
      [course.id],
    );
    const found = await t.superuser.query(
      'SELECT version, state, planned_count AS "plannedCount" FROM course WHERE id = $1',
      [course.id],
    );
    expect(rows.map(({ version }) => version)).toEqual(rows.map((_, index) => index + 2));
    const state = new Map<string, unknown>(
      course.sessions.map(({ id, startsAt, status }) => [id, { startsAt: Date.parse(startsAt), status }]),
    );
    let last = { state: course.state as string, plannedCount: course.plannedCount };
    for (const { before, after } of rows) {
      expect({ state: before.state, plannedCount: before.plannedCount }).toEqual(last);
      for (const { id, startsAt, status } of before.sessions)
        expect(state.get(id)).toEqual({ startsAt, status });
      for (const { id, startsAt, status } of after.sessions) state.set(id, { startsAt, status });
      last = { state: after.state, plannedCount: after.plannedCount };
    }
    expect(found.rows).toEqual([{ version: rows.length + 1, ...last }]);
    const sessions = await t.superuser.query(
      `SELECT id, (extract(epoch FROM starts_at) * 1000)::float8 AS "startsAt", status FROM session WHERE course_id = $1`,
      [course.id],
    );
    expect(new Map(sessions.rows.map(({ id, ...rest }) => [id, rest]))).toEqual(state);
  }
});
