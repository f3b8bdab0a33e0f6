import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Plan } from '#server/contract/plan.ts';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, book, bookFor, newYork, planFor, sixAt, TUE_FRI } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { NOTHING, overlaps, stored } from '#tests/support/stored.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let ana: string;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(async () => {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db);
  ana = await aPatient(t.db, clinic);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const desk = () => api.as(clinic.people['front-desk']);
const NOBODY = '01950000-0000-7000-8000-000000000000';

describe('a course', () => {
  test('is booked whole: six sessions, a version and a booster window', async () => {
    const answer = await book(api, clinic, ana);
    expect(answer.status).toBe(201);
    expect(answer.headers.etag).toBe('"1"');
    expect(answer.body).toMatchObject({
      patientId: ana,
      patientName: 'Ana Lima',
      protocol: { id: clinic.protocolId, name: 'Six infusions', version: 1, route: 'iv' },
      state: 'induction',
      version: 1,
      plannedCount: 6,
      createdAt: '2026-03-02T08:00:00-05:00',
      boosterWindow: {
        dueOn: '2026-04-17',
        earliestOn: '2026-04-10',
        latestOn: '2026-04-24',
        anchorOn: '2026-03-20',
        source: 'protocol',
        provisional: true,
      },
      bookedBoosterId: null,
    });
    expect(answer.body.sessions).toEqual(
      TUE_FRI.map((date, index) =>
        expect.objectContaining({
          sequence: index + 1,
          phase: 'induction',
          status: 'booked',
          startsAt: newYork(date, '10:00'),
          endsAt: newYork(date, '11:40'),
          poolId: clinic.poolId,
          chairId: expect.any(String),
        }),
      ),
    );
  });

  test('reads the same when it is asked for again, and stands on the board and in the list', async () => {
    const course = await bookFor(api, clinic, ana);
    const again = await desk().get(`/courses/${course.id}`);
    expect(again.headers.etag).toBe('"1"');
    expect(again.body).toEqual(course);
    expect((await desk().get(`/patients/${ana}/courses`)).body).toEqual({ items: [course] });
    const board = await desk().get('/sessions?from=2026-03-03&to=2026-03-20');
    expect(board.body.items).toEqual(course.sessions);
    expect((await desk().get('/courses?state=induction')).body.items).toEqual([
      expect.objectContaining({ id: course.id, nextSessionAt: newYork('2026-03-03') }),
    ]);
  });

  test('is the plan that was shown', async () => {
    const { plans } = await planFor(api, clinic, ana);
    const planned = plans[0] as Plan;
    const course = await bookFor(api, clinic, ana, chosenFrom(planned));
    expect(course.sessions).toMatchObject(planned.sessions);
    expect(course.boosterWindow).toEqual(planned.boosterWindow);
  });

  test('may be told by clocks elsewhere, and is answered by the clinic’s', async () => {
    const elsewhere = sixAt().map(({ startsAt }, index) => ({
      startsAt: index % 2 === 0 ? new Date(startsAt).toISOString() : inKathmandu(startsAt),
    }));
    const course = await bookFor(api, clinic, ana, elsewhere);
    expect(course.sessions).toMatchObject(sixAt());
  });

  test('leaves its history: who booked each session, and when', async () => {
    const course = await bookFor(api, clinic, ana);
    const { rows } = await t.superuser.query(
      `SELECT kind, actor_id AS actor, from_status AS before, to_status AS after, at FROM session_event
       WHERE course_id = $1`,
      [course.id],
    );
    expect(rows).toEqual(
      course.sessions.map(() => ({
        kind: 'book',
        actor: clinic.people['front-desk'],
        before: null,
        after: 'booked',
        at: new Date(MONDAY_8AM),
      })),
    );
  });

  test('shares the chairs with others until they are all taken', async () => {
    for (const name of ['Bo Hara', 'Cy Moss', 'Di Park']) {
      await bookFor(api, clinic, await aPatient(t.db, clinic, name));
    }
    expect((await book(api, clinic, ana)).body.type).toBe('slot-taken');
    expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);
  });
});

const chosenFrom = ({ sessions }: Plan) => sessions.map(({ startsAt, poolId }) => ({ startsAt, poolId }));

/** The same instant, as a clock in Kathmandu shows it. */
const inKathmandu = (startsAt: string) =>
  new Date(Date.parse(startsAt) + 345 * 60_000).toISOString().replace('.000Z', '+05:45');

describe('when one of the six is taken', () => {
  /** One chair; Bo is in it on Tuesday the 10th and Friday the 20th at ten. */
  const BOS_DAYS = ['2026-03-04', '2026-03-06', '2026-03-10', '2026-03-12', '2026-03-16', '2026-03-20'];
  // Of Bo's days Ana wants Friday the 6th too, at another hour.
  const ANAS = sixAt('10:00').map((session, index) =>
    index === 1 ? { startsAt: newYork('2026-03-06', '14:00') } : session,
  );

  beforeEach(async () => {
    clinic = await openStaffedClinic(t.db, { chairs: 1 });
    ana = await aPatient(t.db, clinic);
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('10:00', BOS_DAYS));
  });

  test('none of the six is booked, and the lost ones are named', async () => {
    const before = await stored(t.superuser, clinic.clinicId);
    const answer = await book(api, clinic, ana, ANAS, { 'Idempotency-Key': 'ana-on-monday' });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ type: 'slot-taken', lost: [3, 6] });
    expect(answer.body.violations).toEqual(
      [3, 6].map((sequence) => ({
        code: 'chair-full',
        detail: 'Every chair is taken for part of this time.',
        sequence,
        severity: 'hard',
      })),
    );
    expect(await stored(t.superuser, clinic.clinicId)).toEqual(before);
    expect((await desk().get(`/patients/${ana}/courses`)).body.items).toEqual([]);
  });

  test('the first alternative keeps what was not lost, and stays near what was chosen', async () => {
    const { body } = await book(api, clinic, ana, ANAS);
    const alternatives: Plan[] = body.alternatives;
    expect(alternatives).toHaveLength(3);
    const [keeping] = alternatives as [Plan];
    for (const index of [0, 1, 3, 4]) {
      expect(keeping.sessions[index]?.startsAt).toBe(ANAS[index]?.startsAt);
    }
    for (const index of [2, 5]) expect(keeping.sessions[index]?.startsAt).not.toBe(ANAS[index]?.startsAt);
    const seen = alternatives.map(({ sessions }) => sessions.map(({ startsAt }) => startsAt).join());
    expect(new Set(seen).size).toBe(3);
  });

  test.each([0, 1, 2])('alternative %i can be booked at once', async (index) => {
    const { body } = await book(api, clinic, ana, ANAS);
    const course = await bookFor(api, clinic, ana, chosenFrom(body.alternatives[index]));
    expect(course.sessions).toMatchObject(body.alternatives[index].sessions);
  });

  test('alternatives begin no earlier than was asked for', async () => {
    const later = sixAt('10:00', [
      '2026-03-20',
      '2026-03-24',
      '2026-03-27',
      '2026-03-31',
      '2026-04-03',
      '2026-04-07',
    ]);
    const { body } = await book(api, clinic, ana, later);
    expect(body.lost).toEqual([1]);
    for (const { firstOn } of body.alternatives) expect(firstOn >= '2026-03-20').toBe(true);
  });

  test('a patient who has another session then has lost it too', async () => {
    clinic = await openStaffedClinic(t.db);
    ana = await aPatient(t.db, clinic);
    await bookFor(api, clinic, ana);
    const { status, body } = await book(api, clinic, ana, sixAt('11:00'));
    expect(status).toBe(409);
    expect(body).toMatchObject({ type: 'slot-taken', lost: [1, 2, 3, 4, 5, 6] });
    expect(body.violations[0].code).toBe('patient-busy');
  });

  test('the nurses’ load is a loss as a chair is', async () => {
    clinic = await openStaffedClinic(t.db, { nurses: 1 });
    for (const name of ['Bo Hara', 'Cy Moss']) {
      await bookFor(api, clinic, await aPatient(t.db, clinic, name));
    }
    ana = await aPatient(t.db, clinic);
    const { body } = await book(api, clinic, ana, [
      ...sixAt().slice(0, 5),
      { startsAt: newYork('2026-03-20', '14:00') },
    ]);
    expect(body).toMatchObject({ type: 'slot-taken', lost: [1, 2, 3, 4, 5] });
    expect(body.violations[0].code).toBe('monitoring-full');
  });
});

/** The six of `sixAt`, with some of them elsewhere. */
const sixWith = (changes: Record<number, string>) =>
  sixAt().map((session, index) => {
    const startsAt = changes[index + 1];
    return startsAt === undefined ? session : { startsAt };
  });

describe('six times that break a rule', () => {
  test.each([
    ['are five', sixAt().slice(0, 5), 'wrong-count', undefined],
    ['are seven', [...sixAt(), { startsAt: newYork('2026-03-24') }], 'wrong-count', undefined],
    ['are out of order', sixWith({ 2: newYork('2026-03-10'), 3: newYork('2026-03-06') }), 'out-of-order', 3],
    ['are on one day', sixWith({ 2: newYork('2026-03-03', '14:00') }), 'too-close', 2],
    ['are on Monday and Tuesday', sixWith({ 2: newYork('2026-03-09') }), 'too-close', 3],
    [
      'are four within seven days',
      sixAt('10:00', ['2026-03-03', '2026-03-05', '2026-03-07', '2026-03-09', '2026-03-13', '2026-03-17']),
      'too-many-in-week',
      4,
    ],
    ['have ten clear days between them', sixWith({ 6: newYork('2026-03-30') }), 'too-far', 6],
    [
      'take longer than 28 days',
      sixAt('10:00', ['2026-03-03', '2026-03-10', '2026-03-17', '2026-03-24', '2026-03-31', '2026-04-07']),
      'span-exceeded',
      6,
    ],
    ['are off the grid by five minutes', sixWith({ 4: newYork('2026-03-13', '10:05') }), 'off-grid', 4],
    ['are off the grid by a second', sixWith({ 4: '2026-03-13T10:00:01-04:00' }), 'off-grid', 4],
    ['are on a Sunday', sixWith({ 2: newYork('2026-03-08') }), 'closed', 2],
    ['are in the night', sixWith({ 2: newYork('2026-03-06', '03:00') }), 'closed', 2],
    ['end after the clinic closes', sixWith({ 2: newYork('2026-03-06', '16:30') }), 'closed', 2],
    ['are in the past', sixWith({ 1: newYork('2026-02-27') }), 'in-the-past', 1],
  ])('%s are refused, and nothing is booked', async (_, sessions, code, sequence) => {
    const { status, body } = await book(api, clinic, ana, sessions);
    expect({ status, type: body.type }).toEqual({ status: 422, type: 'plan-breaks-rules' });
    expect(body.violations).toContainEqual({
      code,
      detail: expect.stringMatching(/^[A-Z\d].* .*\.$/),
      severity: 'hard',
      ...(sequence === undefined ? {} : { sequence }),
    });
    expect(body.alternatives).toBeUndefined();
    expect(await stored(t.superuser, clinic.clinicId)).toEqual(NOTHING);
  });

  test('are told all that is wrong with them at once', async () => {
    const { body } = await book(
      api,
      clinic,
      ana,
      sixWith({
        1: newYork('2026-03-03', '10:07'),
        3: newYork('2026-03-07'),
        6: newYork('2026-03-20', '17:00'),
      }),
    );
    expect(
      body.violations.map(({ code, sequence }: { code: string; sequence: number }) => [sequence, code]),
    ).toEqual([
      [1, 'off-grid'],
      [3, 'closed'],
      [6, 'closed'],
      [3, 'too-close'],
    ]);
  });

  test('Monday ten and Wednesday nine are a clear day apart', async () => {
    const mondays = sixWith({ 1: newYork('2026-03-02', '10:00'), 2: newYork('2026-03-04', '09:00') });
    await bookFor(api, clinic, ana, mondays);
  });

  test('a minute ago is the past, and now is not', async () => {
    const today = ['2026-03-02', ...TUE_FRI.slice(1)];
    api.now = newYork('2026-03-02', '10:01');
    expect((await book(api, clinic, ana, sixAt('10:00', today))).body.violations).toMatchObject([
      { code: 'in-the-past', sequence: 1 },
    ]);
    api.now = newYork('2026-03-02', '10:00');
    await bookFor(api, clinic, ana, sixAt('10:00', today));
  });

  test('the hour that the clock skips is no time of the day', async () => {
    const night = await openStaffedClinic(t.db, {
      openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        id: `01950000-0000-7000-8000-00000000000${weekday}`,
        weekday,
        opensAt: '00:00',
        closesAt: '24:00',
      })),
      shifts: [],
    });
    const who = await aPatient(t.db, night);
    // Clocks go from 2 to 3 on Sunday the 8th: half past two by winter time is half past three by the clock.
    const { body } = await book(api, night, who, sixWith({ 3: '2026-03-08T02:30:00-05:00' }));
    expect(body.type).toBe('plan-breaks-rules');
    const days = answered<{ days: { starts: { startsAt: string }[] }[] }>(
      await api.as(night.people['front-desk']).post('/course-plans/start-times', {
        patientId: who,
        protocolId: night.protocolId,
        sessions: sixAt(),
        sequence: 3,
        from: '2026-03-08',
        to: '2026-03-08',
      }),
      200,
    ).days;
    const times = days[0]?.starts.map(({ startsAt }) => startsAt.slice(11)) ?? [];
    expect(times).toHaveLength(92);
    expect(times.slice(7, 9)).toEqual(['01:45:00-05:00', '03:00:00-04:00']);
  });
});

describe('a booking', () => {
  const request = () => ({ patientId: ana, protocolId: clinic.protocolId, sessions: sixAt() });

  test.each([
    ['of nobody', () => ({ patientId: NOBODY }), 404, 'not-found'],
    ['by no protocol', () => ({ protocolId: NOBODY }), 404, 'not-found'],
    ['by a retired protocol', () => ({ protocolId: clinic.retiredProtocolId }), 409, 'protocol-retired'],
    ['of nothing', () => ({ sessions: [] }), 400, 'invalid-request'],
    ['of 37 sessions', () => ({ sessions: Array(37).fill(sixAt()[0]) }), 400, 'invalid-request'],
    [
      'at a time without a zone',
      () => ({ sessions: [{ startsAt: '2026-03-03T10:00:00' }] }),
      400,
      'invalid-request',
    ],
    [
      'on a day that never is',
      () => ({ sessions: [{ startsAt: '2026-02-30T10:00:00Z' }] }),
      400,
      'invalid-request',
    ],
    [
      'with a chair of its own',
      () => ({ sessions: [{ ...sixAt()[0], chairId: clinic.chairIds[0] }] }),
      400,
      'invalid-request',
    ],
  ])('%s is refused', async (_, change, status, type) => {
    const answer = await desk().post('/courses', { ...request(), ...change() });
    expect({ status: answer.status, type: answer.body.type }).toEqual({ status, type });
    expect(await stored(t.superuser, clinic.clinicId)).toEqual(NOTHING);
  });

  test('in a pool that the protocol does not use is refused, and says which session', async () => {
    const sessions = sixAt().map((session, index) =>
      index === 4 ? { ...session, poolId: NOBODY } : session,
    );
    const { status, body } = await book(api, clinic, ana, sessions);
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      {
        pointer: '/body/sessions/4/poolId',
        detail: 'Is no pool that this protocol uses. Leave it out, and the best one is taken.',
      },
    ]);
  });

  test('may be made by a clinician, and not by a nurse or a patient', async () => {
    expect((await api.as(clinic.people.clinician).post('/courses', request())).status).toBe(201);
    for (const person of [clinic.people.nurse, ana]) {
      expect((await api.as(person).post('/courses', request())).body.type).toBe('not-allowed');
    }
  });
});
