import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import type { Course } from '#server/contract/course.ts';
import type { StartTimeDay } from '#server/contract/plan.ts';
import type { Session } from '#server/contract/session.ts';
import { type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { answered, attend, newYork } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { aCourseOver, ONE_SESSION, openForBoosters, orderFor } from '#tests/support/one-session.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let course: Course;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
/** Ana's last session was on Tuesday 3 March: by an order of four weeks she is due on Tuesday the 31st. */
beforeEach(async () => {
  clinic = await openForBoosters(t.db);
  course = await aCourseOver(t.db, api, clinic);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

type By = keyof StaffedClinic['people'];
const book = (startsAt: string, by: By = 'front-desk', overrides?: object[]): Promise<Response> =>
  api
    .as(clinic.people[by])
    .post(`/courses/${course.id}/boosters`, { startsAt, ...(overrides && { overrides }) });
const booked = async (startsAt: string, by: By = 'front-desk', overrides?: object[]): Promise<Course> =>
  answered(await book(startsAt, by, overrides), 201);
const order = async (body?: object): Promise<Course> => {
  course = await orderFor(api, clinic, course, body);
  return course;
};
const startTimes = async (from: string, to = from, by: By = 'front-desk'): Promise<StartTimeDay[]> => {
  const answer = await api
    .as(clinic.people[by])
    .get(`/courses/${course.id}/booster-start-times?from=${from}&to=${to}`);
  return answered<{ days: StartTimeDay[] }>(answer, 200).days;
};
const codes = ({ body }: Response) => body.violations?.map(({ code }: { code: string }) => code);

const outside = (reason = 'Leaves for the summer') => [{ code: 'outside-booster-window', reason }];

describe('outside the window of its order a booster is booked (R12)', () => {
  // Due on 31 March, and a week either side
  const DAYS = [
    ['2026-03-23', true],
    ['2026-03-24', false],
    ['2026-04-07', false],
    ['2026-04-08', true],
  ] as const;

  test.each(DAYS)('by a clinician with a reason: %s, which is outside: %s', async (date, isOutside) => {
    await order();
    for (const by of ['front-desk', 'admin', 'clinician'] as const) {
      const answer = await book(newYork(date), by);
      expect([answer.status, answer.body.type]).toEqual(
        isOutside ? [422, 'outside-booster-window'] : [201, undefined],
      );
      if (!isOutside) return;
    }
    const after = await booked(newYork(date), 'clinician', outside());
    expect(after.sessions[1]).toMatchObject({
      startsAt: newYork(date),
      overrides: ['outside-booster-window'],
    });
    expect(after.boosterOutsideWindow).toBe(true);
  });

  test.each(['front-desk', 'admin'] as const)('and not by %s, whatever the reason', async (by) => {
    await order();
    const answer = await book(newYork('2026-04-08'), by, outside());
    expect(answer.body).toMatchObject({ type: 'outside-booster-window', status: 422 });
  });

  test('and only a clinician is offered the start, where nothing else is against it', async () => {
    await order();
    const offered = async (date: string, by: By) =>
      (await startTimes(date, date, by)).flatMap(({ starts }) => starts.filter(({ mayBend }) => mayBend));
    // Wednesday 8 April is a day late
    const late = await offered('2026-04-08', 'clinician');
    expect(late.map(({ startsAt }) => startsAt)).toContain(newYork('2026-04-08'));
    expect(
      late.every(({ refusals }) => refusals.every(({ code }) => code === 'outside-booster-window')),
    ).toBe(true);
    for (const by of ['front-desk', 'admin'] as const) expect(await offered('2026-04-08', by)).toEqual([]);
    expect(await offered('2026-04-07', 'clinician')).toEqual([]);
  });

  test('late, where the window has passed', async () => {
    await order();
    api.now = newYork('2026-04-20', '09:00');
    expect((await book(newYork('2026-04-22'))).body.type).toBe('outside-booster-window');
    await booked(newYork('2026-04-22'), 'clinician', outside('Was abroad'));
  });

  test('with the reason in the audit trail, where it can be erased', async () => {
    await order();
    await booked(newYork('2026-04-08'), 'clinician', outside('Quetzal leaves'));
    const { rows } = await t.superuser.query(
      `SELECT e.detail, (SELECT array_agg(p.value) FROM audit_personal p WHERE p.event_id = e.id) AS kept
       FROM audit_event e WHERE e.clinic_id = $1 AND e.kind = 'booster.book'`,
      [clinic.clinicId],
    );
    expect(rows).toMatchObject([
      { detail: { overrides: [{ code: 'outside-booster-window', sequence: 2 }] }, kept: ['Quetzal leaves'] },
    ]);
    expect(JSON.stringify(rows[0].detail)).not.toContain('Quetzal');
  });

  test('with the reason in the history of the course, which the front desk does not read', async () => {
    await order();
    const { id } = await booked(newYork('2026-04-08'), 'clinician', outside('Quetzal leaves'));
    const changes = async (by: By) =>
      (await api.as(clinic.people[by]).get(`/courses/${id}/changes`)).body.items;
    expect(await changes('nurse')).toMatchObject([
      {
        mode: 'book-booster',
        madeBy: { id: clinic.people.clinician },
        before: { sessions: [] },
        after: { sessions: [{ sequence: 2, startsAt: newYork('2026-04-08') }] },
        overrides: [{ code: 'outside-booster-window', sequence: 2, reason: 'Quetzal leaves' }],
        canUndo: false,
      },
    ]);
    expect(await changes('front-desk')).toMatchObject([{ overrides: [{ code: 'outside-booster-window' }] }]);
    expect(JSON.stringify(await changes('front-desk'))).not.toContain('Quetzal');
  });

  test('inside it leaves nothing in the history: no rule is bent', async () => {
    await order();
    const { id } = await booked(newYork('2026-04-07'), 'clinician', outside());
    const { body } = await api.as(clinic.people.clinician).get(`/courses/${id}/changes`);
    expect(body.items).toEqual([]);
  });

  test('and nothing that is nobody’s to bend is bent with it', async () => {
    await order();
    const sunday = await book(newYork('2026-04-12'), 'clinician', [
      ...outside(),
      { code: 'closed', reason: 'Would open' },
    ]);
    expect([sunday.body.type, codes(sunday)]).toEqual(['plan-breaks-rules', ['closed']]);
  });

  test.each([
    [[{ code: 'outside-booster-window' }], '/body/overrides/0/reason'],
    [[{ code: 'outside-booster-window', reason: ' ' }], '/body/overrides/0/reason'],
    [[{ code: 'no-such-rule', reason: 'Any' }], '/body/overrides/0/code'],
  ])('not by %j', async (overrides, pointer) => {
    await order();
    expect((await book(newYork('2026-04-08'), 'clinician', overrides)).body.errors).toMatchObject([
      { pointer },
    ]);
  });
});

describe('closer to a session than a week (R16)', () => {
  test.each([
    ['2026-03-09', true],
    ['2026-03-10', false],
  ])('a booster is %s too close: %s', async (date, isTooClose) => {
    await order({ asNeeded: true });
    const answer = await book(newYork(date), 'clinician', outside('As needed now'));
    expect(answer.status).toBe(isTooClose ? 422 : 201);
    if (!isTooClose) return;
    expect(answer.body.violations).toEqual([
      {
        code: 'too-close',
        detail: 'Too close to session 1: 7 days needed between.',
        sequence: 2,
        severity: 'hard',
        rule: 'R16',
      },
    ]);
    const reasons = [...outside('As needed now'), { code: 'too-close', reason: 'Needed now' }];
    expect((await booked(newYork(date), 'clinician', reasons)).sessions[1]?.overrides).toEqual([
      'outside-booster-window',
      'too-close',
    ]);
  });
});

describe('a booster series (R16)', () => {
  test('is booked one after another by the front desk, until it is used up', async () => {
    await order({ seriesOf: 3 });
    expect(course.boosterWindow).toMatchObject({
      seriesLeft: 3,
      // A clear day after Tuesday's session, and four weeks from then
      dueOn: '2026-03-05',
      earliestOn: '2026-03-05',
      latestOn: '2026-03-31',
      interval: null,
      asNeeded: false,
    });
    const left: unknown[] = [];
    for (const date of ['2026-03-05', '2026-03-09', '2026-03-11']) {
      const after = await booked(newYork(date));
      left.push([after.boosterWindow?.seriesLeft, after.actions]);
    }
    expect(left).toEqual([
      [2, ['book-booster']],
      [1, ['book-booster']],
      [0, []],
    ]);
    expect((await book(newYork('2026-03-16'))).body).toMatchObject({
      type: 'no-booster-order',
      detail: 'All 3 of the series are booked or over. Ask a clinician what follows.',
    });
  });

  test.each([
    ['2026-03-08', 422],
    ['2026-03-10', 422],
    ['2026-03-11', 201],
  ])('has a clear day at least either side of Monday 9 March: %s: %i', async (date, status) => {
    await order({ seriesOf: 4 });
    await booked(newYork('2026-03-09'));
    const answer = await book(newYork(date));
    expect(answer.status).toBe(status);
    if (status === 201) return;
    const detail = 'Too close to session 2: 2 days needed between.';
    expect(answer.body.violations).toContainEqual(
      expect.objectContaining({ code: 'too-close', detail, rule: 'R16' }),
    );
  });

  test('is within its order: not a day after, and not on the day after a session', async () => {
    await order({ seriesOf: 2, expiresOn: '2026-03-12' });
    for (const date of ['2026-03-04', '2026-03-13']) {
      expect((await book(newYork(date))).body.type).toBe('outside-booster-window');
    }
    await booked(newYork('2026-03-12'));
  });

  test('one of which was missed or cancelled has that one again', async () => {
    await order({ seriesOf: 2 });
    const first = await booked(newYork('2026-03-09'));
    await booked(newYork('2026-03-12'));
    expect((await book(newYork('2026-03-16'))).body.type).toBe('no-booster-order');
    const cancelled = (first.sessions[1] as Session).id;
    await api
      .as(clinic.people['front-desk'])
      .post(`/sessions/${cancelled}/cancel`, { reason: 'patient-cancel' });
    expect((await booked(newYork('2026-03-16'))).boosterWindow).toMatchObject({ seriesLeft: 0 });
  });

  test('counts from the last of it that took place', async () => {
    await order({ seriesOf: 3 });
    const first = await booked(newYork('2026-03-09'));
    await attend(api, clinic, first.sessions[1] as Session);
    expect((await startTimes('2026-03-10', '2026-03-11')).map(({ freeCount }) => freeCount > 0)).toEqual([
      false,
      true,
    ]);
    expect((await booked(newYork('2026-03-11'))).boosterWindow).toMatchObject({
      anchorOn: '2026-03-09',
      seriesLeft: 1,
    });
  });

  test('is ordered by a clinician alone, of two to six', async () => {
    const put = (by: By, seriesOf: number) =>
      api.as(clinic.people[by]).put(`/courses/${course.id}/booster-order`, { seriesOf, reason: 'Relapse' });
    expect((await put('front-desk', 3)).body.type).toBe('not-allowed');
    expect([(await put('clinician', 1)).status, (await put('clinician', 7)).status]).toEqual([400, 400]);
    expect([(await put('clinician', 2)).status, (await put('clinician', 6)).status]).toEqual([200, 200]);
  });

  test('has in it the booster that was booked before, which moves into it where it is later', async () => {
    await order();
    const before = await booked(newYork('2026-04-06'));
    const asked = await api
      .as(clinic.people.clinician)
      .post(`/courses/${course.id}/booster-order-previews`, { seriesOf: 2 });
    // A series is due at once: a clear day after Tuesday 3 March
    expect(asked.body.outside).toMatchObject([
      { sessionId: before.bookedBoosterId, move: { startsAt: newYork('2026-03-05') } },
    ]);
    answered(
      await api.as(clinic.people.clinician).post(`/courses/${course.id}/booster-order-changes`, {
        token: asked.body.token,
        reason: 'Low again',
        boosters: [{ sessionId: before.bookedBoosterId, choice: 'move' }],
      }),
      200,
    );
    expect((await booked(newYork('2026-03-10'))).boosterWindow).toMatchObject({ seriesLeft: 0 });
  });
});

describe('where the protocol asks for a look before a booster', () => {
  beforeEach(async () => {
    const { booster } = ONE_SESSION;
    clinic = await openForBoosters(t.db, {
      definition: { ...ONE_SESSION, booster: { ...booster, review: { rescreenMonths: 6 } } },
    });
    course = await aCourseOver(t.db, api, clinic);
    await order({ interval: 'P4W', flexDays: 31 });
  });
  const score = async (assessedOn: string) =>
    answered(
      await api
        .as(clinic.people.nurse)
        .post(`/courses/${course.id}/assessments`, { instrument: 'phq-9', total: 9, assessedOn }),
      201,
    );
  const looked = (code: string) => [{ code, reason: 'Seen on the telephone' }];

  test.each([
    // scored on, today, may the desk book (R17: a score of the last 30 days)
    ['2026-03-03', '2026-04-02', true],
    ['2026-03-03', '2026-04-03', false],
    ['2026-03-04', '2026-04-03', true],
  ])('scored on %s, the front desk books on %s: %s', async (scoredOn, today, mayBook) => {
    api.now = newYork(today, '08:00');
    await score(scoredOn);
    const answer = await book(newYork('2026-04-13'));
    expect(answer.status).toBe(mayBook ? 201 : 422);
    if (mayBook) return;
    expect(answer.body).toMatchObject({
      type: 'plan-breaks-rules',
      violations: [
        {
          code: 'needs-review',
          detail: 'A clinician looks at the course before its next booster is booked.',
          sequence: 2,
        },
      ],
    });
    expect(answer.text).not.toMatch(/score|phq/i);
    expect((await book(newYork('2026-04-13'), 'front-desk', looked('needs-review'))).status).toBe(422);
    const after = await booked(newYork('2026-04-13'), 'clinician', looked('needs-review'));
    expect(after.sessions[1]?.overrides).toEqual(['needs-review']);
  });

  test('every start says so, before one is chosen', async () => {
    api.now = newYork('2026-03-30', '08:00');
    const [day] = await startTimes('2026-04-13');
    expect(day?.freeCount).toBe(0);
    expect(day?.starts[8]?.refusals).toMatchObject([{ code: 'needs-review' }]);
    await score('2026-03-30');
    expect((await startTimes('2026-04-13'))[0]?.freeCount).toBeGreaterThan(0);
  });

  test.each([
    // thirteen weeks after Tuesday 3 March are over on Tuesday 2 June
    ['2026-05-20', '2026-06-02', true],
    ['2026-05-20', '2026-06-03', false],
    ['2026-06-02', '2026-06-03', false],
    ['2026-06-03', '2026-06-03', true],
  ])(
    'after a long pause a score from after it is needed: of %s, on %s: %s',
    async (scoredOn, today, mayBook) => {
      await order({ asNeeded: true });
      api.now = newYork(today, '08:00');
      await score(scoredOn);
      const answer = await book(newYork('2026-06-15'));
      expect([answer.status, codes(answer)]).toEqual(mayBook ? [201, undefined] : [422, ['needs-review']]);
    },
  );

  test.each([
    // six months after 3 March (R19)
    ['2026-09-03', true],
    ['2026-09-04', false],
  ])(
    'half a year after the last session a clinician decides: on %s the desk books: %s',
    async (today, mayBook) => {
      api.now = newYork('2026-06-04', '08:00');
      await order({ asNeeded: true, expiresOn: '2027-03-03' });
      api.now = newYork(today, '08:00');
      await score(today);
      const answer = await book(newYork('2026-09-14'));
      expect([answer.status, codes(answer)]).toEqual(
        mayBook ? [201, undefined] : [422, ['needs-rescreening']],
      );
      if (mayBook) return;
      expect(answer.body.violations[0].detail).toBe(
        'More than 6 months since the last session: a clinician decides whether the course goes on.',
      );
      await booked(newYork('2026-09-14'), 'clinician', looked('needs-rescreening'));
    },
  );
});

test('a protocol that asks for no look lets the front desk book without a score', async () => {
  await order();
  await booked(newYork('2026-03-31'));
});
