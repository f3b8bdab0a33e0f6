import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Plan, StartTime, StartTimeDay } from '#server/contract/plan.ts';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { bookFor, newYork, planFor, sixAt, TUE_FRI } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { NOTHING, stored } from '#tests/support/stored.ts';

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
const starts = (plan: Plan | undefined) => plan?.sessions.map(({ startsAt }) => startsAt) ?? [];
const localTimes = (plan: Plan | undefined) => starts(plan).map((startsAt) => startsAt.slice(11, 16));
const codes = (violations: readonly { code: string }[]) => violations.map(({ code }) => code);

/** The whole clinic is closed from the morning of the first day to the end of the last. */
const aClosure = (firstDay: string, lastDay: string, reason: string) => ({
  id: '01950000-0000-7000-8000-000000000001',
  startsAt: Date.parse(newYork(firstDay, '00:00')),
  endsAt: Date.parse(newYork(lastDay, '23:59')),
  chairId: null,
  staffId: null,
  reason,
});

describe('three plans', () => {
  test('come best first: the earliest first session, then the fewest points', async () => {
    const { plans, whyNot } = await planFor(api, clinic, ana);
    expect(plans).toHaveLength(3);
    expect(whyNot).toEqual([]);
    const order = plans.map(({ firstOn, cost }) => `${firstOn} ${String(cost).padStart(6, '0')}`);
    expect(order).toEqual([...order].sort());
    expect(plans[0]?.firstOn).toBe('2026-03-02');
  });

  test('are three different ones, each of six sessions by the rules of the protocol', async () => {
    const { plans } = await planFor(api, clinic, ana);
    expect(new Set(plans.map((plan) => starts(plan).join())).size).toBe(3);
    for (const plan of plans) {
      expect(plan.sessions.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
      const days = starts(plan).map((startsAt) => Date.parse(startsAt.slice(0, 10)) / 86_400_000);
      const gaps = days.slice(1).map((day, index) => day - (days[index] ?? 0));
      for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(2);
      expect(plan.spanDays).toBe((days[5] ?? 0) - (days[0] ?? 0));
      expect(plan.spanDays).toBeLessThanOrEqual(28);
      for (const { startsAt, endsAt, poolId } of plan.sessions) {
        expect((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000).toBe(100);
        expect(poolId).toBe(clinic.poolId);
      }
    }
  });

  test('keep the time of the day when the clocks go forward on Sunday 8 March', async () => {
    const { plans } = await planFor(api, clinic, ana);
    const [plan] = plans;
    expect(new Set(localTimes(plan))).toEqual(new Set([plan?.usualTime]));
    expect(new Set(starts(plan).map((startsAt) => startsAt.slice(19)))).toEqual(
      new Set(['-05:00', '-04:00']),
    );
  });

  test('say when the booster would be due: four weeks after the last session', async () => {
    const { plans } = await planFor(api, clinic, ana, { fixed: fixedAt(TUE_FRI) });
    expect(plans[0]?.boosterWindow).toEqual({
      dueOn: '2026-04-17',
      earliestOn: '2026-04-10',
      latestOn: '2026-04-24',
      interval: 'P4W',
      asNeeded: false,
      source: 'protocol',
      anchorOn: '2026-03-20',
      provisional: true,
    });
  });

  test('are the same for the same question, and write nothing', async () => {
    const asked = { seed: 7, limit: 5 };
    const first = await planFor(api, clinic, ana, asked);
    expect(await planFor(api, clinic, ana, asked)).toEqual(first);
    expect(first.plans).toHaveLength(5);
    expect(await stored(t.superuser, clinic.clinicId)).toEqual(NOTHING);
  });

  test('leave out what is booked, the patient’s own sessions too', async () => {
    const [best] = (await planFor(api, clinic, ana, { limit: 1 })).plans;
    await bookFor(
      api,
      clinic,
      ana,
      starts(best).map((startsAt) => ({ startsAt })),
    );
    const again = await planFor(api, clinic, ana, { seed: 1 });
    for (const plan of again.plans) {
      for (const startsAt of starts(plan)) expect(starts(best)).not.toContain(startsAt);
    }
  });
});

describe('what a plan costs', () => {
  test('is the sum of its reasons, each in words and with its sessions', async () => {
    const { plans } = await planFor(api, clinic, ana, {
      preferences: { weekdays: [3], timeOfDay: { from: '07:00', to: '07:30' } },
    });
    for (const { cost, reasons } of plans) {
      expect(cost).toBeGreaterThan(0);
      expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBe(cost);
      for (const { detail, sequences } of reasons) {
        expect(detail).toMatch(/^[A-Z\d].* .*\.$/);
        expect(sequences.length).toBeGreaterThan(0);
      }
    }
    const [best] = plans;
    expect(best?.reasons).toContainEqual({
      code: 'time-not-preferred',
      // 20 each, and 2 for the two quarters of an hour between 7:30 and 8:00
      points: 132,
      sequences: [1, 2, 3, 4, 5, 6],
      detail: '6 sessions are outside the time of day that was asked for.',
    });
  });

  test('is nothing where the patient gets all that was asked for', async () => {
    const { plans } = await planFor(api, clinic, ana, {
      preferences: { weekdays: [2, 5], timeOfDay: { from: '13:00', to: '15:00' } },
    });
    const [best] = plans;
    expect(best).toMatchObject({ cost: 0, reasons: [] });
    expect(starts(best).map((startsAt) => startsAt.slice(0, 10))).toEqual(TUE_FRI);
    for (const time of localTimes(best)) expect(time >= '13:00' && time <= '15:00').toBe(true);
  });

  test('counts busy times', async () => {
    for (const name of ['Bo Hara', 'Cy Moss']) {
      await bookFor(api, clinic, await aPatient(t.db, clinic, name), sixAt('10:00'));
    }
    const { plans } = await planFor(api, clinic, ana, { fixed: fixedAt(TUE_FRI), limit: 1 });
    expect(codes(plans[0]?.reasons ?? [])).toEqual(['contested-time']);
  });
});

const fixedAt = (days: readonly string[], time = '10:00') =>
  sixAt(time, days).map(({ startsAt }, index) => ({ sequence: index + 1, startsAt }));

describe('sessions that must be just so', () => {
  test('stand where they were put in every plan, and the others around them', async () => {
    // Thursday 12 March, 14:30
    const third = { sequence: 3, startsAt: newYork('2026-03-12', '14:30') };
    const { plans } = await planFor(api, clinic, ana, { fixed: [third] });
    expect(plans).toHaveLength(3);
    for (const plan of plans) expect(starts(plan)[2]).toBe(third.startsAt);
  });

  test('may be told by a clock elsewhere', async () => {
    // 14:30 in New York, already on summer time
    const inKathmandu = '2026-03-13T00:15:00+05:45';
    const { plans } = await planFor(api, clinic, ana, {
      fixed: [{ sequence: 3, startsAt: inKathmandu }],
      limit: 1,
    });
    expect(starts(plans[0])[2]).toBe(newYork('2026-03-12', '14:30'));
  });

  test.each([
    ['on a day without hours', [{ sequence: 2, startsAt: newYork('2026-03-08') }], ['closed']],
    ['off the grid', [{ sequence: 2, startsAt: newYork('2026-03-06', '10:10') }], ['off-grid']],
    ['in the past', [{ sequence: 1, startsAt: newYork('2026-02-27') }], ['in-the-past']],
    ['on Monday and Tuesday', fixedAt(['2026-03-02', ...TUE_FRI.slice(0, 5)]), ['too-close']],
  ])('%s leave no plan, and the reason is theirs', async (_, fixed, expected) => {
    const { plans, whyNot } = await planFor(api, clinic, ana, { fixed });
    expect(plans).toEqual([]);
    expect(codes(whyNot)).toEqual(expected);
    expect(whyNot[0]?.sequence).toBe(fixed.length === 6 ? 2 : fixed[0]?.sequence);
  });

  test('in a full house leave no plan, and the reason is the chairs', async () => {
    const small = await openStaffedClinic(t.db, { chairs: 1 });
    await bookFor(api, small, await aPatient(t.db, small, 'Bo Hara'));
    const { plans, whyNot } = await planFor(api, small, await aPatient(t.db, small), {
      fixed: [{ sequence: 1, startsAt: newYork('2026-03-03') }],
    });
    expect(plans).toEqual([]);
    expect(whyNot).toEqual([
      {
        code: 'chair-full',
        detail: 'Every chair is taken for part of this time.',
        sequence: 1,
        severity: 'hard',
      },
    ]);
  });

  test.each([
    ['a number that the protocol does not have', [{ sequence: 7, startsAt: newYork('2026-03-06') }], 0],
    [
      'the same number twice',
      [
        { sequence: 2, startsAt: newYork('2026-03-06') },
        { sequence: 2, startsAt: newYork('2026-03-09') },
      ],
      1,
    ],
  ])('have no plan with %s', async (_, fixed, index) => {
    const { status, body } = await desk().post('/course-plans', { ...question(), fixed });
    expect({ status, type: body.type }).toEqual({ status: 400, type: 'invalid-request' });
    expect(body.errors[0].pointer).toBe(`/body/fixed/${index}/sequence`);
  });
});

describe('there is no plan at all', () => {
  test('where the clinic is closed for months', async () => {
    const closed = await openStaffedClinic(t.db, {
      closures: [aClosure('2026-03-01', '2026-08-31', 'Rebuilding')],
    });
    const { plans, whyNot } = await planFor(api, closed, await aPatient(t.db, closed));
    expect(plans).toEqual([]);
    expect(codes(whyNot)).toContain('closed');
  });

  test('where it opens on Mondays alone, since six of them take longer than 28 days', async () => {
    const mondays = await openStaffedClinic(t.db, {
      openingHours: [
        { id: '01950000-0000-7000-8000-000000000002', weekday: 1, opensAt: '08:00', closesAt: '18:00' },
      ],
    });
    const { plans, whyNot } = await planFor(api, mondays, await aPatient(t.db, mondays));
    expect(plans).toEqual([]);
    expect(whyNot[0]).toMatchObject({
      code: 'span-exceeded',
      detail:
        'Times are free, but no set of them fits into 28 days with the spacing that the protocol asks for.',
    });
  });

  test('where nobody is trained', async () => {
    await t.superuser.query('UPDATE staff SET trained = false WHERE clinic_id = $1', [clinic.clinicId]);
    expect(codes((await planFor(api, clinic, ana)).whyNot)[0]).toBe('too-few-trained');
  });
});

const question = () => ({ patientId: ana, protocolId: clinic.protocolId, from: '2026-03-02' });

describe('a question about plans', () => {
  test.each([
    ['from yesterday', { from: '2026-03-01' }, 400, 'invalid-request', '/body/from'],
    ['from a day that never is', { from: '2026-02-30' }, 400, 'invalid-request', '/body/from'],
    ['for six plans', { limit: 6 }, 400, 'invalid-request', '/body/limit'],
    [
      'for the eighth day of the week',
      { preferences: { weekdays: [8] } },
      400,
      'invalid-request',
      '/body/preferences/weekdays/0',
    ],
    [
      'for a time of day that ends before it begins',
      { preferences: { timeOfDay: { from: '12:00', to: '11:00' } } },
      400,
      'invalid-request',
      '/body/preferences/timeOfDay/to',
    ],
    ['with a field of its own', { urgent: true }, 400, 'invalid-request', '/body/urgent'],
  ])('%s is refused, and says where', async (_, change, status, type, pointer) => {
    const answer = await desk().post('/course-plans', { ...question(), ...change });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ type, errors: [{ pointer }] });
  });

  test('may begin today, as the calendar of the clinic shows it', async () => {
    // half past eleven in the evening in New York, and Tuesday in London
    api.now = newYork('2026-03-02', '23:30');
    expect((await desk().post('/course-plans', question())).status).toBe(200);
    api.now = newYork('2026-03-03', '00:30');
    expect((await desk().post('/course-plans', question())).body.errors).toEqual([
      { pointer: '/body/from', detail: 'Must be today, 2026-03-03, or later.' },
    ]);
  });

  test('may begin on the last day that there is, and the plans end after it', async () => {
    const { body } = await desk().post('/course-plans', { ...question(), from: '2200-12-31' });
    expect(body.plans[0].lastOn.slice(0, 4)).toBe('2201');
    expect((await desk().post('/course-plans', { ...question(), from: '2201-01-01' })).body).toMatchObject({
      type: 'invalid-request',
      errors: [{ pointer: '/body/from', detail: 'Must be a date between 1900 and 2200.' }],
    });
  });

  test('is refused by name for a patient or a protocol that is not there, or no longer booked', async () => {
    const nobody = '01950000-0000-7000-8000-000000000000';
    for (const path of ['/course-plans', '/course-plans/start-times']) {
      const more = path === '/course-plans' ? {} : { sessions: sixAt(), sequence: 1, to: '2026-03-09' };
      const ask = async (change: object) =>
        (await desk().post(path, { ...question(), ...more, ...change })).body;
      expect(await ask({ patientId: nobody })).toMatchObject({ type: 'not-found', status: 404 });
      expect(await ask({ protocolId: nobody })).toMatchObject({ type: 'not-found', status: 404 });
      expect(await ask({ protocolId: clinic.retiredProtocolId })).toMatchObject({
        type: 'protocol-retired',
        status: 409,
      });
    }
  });
});

describe('the starts that one session of a plan could have', () => {
  const ask = async (change: object = {}): Promise<StartTimeDay[]> => {
    const { status, body } = await desk().post('/course-plans/start-times', {
      ...question(),
      sessions: sixAt(),
      sequence: 2,
      to: '2026-03-09',
      ...change,
    });
    expect({ status, problem: body.detail }).toEqual({ status: 200, problem: undefined });
    return body.days;
  };
  const day = (days: StartTimeDay[], date: string) => days.find((one) => one.date === date) as StartTimeDay;
  const start = (days: StartTimeDay[], date: string, time: string) =>
    day(days, date).starts.find(({ startsAt }) => startsAt === newYork(date, time)) as StartTime;

  test('are every quarter of an hour, free or refused', async () => {
    const friday = day(await ask(), '2026-03-06');
    expect(friday.starts).toHaveLength(40);
    expect(friday.starts[0]).toEqual({
      startsAt: newYork('2026-03-06', '08:00'),
      poolId: clinic.poolId,
      refusals: [],
    });
    // 16:15 and 100 minutes end at 17:55; from 16:30 on, the clinic closes before the session is over.
    expect(friday.freeCount).toBe(34);
    expect(start([friday], '2026-03-06', '16:15').refusals).toEqual([]);
    expect(start([friday], '2026-03-06', '16:30').refusals).toEqual([
      {
        code: 'closed',
        detail: 'The clinic is not open for the whole session.',
        sequence: 2,
        severity: 'hard',
      },
    ]);
  });

  test('stay clear of the session before, and of the one after', async () => {
    const days = await ask();
    for (const date of ['2026-03-03', '2026-03-04']) {
      expect(day(days, date).freeCount).toBe(0);
      expect(start(days, date, '10:00').refusals).toEqual([
        {
          code: 'too-close',
          detail: 'Too close to session 1: one clear day needed between.',
          sequence: 2,
          severity: 'hard',
        },
      ]);
    }
    expect(day(days, '2026-03-05').freeCount).toBe(34);
    expect(codes(start(days, '2026-03-02', '10:00').refusals)).toContain('out-of-order');
    // Session 3 is on Tuesday the 10th.
    expect(codes(start(days, '2026-03-09', '10:00').refusals)).toContain('too-close');
  });

  test('are none on a Sunday, nor on a day that is closed, which says why in the clinic’s words', async () => {
    clinic = await openStaffedClinic(t.db, {
      closures: [aClosure('2026-03-06', '2026-03-06', 'Staff training')],
    });
    ana = await aPatient(t.db, clinic);
    const days = await ask();
    expect(day(days, '2026-03-06')).toMatchObject({ freeCount: 0, closedReason: 'Closed: Staff training' });
    expect(codes(start(days, '2026-03-06', '10:00').refusals)).toEqual(['closed']);
    expect(day(days, '2026-03-08')).toEqual({
      date: '2026-03-08',
      freeCount: 0,
      closedReason: 'The clinic has no hours on this day.',
      starts: [],
    });
  });

  test('are refused where every chair is taken, and while the nurses have enough to watch', async () => {
    clinic = await openStaffedClinic(t.db, { chairs: 3, nurses: 1 });
    ana = await aPatient(t.db, clinic);
    for (const name of ['Bo Hara', 'Cy Moss']) {
      await bookFor(api, clinic, await aPatient(t.db, clinic, name), sixAt('10:00'));
    }
    const days = await ask();
    // One nurse may watch two infusions, which last from 10:15 to 10:55.
    expect(start(days, '2026-03-06', '10:00').refusals).toEqual([
      {
        code: 'monitoring-full',
        detail: 'The nurses on duty already watch as many patients as they may.',
        sequence: 2,
        severity: 'hard',
      },
    ]);
    await t.superuser.query(
      `UPDATE chair SET out_of_use_from = '2026-01-01' WHERE clinic_id = $1 AND position = 2`,
      [clinic.clinicId],
    );
    expect(codes(start(await ask(), '2026-03-06', '10:00').refusals)).toEqual([
      'chair-full',
      'monitoring-full',
    ]);
    expect(start(days, '2026-03-06', '08:15').refusals).toEqual([]);
  });

  test('are refused where the patient has another session, and where they have passed', async () => {
    await bookFor(api, clinic, ana, sixAt('10:00'));
    // Friday 6 March, noon
    api.now = newYork('2026-03-06', '12:00');
    const days = await ask();
    expect(codes(start(days, '2026-03-06', '10:00').refusals)).toEqual(['in-the-past', 'patient-busy']);
    expect(codes(start(days, '2026-03-06', '11:45').refusals)).toEqual(['in-the-past']);
    expect(start(days, '2026-03-06', '12:00').refusals).toEqual([]);
  });

  test('are asked for a few weeks at most, and for a plan of the protocol’s own length', async () => {
    const refused = async (change: object) => {
      const { body } = await desk().post('/course-plans/start-times', {
        ...question(),
        sessions: sixAt(),
        sequence: 2,
        to: '2026-03-09',
        ...change,
      });
      expect(body.type).toBe('invalid-request');
      return body.errors.map(({ pointer }: { pointer: string }) => pointer);
    };
    expect(await refused({ to: '2026-03-01' })).toEqual(['/body/to']);
    // 43 days, both ends included
    expect(await refused({ to: '2026-04-13' })).toEqual(['/body/to']);
    expect(await ask({ to: '2026-04-12' })).toHaveLength(42);
    expect(await refused({ sessions: sixAt().slice(1) })).toEqual(['/body/sessions']);
    expect(await refused({ sequence: 7 })).toEqual(['/body/sequence']);
  });
});
