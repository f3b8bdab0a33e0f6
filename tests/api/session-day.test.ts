import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import type { Course } from '#server/contract/course.ts';
import type { Session } from '#server/contract/session.ts';
import { CLINICAL_CANCEL_REASONS } from '#server/scheduling/vocabulary.ts';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import {
  answered,
  attend,
  attendAll,
  book,
  bookFor,
  MAY_LEAVE,
  newYork,
  sixAt,
} from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let ana: string;
let course: Course;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
/** One chair, and Ana's course in it: Tuesdays and Fridays from 10:00 to 11:40. */
beforeEach(async () => {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db, { chairs: 1 });
  ana = await aPatient(t.db, clinic);
  course = await bookFor(api, clinic, ana);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

type Staff = keyof StaffedClinic['people'];

/** Nobody is done before it is ticked that they may leave. */
const bodyOf = (verb: string): object => (verb === 'complete' ? { ticks: MAY_LEAVE } : {});

/** Session 1 of Tuesday 3 March, unless another is named. */
const take = (verb: string, by: Staff, body = bodyOf(verb), sequence = 1): Promise<Response> =>
  api.as(clinic.people[by]).post(`/sessions/${course.sessions[sequence - 1]?.id}/${verb}`, body);
const taken = async (...asked: Parameters<typeof take>): Promise<Session> =>
  answered(await take(...asked), 200);
const now = async (by: Staff = 'front-desk'): Promise<Course> =>
  answered(await api.as(clinic.people[by]).get(`/courses/${course.id}`), 200);
const tuesday = (time: string) => {
  api.now = newYork('2026-03-03', time);
};

describe('a session that goes well', () => {
  test('is arrived, checked in, started and completed, and each moment is kept', async () => {
    tuesday('09:50');
    expect(await taken('arrive', 'front-desk')).toMatchObject({ status: 'arrived', arrivedAt: api.now });
    tuesday('09:55');
    expect(await taken('check-in', 'nurse')).toMatchObject({ status: 'checked-in', checkedInAt: api.now });
    tuesday('10:15');
    expect(await taken('start', 'nurse')).toMatchObject({ status: 'checked-in', startedAt: api.now });
    tuesday('11:30');
    const over = await taken('complete', 'nurse');
    expect(over).toMatchObject({
      status: 'fulfilled',
      arrivedAt: newYork('2026-03-03', '09:50'),
      checkedInAt: newYork('2026-03-03', '09:55'),
      startedAt: newYork('2026-03-03', '10:15'),
      completedAt: newYork('2026-03-03', '11:30'),
      actions: [],
    });
    const after = await now('nurse');
    expect(after.sessions[0]).toEqual(over);
    expect(after).toMatchObject({ version: 5, state: 'induction' });
  });

  test('leaves its history: who did what, and when', async () => {
    await attend(api, clinic, course.sessions[0] as Session);
    const { rows } = await t.superuser.query(
      `SELECT kind, from_status AS before, to_status AS after, actor_id AS actor FROM session_event
       WHERE session_id = $1 ORDER BY id`,
      [course.sessions[0]?.id],
    );
    const { nurse, 'front-desk': desk } = clinic.people;
    expect(rows).toEqual([
      { kind: 'book', before: null, after: 'booked', actor: desk },
      { kind: 'arrive', before: 'booked', after: 'arrived', actor: nurse },
      { kind: 'check-in', before: 'arrived', after: 'checked-in', actor: nurse },
      { kind: 'start', before: 'checked-in', after: 'checked-in', actor: nurse },
      { kind: 'complete', before: 'checked-in', after: 'fulfilled', actor: nurse },
    ]);
  });

  test('frees the chair at its actual end', async () => {
    const bo = await aPatient(t.db, clinic, 'Bo Hara');
    const bos = (time: string) =>
      book(api, clinic, bo, [{ startsAt: newYork('2026-03-03', time) }, ...sixAt('14:00').slice(1)]);
    tuesday('10:00');
    for (const verb of ['arrive', 'check-in', 'start']) await taken(verb, 'nurse');
    tuesday('11:00');
    // Planned to 11:40: nobody else is in the chair before that while she is in it.
    expect((await bos('11:15')).body).toMatchObject({ type: 'slot-taken', lost: [1] });
    await taken('complete', 'nurse');
    expect((await bos('11:00')).status).toBe(201);
  });

  test('that is completed late was in its chair to the planned end, and not longer', async () => {
    tuesday('10:00');
    for (const verb of ['arrive', 'check-in', 'start']) await taken(verb, 'nurse');
    tuesday('12:30');
    expect(await taken('complete', 'nurse')).toMatchObject({
      endsAt: newYork('2026-03-03', '11:40'),
      completedAt: newYork('2026-03-03', '12:30'),
    });
  });
});

describe('what can be done with a session', () => {
  const actions = async (by: Staff) => (await now(by)).sessions[0]?.actions;

  test('depends on where it stands and on who asks', async () => {
    expect(await actions('front-desk')).toEqual(['cancel', 'move']);
    expect(await actions('nurse')).toEqual(['cancel']);
    tuesday('09:00');
    expect(await actions('front-desk')).toEqual(['arrive', 'cancel', 'move']);
    tuesday('10:00');
    expect(await actions('front-desk')).toEqual(['arrive', 'no-show', 'cancel']);
    await taken('arrive', 'front-desk');
    expect(await actions('front-desk')).toEqual(['check-in', 'cancel']);
    await taken('check-in', 'front-desk');
    expect(await actions('front-desk')).toEqual(['cancel']);
    expect(await actions('nurse')).toEqual(['start', 'cancel', 'hold']);
    await taken('start', 'nurse');
    expect(await actions('front-desk')).toEqual([]);
    expect(await actions('clinician')).toEqual(['complete']);
  });

  test.each(['start', 'complete'])('the front desk may not %s it', async (verb) => {
    tuesday('10:00');
    await taken('arrive', 'front-desk');
    await taken('check-in', 'front-desk');
    expect((await take(verb, 'front-desk')).body).toMatchObject({ type: 'not-allowed', status: 403 });
    expect((await now()).sessions[0]?.status).toBe('checked-in');
  });
});

describe('a step that does not follow', () => {
  const refused = async (verb: string, by: Staff, body: object = {}) => {
    const before = await now();
    const answer = await take(verb, by, body);
    expect(answer.status).toBe(409);
    expect(await now()).toEqual(before);
    expect(answer.body.type).toBe('illegal-transition');
    return { detail: answer.body.detail, allowed: answer.body.allowed };
  };
  const REASON = { reason: 'patient-cancel' };

  test('is refused, says where the session stands, and what can be done instead', async () => {
    expect(await refused('check-in', 'nurse')).toEqual({
      detail: 'The session is booked, and the patient has not arrived.',
      allowed: ['cancel'],
    });
    tuesday('10:00');
    expect(await refused('start', 'nurse')).toMatchObject({ allowed: ['arrive', 'no-show', 'cancel'] });
    await taken('arrive', 'front-desk');
    expect(await refused('arrive', 'front-desk')).toEqual({
      detail: 'The session is waiting for its patient to be taken to the chair.',
      allowed: ['check-in', 'cancel'],
    });
    expect(await refused('no-show', 'front-desk')).toMatchObject({ allowed: ['check-in', 'cancel'] });
    await taken('check-in', 'nurse');
    expect(await refused('complete', 'nurse')).toMatchObject({ allowed: ['start', 'cancel', 'hold'] });
    await taken('start', 'nurse');
    expect(await refused('start', 'nurse')).toMatchObject({ allowed: ['complete'] });
    expect(await refused('cancel', 'front-desk', REASON)).toEqual({
      detail: 'The session is under way in the chair.',
      allowed: [],
    });
    await taken('complete', 'nurse');
    expect(await refused('complete', 'nurse')).toEqual({ detail: 'The session is over.', allowed: [] });
  });

  test.each(['arrive', 'check-in', 'start', 'complete', 'no-show', 'cancel'])(
    'is %s, of a session that is cancelled',
    async (verb) => {
      await taken('cancel', 'front-desk', REASON);
      tuesday('10:00');
      expect(await refused(verb, 'clinician', verb === 'cancel' ? REASON : {})).toEqual({
        detail: 'The session is cancelled.',
        allowed: [],
      });
    },
  );

  test('is arriving half a day before, or not coming before it was to start', async () => {
    // Monday, two minutes to ten in the evening
    api.now = newYork('2026-03-02', '21:58');
    expect(await refused('arrive', 'front-desk')).toEqual({
      detail: 'It is too early: the session is not today.',
      allowed: ['cancel', 'move'],
    });
    tuesday('09:59');
    expect(await refused('no-show', 'front-desk')).toEqual({
      detail: 'It is too early: the session has yet to start.',
      allowed: ['arrive', 'cancel', 'move'],
    });
  });

  test('is the second of two that are sent at once', async () => {
    tuesday('10:00');
    const answers = await Promise.all([take('arrive', 'front-desk'), take('arrive', 'nurse')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await now()).version).toBe(2);
  });

  test('is any of a session that is not there', async () => {
    const nurse = api.as(clinic.people.nurse);
    for (const verb of ['arrive', 'check-in', 'start', 'complete', 'no-show']) {
      expect((await nurse.post(`/sessions/${clinic.clinicId}/${verb}`)).body).toMatchObject({
        type: 'not-found',
        status: 404,
      });
    }
  });
});

describe('a patient who does not come', () => {
  test('is marked as missing, and the chair is free for the rest', async () => {
    tuesday('10:05');
    expect(await taken('no-show', 'front-desk')).toMatchObject({ status: 'noshow', actions: [] });
    const bos = [{ startsAt: newYork('2026-03-03', '10:15') }, ...sixAt('14:00').slice(1)];
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), bos);
  });
});

describe('a session that is cancelled', () => {
  test('frees its chair for somebody else, and keeps its place in the course', async () => {
    const bo = await aPatient(t.db, clinic, 'Bo Hara');
    const bos = [{ startsAt: newYork('2026-03-03') }, ...sixAt('14:00').slice(1)];
    expect((await book(api, clinic, bo, bos)).body.lost).toEqual([1]);
    const cancelled = await taken('cancel', 'front-desk', { reason: 'no-escort' });
    expect(cancelled).toMatchObject({ status: 'cancelled', cancelReason: 'no-escort', actions: [] });
    await bookFor(api, clinic, bo, bos);
    expect((await now()).sessions.map(({ status }) => status)).toEqual([
      'cancelled',
      ...Array(5).fill('booked'),
    ]);
  });

  test.each([
    {},
    { reason: 'because' },
    { reason: null },
    { reason: 'other', note: 'flu' },
    { reason: 'clinical' },
  ])('needs a reason of the list: %j', async (body) => {
    expect((await take('cancel', 'front-desk', body)).body).toMatchObject({
      type: 'invalid-request',
      status: 400,
    });
    expect((await now()).sessions[0]?.status).toBe('booked');
  });

  test.each(CLINICAL_CANCEL_REASONS)(
    'for %s is `clinical` to the front desk, and itself to the others',
    async (reason) => {
      const desk = api.as(clinic.people['front-desk']);
      const own = await take('cancel', 'front-desk', { reason });
      for (const answer of [
        own,
        await desk.get(`/courses/${course.id}`),
        await desk.get(`/patients/${ana}/courses`),
        await desk.get('/sessions?from=2026-03-03'),
        await take('arrive', 'front-desk'),
      ]) {
        expect(answer.text).not.toContain(reason);
      }
      expect(own.body.cancelReason).toBe('clinical');
      for (const role of ['nurse', 'clinician', 'admin'] as const) {
        expect((await now(role)).sessions[0]?.cancelReason).toBe(reason);
      }
    },
  );
});

describe('a course', () => {
  test('waits for its assessment once the last planned session is over', async () => {
    await attendAll(api, clinic, { ...course, sessions: course.sessions.slice(0, 5) });
    expect((await now()).state).toBe('induction');
    await attend(api, clinic, course.sessions[5] as Session);
    expect(await now()).toMatchObject({
      state: 'assessment',
      boosterWindow: { anchorOn: '2026-03-20', dueOn: '2026-04-17', provisional: false },
    });
  });

  test('goes on to its boosters at once where a clinician has ordered them', async () => {
    await api
      .as(clinic.people.clinician)
      .put(`/courses/${course.id}/booster-order`, { interval: 'P6W', reason: 'Good response' });
    await attendAll(api, clinic, course);
    expect((await now()).state).toBe('maintenance');
  });

  test('waits for its assessment too where the last ones were cancelled or missed', async () => {
    await attend(api, clinic, course.sessions[0] as Session);
    for (const sequence of [2, 3, 4, 5])
      await taken('cancel', 'front-desk', { reason: 'improved' }, sequence);
    expect((await now()).state).toBe('induction');
    api.now = newYork('2026-03-20', '10:20');
    await taken('no-show', 'front-desk', {}, 6);
    expect(await now()).toMatchObject({ state: 'assessment', boosterWindow: { anchorOn: '2026-03-03' } });
  });

  test('has stopped where all of it was cancelled', async () => {
    for (const sequence of [1, 2, 3, 4, 5, 6]) {
      await taken('cancel', 'front-desk', { reason: 'financial' }, sequence);
    }
    expect(await now('clinician')).toMatchObject({ state: 'stopped', boosterWindow: null, actions: [] });
  });
});

describe('the board', () => {
  test('shows each day with its hours, and how many hold a chair', async () => {
    await taken('cancel', 'front-desk', { reason: 'other' }, 2);
    const { body } = await api.as(clinic.people.nurse).get('/sessions?from=2026-03-03&to=2026-03-08');
    expect(body.items.map(({ sequence, status }: Session) => [sequence, status])).toEqual([
      [1, 'booked'],
      [2, 'cancelled'],
    ]);
    expect(body.days).toHaveLength(6);
    expect(body.days[0]).toEqual({
      date: '2026-03-03',
      opensAt: '08:00',
      closesAt: '18:00',
      closures: [],
      sessionCount: 1,
    });
    expect(body.days[3]).toMatchObject({ date: '2026-03-06', sessionCount: 0 });
    expect(body.days[5]).toMatchObject({ date: '2026-03-08', opensAt: null, closesAt: null });
  });

  test.each([
    '',
    '?from=2026-03-03&to=2026-03-02',
    '?from=2026-03-03&to=2026-04-14',
    '?from=tomorrow',
    '?from=2026-03-03&chair=1',
  ])('is not asked for "%s"', async (query) => {
    expect((await api.as(clinic.people.nurse).get(`/sessions${query}`)).body.type).toBe('invalid-request');
  });
});
