import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import type { ChangePreview } from '#server/contract/change.ts';
import type { Course } from '#server/contract/course.ts';
import type { StartTimeDay } from '#server/contract/plan.ts';
import type { Session } from '#server/contract/session.ts';
import { newId } from '#server/platform/ids.ts';
import {
  aPatient,
  type Caller,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, attend, book, bookFor, newYork, sixAt, TUE_FRI } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { overlaps, stored } from '#tests/support/stored.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let ana: string;
let course: Course;
let desk: Caller;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(() => openFor({}));
afterAll(async () => {
  await api.close();
  await t.close();
});

/** A clinic, and Ana's course in it: Tuesdays and Fridays at ten. */
async function openFor(settings: Parameters<typeof openStaffedClinic>[1]): Promise<void> {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db, settings);
  ana = await aPatient(t.db, clinic);
  desk = api.as(clinic.people['front-desk']);
  course = await bookFor(api, clinic, ana);
}

const session = (sequence: number, of = course) => of.sessions[sequence - 1] as Session;
const ask = (sequence: number, startsAt: string, by = desk, of = course) =>
  by.post(`/courses/${of.id}/change-previews`, {
    mode: 'move',
    sessionId: session(sequence, of).id,
    startsAt,
  });
const preview = async (...asked: Parameters<typeof ask>): Promise<ChangePreview> =>
  answered(await ask(...asked), 200);
const commit = (token: string | null, by = desk, of = course): Promise<Response> =>
  by.post(`/courses/${of.id}/changes`, { token });
const now = async (of = course): Promise<Course> => answered(await desk.get(`/courses/${of.id}`), 200);

/** Wednesday 11 March at two in the afternoon, for session 3 of Tuesday the 10th. */
const WEDNESDAY = newYork('2026-03-11', '14:00');

describe('a preview of a move', () => {
  test('shows the course before and after, and gives a token for a quarter of an hour', async () => {
    const shown = await preview(3, WEDNESDAY);
    expect(shown).toMatchObject({
      mode: 'move',
      courseId: course.id,
      courseVersion: 1,
      movedSessionIds: [session(3).id],
      violations: [],
      token: expect.any(String),
      expiresAt: newYork('2026-03-02', '08:15'),
    });
    const at = (sessions: ChangePreview['after']['sessions']) => sessions.map(({ startsAt }) => startsAt);
    expect(at(shown.before.sessions)).toEqual(TUE_FRI.map((date) => newYork(date)));
    expect(at(shown.after.sessions)).toEqual(
      TUE_FRI.map((date, index) => (index === 2 ? WEDNESDAY : newYork(date))),
    );
    expect(shown.after.sessions[2]).toEqual({
      id: session(3).id,
      sequence: 3,
      phase: 'induction',
      status: 'booked',
      startsAt: WEDNESDAY,
      endsAt: newYork('2026-03-11', '15:40'),
      poolId: clinic.poolId,
    });
  });

  test('writes nothing', async () => {
    const before = await stored(t.superuser, clinic.clinicId);
    await preview(3, WEDNESDAY);
    expect(await now()).toEqual(course);
    expect(await stored(t.superuser, clinic.clinicId)).toEqual(before);
  });

  test('leaves out the sessions that hold no chair', async () => {
    await desk.post(`/sessions/${session(5).id}/cancel`, { reason: 'patient-cancel' });
    const shown = await preview(3, WEDNESDAY);
    expect(shown.before.sessions.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 6]);
  });

  test.each([
    ['the day after session 2', 3, newYork('2026-03-07'), ['closed', 'too-close'], 3],
    ['the day of session 2', 3, newYork('2026-03-06', '15:00'), ['too-close'], 3],
    ['the day before session 4', 3, newYork('2026-03-12'), ['too-close'], 4],
    ['before session 2', 3, newYork('2026-03-05'), ['out-of-order'], 3],
    ['past session 6', 5, newYork('2026-03-23'), ['too-far', 'out-of-order'], 6],
    ['nine clear days later', 6, newYork('2026-03-27'), ['too-far'], 6],
    ['to the 29th day', 6, newYork('2026-04-01'), ['too-far', 'span-exceeded'], 6],
    ['to a Sunday', 3, newYork('2026-03-08'), ['closed'], 3],
    ['to a day that has passed', 1, newYork('2026-02-27'), ['in-the-past'], 1],
    ['off the grid', 3, newYork('2026-03-11', '14:10'), ['off-grid'], 3],
  ])('%s is refused: it names the rule, and has no token', async (_, sequence, startsAt, codes, against) => {
    const shown = await preview(sequence, startsAt);
    expect(shown).toMatchObject({ token: null, expiresAt: null });
    for (const { detail } of shown.violations) expect(detail).toMatch(/^[A-Z\d].* .*\.$/);
    const hard = shown.violations.filter(({ severity }) => severity === 'hard');
    expect(hard.map(({ code }) => code)).toEqual(codes);
    expect(hard.at(-1)?.sequence).toBe(against);
    expect(shown.after.sessions.find(({ id }) => id === session(sequence).id)?.startsAt).toBe(startsAt);
  });

  test('to the first instant that may be asked for is refused as any other', async () => {
    const shown = await preview(1, '1900-01-01T00:00:00Z');
    expect(shown.token).toBeNull();
    // In New York it is still the evening of the year before.
    expect(shown.after.sessions[0]?.startsAt).toBe('1899-12-31T19:00:00-05:00');
    expect((await ask(1, '1899-12-31T19:00:00-05:00')).body).toMatchObject({
      type: 'invalid-request',
      errors: [{ pointer: '/body/startsAt', detail: 'Must be a real date between 1900 and 2200.' }],
    });
  });

  test('is refused where every chair is taken, and where the patient is busy', async () => {
    await openFor({ chairs: 1 });
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('14:00', WED_MON));
    expect((await preview(3, WEDNESDAY)).violations).toMatchObject([
      {
        code: 'chair-full',
        detail: 'Every chair is taken for part of this time.',
        sequence: 3,
        severity: 'hard',
      },
    ]);
    await bookFor(api, clinic, ana, sixAt('08:00', WED_MON));
    expect((await preview(3, newYork('2026-03-11', '09:00'))).violations.map(({ code }) => code)).toEqual([
      'patient-busy',
      'chair-full',
    ]);
  });

  test('of a move to where the session is already is refused', async () => {
    const { status, body } = await ask(3, session(3).startsAt);
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { pointer: '/body/startsAt', detail: 'The session is at that time already. Choose another.' },
    ]);
  });

  test('is refused of a session that is under way, over, cancelled or late', async () => {
    const other = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('08:00'));
    await desk.post(`/sessions/${session(2).id}/cancel`, { reason: 'patient-cancel' });
    expect((await ask(2, newYork('2026-03-06', '14:00'))).body.type).toBe('session-not-movable');
    await attend(api, clinic, session(1, other));
    expect((await ask(1, newYork('2026-03-04'), desk, other)).body.type).toBe('session-not-movable');
    // Nobody has come, and it is ten: what has begun is not moved.
    api.now = session(1).startsAt;
    expect((await ask(1, newYork('2026-03-04'))).body).toMatchObject({
      type: 'session-not-movable',
      status: 409,
    });
  });

  test('is refused of a session of another course, and of a course that is not there', async () => {
    const other = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'));
    const mixed = await desk.post(`/courses/${course.id}/change-previews`, {
      mode: 'move',
      sessionId: session(3, other).id,
      startsAt: WEDNESDAY,
    });
    expect(mixed.body).toMatchObject({ type: 'not-found', status: 404 });
    const nowhere = await desk.post(`/courses/${clinic.clinicId}/change-previews`, {
      mode: 'move',
      sessionId: session(3).id,
      startsAt: WEDNESDAY,
    });
    expect(nowhere.body).toMatchObject({ type: 'not-found', status: 404 });
  });
});

/** Wednesdays and Mondays, one of them the 11th. */
const WED_MON = ['2026-03-04', '2026-03-09', '2026-03-11', '2026-03-16', '2026-03-18', '2026-03-23'];

describe('committing a preview', () => {
  test('does exactly what was shown, and the course has a new version', async () => {
    const shown = await preview(3, WEDNESDAY);
    const answer = await commit(shown.token);
    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"2"');
    const moved: Course = answer.body;
    expect(moved.version).toBe(2);
    expect(moved.sessions).toMatchObject(shown.after.sessions);
    expect(await now()).toEqual(moved);
  });

  test('keeps where a session was first booked, however often it moves, until it is back', async () => {
    const first = session(3).startsAt;
    const move = async (startsAt: string): Promise<Session> =>
      session(3, answered(await commit((await preview(3, startsAt)).token), 200));
    expect((await move(WEDNESDAY)).movedFrom).toBe(first);
    expect((await move(newYork('2026-03-11', '09:00'))).movedFrom).toBe(first);
    expect((await move(first)).movedFrom).toBeNull();
  });

  test('is written down: who moved it, from where, to where', async () => {
    await commit((await preview(3, WEDNESDAY)).token);
    const { rows } = await t.superuser.query(
      `SELECT kind, actor_id AS actor, detail FROM session_event WHERE session_id = $1 AND kind <> 'book'`,
      [session(3).id],
    );
    expect(rows).toEqual([
      {
        kind: 'move',
        actor: clinic.people['front-desk'],
        detail: { from: Date.parse(session(3).startsAt), to: Date.parse(WEDNESDAY) },
      },
    ]);
  });

  test('moves the last session, and the booster window with it', async () => {
    const answer = await commit((await preview(6, newYork('2026-03-23'))).token);
    expect(answer.body.boosterWindow).toMatchObject({ anchorOn: '2026-03-23', dueOn: '2026-04-20' });
  });

  test('frees the chair it leaves', async () => {
    await openFor({ chairs: 1 });
    const bo = await aPatient(t.db, clinic, 'Bo Hara');
    const bos = ['2026-03-04', '2026-03-06', '2026-03-10', '2026-03-12', '2026-03-16', '2026-03-18'];
    expect((await book(api, clinic, bo, sixAt('10:00', bos))).body.lost).toEqual([2, 3]);
    for (const sequence of [2, 3]) {
      const later = newYork(TUE_FRI[sequence - 1] ?? '', '14:00');
      answered(await commit((await preview(sequence, later)).token), 200);
    }
    await bookFor(api, clinic, bo, sixAt('10:00', bos));
  });
});

describe('a course that changed since the preview', () => {
  test('is not changed again: the same move is shown afresh, and that token works', async () => {
    const stale = await preview(3, WEDNESDAY);
    await commit((await preview(6, newYork('2026-03-23'))).token);
    const refused = await commit(stale.token);
    expect(refused.status).toBe(409);
    expect(refused.body.type).toBe('preview-stale');
    const fresh: ChangePreview = refused.body.preview;
    expect(fresh).toMatchObject({ courseVersion: 2, movedSessionIds: [session(3).id], violations: [] });
    expect(fresh.before.sessions[5]?.startsAt).toBe(newYork('2026-03-23'));
    expect((await now()).version).toBe(2);
    const moved = await commit(fresh.token);
    expect(moved.status).toBe(200);
    expect(moved.body.sessions).toMatchObject(fresh.after.sessions);
  });

  test('shows afresh what a rule refuses now, and gives no token', async () => {
    const stale = await preview(3, WEDNESDAY);
    // Session 4 goes from Friday to Thursday the 12th.
    answered(await commit((await preview(4, newYork('2026-03-12'))).token), 200);
    const { body } = await commit(stale.token);
    expect(body).toMatchObject({
      type: 'preview-stale',
      preview: { courseVersion: 2, token: null, violations: [{ code: 'too-close', sequence: 4 }] },
    });
  });

  test('is not changed where somebody took the chair in between', async () => {
    await openFor({ chairs: 1 });
    const stale = await preview(3, WEDNESDAY);
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('14:00', WED_MON));
    const refused = await commit(stale.token);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      type: 'preview-stale',
      preview: { token: null, courseVersion: 1, violations: [{ code: 'chair-full', sequence: 3 }] },
    });
    expect(await now()).toEqual(course);
  });

  test('is not changed where the time has come in between', async () => {
    api.now = newYork('2026-03-02', '08:10');
    const soon = await preview(1, newYork('2026-03-02', '08:15'));
    expect(soon.token).not.toBeNull();
    api.now = newYork('2026-03-02', '08:16');
    expect((await commit(soon.token)).body).toMatchObject({
      type: 'preview-stale',
      preview: { token: null, violations: [{ code: 'in-the-past', sequence: 1 }] },
    });
  });

  test('is not changed where the session was cancelled in between', async () => {
    const stale = await preview(3, WEDNESDAY);
    await desk.post(`/sessions/${session(3).id}/cancel`, { reason: 'patient-cancel' });
    expect((await commit(stale.token)).body).toMatchObject({ type: 'session-not-movable', status: 409 });
  });

  test('is not changed where only another pool has room now: that was not shown', async () => {
    const rooms = await openWithARoom();
    const shown = await preview(3, WEDNESDAY);
    expect(shown.after.sessions[2]?.poolId).toBe(clinic.poolId);
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('14:00', WED_MON));
    const { body } = await commit(shown.token);
    expect(body.type).toBe('preview-stale');
    expect(body.preview.after.sessions[2].poolId).toBe(rooms);
    expect((await commit(body.preview.token)).body.sessions[2]).toMatchObject({
      startsAt: WEDNESDAY,
      poolId: rooms,
    });
  });
});

/** One chair, and one more in a pool of its own, which the protocol uses where the first is full; answers that pool. */
async function openWithARoom(): Promise<string> {
  await openFor({ chairs: 1 });
  const poolId = newId();
  for (const sql of [
    `INSERT INTO pool (clinic_id, id, name, position) VALUES ($1, $2, 'Rooms', 1)`,
    `INSERT INTO chair (clinic_id, id, pool_id, name, position) VALUES ($1, gen_random_uuid(), $2, 'Room', 1)`,
    `INSERT INTO protocol_pool (clinic_id, protocol_id, pool_id, position)
     SELECT clinic_id, id, $2, 1 FROM protocol WHERE clinic_id = $1`,
  ]) {
    await t.superuser.query(sql, [clinic.clinicId, poolId]);
  }
  return poolId;
}

describe('a token', () => {
  let token: string;
  beforeEach(async () => {
    token = (await preview(3, WEDNESDAY)).token ?? '';
  });
  const refused = async (answer: Promise<Response>, type: string, status: number) => {
    expect((await answer).body).toMatchObject({ type, status });
    expect(await now()).toEqual(course);
  };

  test('is good for whoever asked for it, and for nobody else', async () => {
    await refused(commit(token, api.as(clinic.people.clinician)), 'token-invalid', 400);
    await refused(commit(token, api.as(clinic.people.admin)), 'token-invalid', 400);
  });

  test('is good for its course alone', async () => {
    const other = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('14:00'));
    await refused(commit(token, desk, other), 'token-invalid', 400);
    expect(await now(other)).toEqual(other);
  });

  test('is good for a quarter of an hour', async () => {
    api.now = newYork('2026-03-02', '08:15');
    await refused(commit(token), 'preview-expired', 409);
    api.now = '2026-03-02T08:14:59-05:00';
    expect((await commit(token)).status).toBe(200);
  });

  test('is good once: a second time it says that the session is there already', async () => {
    const moved = await commit(token);
    const again = await commit(token);
    expect(again.body).toMatchObject({ type: 'preview-stale', status: 409 });
    expect(await now()).toEqual(moved.body);
  });

  test('sent twice at once moves once', async () => {
    const answers = await Promise.all([commit(token), commit(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await now()).version).toBe(2);
  });

  test('that was tampered with is none', async () => {
    const [payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const later = Buffer.from(JSON.stringify({ ...claims, expiresAt: claims.expiresAt + 60_000 }));
    for (const forged of [
      `${later.toString('base64url')}.${signature}`,
      `${payload}.`,
      payload,
      `${payload}.${signature.slice(0, -4)}AAAA`,
      `${token}.${signature}`,
      '',
      'null',
      '.',
    ]) {
      await refused(commit(forged), 'token-invalid', 400);
    }
    await refused(commit(null), 'invalid-request', 400);
    await refused(commit('x'.repeat(90_001)), 'invalid-request', 400);
  });
});

describe('chairs', () => {
  test('are given anew where that makes room, and the course of the other patient stays as it was', async () => {
    await openFor({ chairs: 2 });
    // On Wednesday the 11th Bo is there from 8:15 to 9:55, and Cy from 11:15 to 12:55: in a chair each, so that none is
    // free from 9:45 to 11:25, though there are two and nobody shares one.
    const bo = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('08:15', WED_MON));
    const cy = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Cy Moss'), sixAt('11:15', WED_MON));
    const [first, second] = clinic.chairIds as [string, string];
    await seat(session(3, bo), first);
    await seat(session(3, cy), second);

    const shown = await preview(3, newYork('2026-03-11', '09:45'));
    expect(shown.violations).toEqual([]);
    const moved: Course = answered(await commit(shown.token), 200);
    expect(moved.sessions).toMatchObject(shown.after.sessions);
    expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);

    const chairs = [bo, cy].map(async (other) => {
      const after = await now(other);
      expect(after.version).toBe(1);
      const where = session(3, after).chairId;
      expect(after.sessions.map(({ startsAt }) => startsAt)).toEqual(
        other.sessions.map(({ startsAt }) => startsAt),
      );
      return where;
    });
    // Both are in one chair now, one after the other, and Ana has the other.
    const [bos, cys] = await Promise.all(chairs);
    expect(bos).toBe(cys);
    expect([first, second].filter((id) => id !== bos)).toEqual([session(3, moved).chairId]);
  });

  test('of patients who are in the house are not given anew', async () => {
    await openFor({ chairs: 2 });
    const bo = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('08:15', WED_MON));
    const cy = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Cy Moss'), sixAt('11:15', WED_MON));
    const [first, second] = clinic.chairIds as [string, string];
    await seat(session(1, bo), first);
    await seat(session(1, cy), second);
    // Wednesday the 4th: Bo has come, and Cy too early.
    api.now = newYork('2026-03-04', '08:15');
    for (const other of [bo, cy]) {
      answered(await desk.post(`/sessions/${session(1, other).id}/arrive`), 200);
    }
    const di = await aPatient(t.db, clinic, 'Di Park');
    const { body } = await book(api, clinic, di, sixAt('09:45', WED_MON));
    expect(body).toMatchObject({ type: 'slot-taken', lost: [1] });
  });
});

/** In that chair, as somebody may have left it. */
const seat = ({ id }: Session, chairId: string) =>
  t.superuser.query('UPDATE session SET chair_id = $2 WHERE id = $1', [id, chairId]);

describe('the starts that a booked session could be moved to', () => {
  const days = async (sequence: number, from: string, to: string): Promise<StartTimeDay[]> =>
    answered<{ days: StartTimeDay[] }>(
      await desk.get(`/sessions/${session(sequence).id}/start-times?from=${from}&to=${to}`),
      200,
    ).days;

  test('are those whose preview has a token, and the others say the same as it does', async () => {
    const [tuesday, wednesday, thursday] = await days(3, '2026-03-10', '2026-03-12');
    expect([tuesday?.freeCount, wednesday?.freeCount, thursday?.freeCount]).toEqual([34, 34, 0]);
    for (const start of [wednesday?.starts[0], wednesday?.starts[39], thursday?.starts[8]]) {
      const shown = await preview(3, start?.startsAt ?? '');
      expect(shown.violations).toMatchObject(start?.refusals ?? []);
      expect(shown.token === null).toBe(start?.refusals.length !== 0);
    }
  });

  test('say which of the refused ones a clinician may choose with a reason, and say it to nobody else', async () => {
    // Thursday 12 March is too close to session 4, which is on Friday; late in the day the clinic closes as well.
    const bendable = async (by: Caller) =>
      answered<{ days: StartTimeDay[] }>(
        await by.get(`/sessions/${session(3).id}/start-times?from=2026-03-11&to=2026-03-12`),
        200,
      ).days.map(({ starts }) => starts.filter(({ mayBend }) => mayBend).length);
    const [, thursday] = await days(3, '2026-03-11', '2026-03-12');
    const tooClose = thursday?.starts.filter(({ refusals }) =>
      refusals.every(({ code }) => code === 'too-close'),
    );
    const clinician = api.as(clinic.people.clinician);
    expect(tooClose?.length).toBeGreaterThan(0);
    expect(await bendable(clinician)).toEqual([0, tooClose?.length]);
    expect(await bendable(desk)).toEqual([0, 0]);
    const [first] = tooClose ?? [];
    const shown = await preview(3, first?.startsAt ?? '', clinician);
    expect(shown.violations.every(({ mayOverride }) => mayOverride.includes('clinician'))).toBe(true);
  });

  test('leave out the session itself: it may move by a quarter of an hour', async () => {
    await openFor({ chairs: 1 });
    const [tuesday] = await days(3, '2026-03-10', '2026-03-10');
    expect(
      tuesday?.starts.find(({ startsAt }) => startsAt === newYork('2026-03-10', '10:15'))?.refusals,
    ).toEqual([]);
  });

  test('are refused of a session that cannot move, that is not there, and for too many days', async () => {
    const path = (id: string, range = 'from=2026-03-10&to=2026-03-12') =>
      `/sessions/${id}/start-times?${range}`;
    expect((await desk.get(path(clinic.clinicId))).body).toMatchObject({ type: 'not-found', status: 404 });
    expect((await desk.get(path(session(3).id, 'from=2026-03-10&to=2026-04-21'))).body.type).toBe(
      'invalid-request',
    );
    api.now = session(3).startsAt;
    expect((await desk.get(path(session(3).id))).body).toMatchObject({
      type: 'session-not-movable',
      status: 409,
    });
  });
});
