import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import type { BoosterOrderPreview } from '#server/contract/booster-order.ts';
import type { BoosterOrder, Course } from '#server/contract/course.ts';
import { aPatient, type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { answered, bookFor, newYork } from '#tests/support/bookings.ts';
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
/**
 * Ana's last session was on Tuesday 3 March. By an order of four weeks she is due on Tuesday the 31st, and that is where
 * her booster is booked, at ten.
 */
beforeEach(async () => {
  clinic = await openForBoosters(t.db);
  course = await orderFor(api, clinic, await aCourseOver(t.db, api, clinic));
  answered(await desk().post(`/courses/${course.id}/boosters`, { startsAt: DUE }), 201);
  course = await now();
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const DUE = newYork('2026-03-31');
const WORSE = { reason: 'Low again from week two' };

const desk = () => api.as(clinic.people['front-desk']);
const clinician = () => api.as(clinic.people.clinician);
const ask = (order: object, by = clinician()): Promise<Response> =>
  by.post(`/courses/${course.id}/booster-order-previews`, order);
const shown = async (order: object): Promise<BoosterOrderPreview> => answered(await ask(order), 200);
const commit = (token: string, body: object, by = clinician()): Promise<Response> =>
  by.post(`/courses/${course.id}/booster-order-changes`, { token, ...WORSE, ...body });
const booster = (): string => course.bookedBoosterId ?? '';
const moving = () => ({ boosters: [{ sessionId: booster(), choice: 'move' }] });
const leaving = (reason = 'Travels until then') => ({
  boosters: [{ sessionId: booster(), choice: 'leave', reason }],
});
const now = async (): Promise<Course> => answered(await clinician().get(`/courses/${course.id}`), 200);
const orders = async (): Promise<BoosterOrder[]> =>
  answered<{ items: BoosterOrder[] }>(await clinician().get(`/courses/${course.id}/booster-orders`), 200)
    .items;
const intervals = async () => (await orders()).map(({ interval }) => interval);

describe('a step back to two weeks, before it is ordered', () => {
  test('shows the new due date from the last session that took place, and today’s order beside it', async () => {
    const preview = await shown({ interval: 'P2W' });
    expect(preview).toMatchObject({
      courseId: course.id,
      courseVersion: course.version,
      order: { interval: 'P2W', asNeeded: false, seriesOf: null, flexDays: 3, expiresOn: null },
      window: {
        anchorOn: '2026-03-03',
        dueOn: '2026-03-17',
        earliestOn: '2026-03-14',
        latestOn: '2026-03-20',
      },
      today: { order: { interval: 'P4W' }, window: { dueOn: '2026-03-31' } },
      warnings: [],
      expiresAt: newYork('2026-03-03', '11:55'),
    });
  });

  test('names the booked booster that is then outside, and the due day at its own hour as where it goes', async () => {
    const { outside } = await shown({ interval: 'P2W' });
    expect(outside).toEqual([
      {
        sessionId: booster(),
        sequence: 2,
        startsAt: DUE,
        endsAt: newYork('2026-03-31', '11:40'),
        move: {
          startsAt: newYork('2026-03-17'),
          endsAt: newYork('2026-03-17', '11:40'),
          poolId: clinic.poolId,
          violations: [],
        },
        whyNot: [],
      },
    ]);
  });

  test('changes nothing', async () => {
    await shown({ interval: 'P2W' });
    expect(await now()).toEqual(course);
    expect(await intervals()).toEqual(['P4W']);
  });

  test('finds another hour of the due day, and the nearest day, where others are there already', async () => {
    const hours = ['08:00', '10:00', '11:45', '13:30', '15:15'];
    const chairs = ['Bo Hara', 'Cy Moss', 'Di Park'];
    for (const [index, time] of hours.entries()) {
      for (const name of chairs) {
        const patient = await aPatient(t.db, clinic, `${name} ${index}`);
        await bookFor(api, clinic, patient, [{ startsAt: newYork('2026-03-17', time) }]);
      }
      const [one] = (await shown({ interval: 'P2W' })).outside;
      const last = index === hours.length - 1;
      // Monday the 16th is as near as Wednesday the 18th, and earlier.
      expect([one?.move?.startsAt.slice(0, 10), one?.whyNot]).toEqual([
        last ? '2026-03-16' : '2026-03-17',
        [],
      ]);
    }
  });

  test('says why where there is no time in the whole window', async () => {
    // From Saturday 14 to Friday 20 March the clinic is closed.
    const closure = {
      startsAt: newYork('2026-03-14', '00:00'),
      endsAt: newYork('2026-03-21', '00:00'),
      reason: 'Works',
    };
    const { token } = (await desk().post('/closure-previews', { closure })).body;
    await desk().post('/closures', { token, leftSessionIds: [] });
    const { outside, token: order } = await shown({ interval: 'P2W' });
    expect(outside).toMatchObject([
      {
        move: null,
        whyNot: [{ code: 'no-plan', detail: 'No time is free from 2026-03-14 to 2026-03-20.', sequence: 2 }],
      },
    ]);
    expect((await commit(order, moving())).body.errors).toEqual([
      {
        pointer: '/body/boosters/0/sessionId',
        detail: 'The preview showed no time for it. Leave it, and say why.',
      },
    ]);
    expect((await commit(order, leaving())).status).toBe(200);
  });

  test('leaves a booster alone that is inside the new window too', async () => {
    // Due on 7 April, and a week either side
    expect((await shown({ interval: 'P5W' })).outside).toEqual([]);
    expect((await shown({ interval: 'P5W', flexDays: 6 })).outside).toMatchObject([{ sessionId: booster() }]);
  });

  test('asks for the soonest day from tomorrow on where the window has passed already', async () => {
    api.now = newYork('2026-03-26', '09:00');
    const { outside, warnings, token } = await shown({ interval: 'P2W' });
    expect(warnings).toMatchObject([{ code: 'window-passed', severity: 'soft' }]);
    expect(outside).toMatchObject([
      {
        move: {
          startsAt: newYork('2026-03-27'),
          violations: [
            { code: 'outside-booster-window', rule: 'R12', mayOverride: ['clinician'], overridden: false },
          ],
        },
      },
    ]);
    answered(await commit(token, moving()), 200);
    expect((await now()).sessions[1]).toMatchObject({
      startsAt: newYork('2026-03-27'),
      overrides: ['outside-booster-window'],
    });
  });
});

describe('an order with its consequences', () => {
  test('is set, and the booster moves with it', async () => {
    const { token } = await shown({ interval: 'P2W' });
    const set = answered<object>(await commit(token, { ...moving(), evidence: 'PHQ-9 14' }), 200);
    expect(set).toMatchObject({
      interval: 'P2W',
      reason: WORSE.reason,
      evidence: 'PHQ-9 14',
      boosterWindow: { dueOn: '2026-03-17' },
      courseVersion: course.version + 1,
    });
    const after = await now();
    expect(after).toMatchObject({ version: course.version + 1, boosterOutsideWindow: false });
    expect(after.sessions[1]).toMatchObject({
      id: booster(),
      startsAt: newYork('2026-03-17'),
      movedFrom: DUE,
      overrides: [],
    });
    expect(await intervals()).toEqual(['P2W', 'P4W']);
  });

  test('may let the booster stay, for a reason that those who treat the patient read', async () => {
    const { token } = await shown({ interval: 'P2W' });
    answered(await commit(token, leaving('Quetzal: travels until then')), 200);
    const after = await now();
    expect(after.boosterOutsideWindow).toBe(true);
    expect(after.sessions[1]).toMatchObject({ startsAt: DUE, overrides: ['outside-booster-window'] });
    const [change] = (await clinician().get(`/courses/${course.id}/changes`)).body.items;
    expect(change).toMatchObject({
      mode: 'booster-order',
      overrides: [{ code: 'outside-booster-window', sequence: 2, reason: 'Quetzal: travels until then' }],
    });
    expect((await desk().get(`/courses/${course.id}/changes`)).text).not.toContain('Quetzal');
    expect((await desk().get(`/courses/${course.id}`)).body.sessions[1].overrides).toEqual([
      'outside-booster-window',
    ]);
  });

  test('takes the mark of being let be off a booster that it has inside', async () => {
    const { token } = await shown({ interval: 'P2W' });
    answered(await commit(token, leaving()), 200);
    const back = await shown({ interval: 'P4W' });
    expect(back.outside).toEqual([]);
    answered(await commit(back.token, {}), 200);
    const after = await now();
    expect([after.boosterOutsideWindow, after.sessions[1]?.overrides]).toEqual([false, []]);
    expect(await intervals()).toEqual(['P4W', 'P2W', 'P4W']);
  });

  test('needs a word on every booster that is outside, and on no other', async () => {
    const { token } = await shown({ interval: 'P2W' });
    const [first] = course.sessions;
    for (const [boosters, pointer] of [
      [[], '/body/boosters'],
      [[{ sessionId: first?.id, choice: 'move' }], '/body/boosters/0/sessionId'],
      [[...moving().boosters, ...moving().boosters], '/body/boosters/1/sessionId'],
      [[{ sessionId: booster(), choice: 'leave' }], '/body/boosters/0/reason'],
    ]) {
      expect((await commit(token, { boosters })).body).toMatchObject({
        type: 'invalid-request',
        errors: [{ pointer }],
      });
    }
    expect(await now()).toEqual(course);
  });

  test('is set without more where no booster is outside', async () => {
    const { token, outside } = await shown({ interval: 'P5W' });
    expect(outside).toEqual([]);
    answered(await commit(token, {}), 200);
    expect(await intervals()).toEqual(['P5W', 'P4W']);
    expect((await clinician().get(`/courses/${course.id}/changes`)).body.items).toEqual([]);
  });

  test('is not taken back, but followed: the order before brings the booster back where it was due', async () => {
    const { token } = await shown({ interval: 'P2W' });
    answered(await commit(token, moving()), 200);
    const [change] = (await clinician().get(`/courses/${course.id}/changes`)).body.items;
    expect(change.canUndo).toBe(false);
    expect(
      (await clinician().post(`/courses/${course.id}/undo`, { changeId: change.id })).body,
    ).toMatchObject({
      type: 'change-refused',
      detail: 'It came with a booster order. Set the order before again.',
    });
    const back = await shown({ interval: 'P4W' });
    expect(back.outside).toMatchObject([{ move: { startsAt: DUE } }]);
    answered(await commit(back.token, moving()), 200);
    expect((await now()).sessions[1]).toMatchObject({ startsAt: DUE, movedFrom: null });
    expect(await intervals()).toEqual(['P4W', 'P2W', 'P4W']);
  });

  test('leaves a line in the audit trail with the order, the move and no word that somebody wrote', async () => {
    const { token } = await shown({ interval: 'P2W' });
    answered(await commit(token, moving()), 200);
    const { rows } = await t.superuser.query(
      `SELECT kind, subjects, detail FROM audit_event WHERE clinic_id = $1 AND kind = 'booster-order.set' ORDER BY at, id`,
      [clinic.clinicId],
    );
    expect(rows.at(-1)).toMatchObject({
      subjects: { courseId: course.id, sessionId: booster() },
      detail: {
        before: { interval: 'P4W' },
        after: { interval: 'P2W' },
        boosters: { before: { startsAt: DUE }, after: { startsAt: newYork('2026-03-17') } },
      },
    });
    expect(JSON.stringify(rows)).not.toContain(WORSE.reason);
  });
});

describe('an order with consequences is refused', () => {
  test('as a plain order, with the preview that says which booster is outside', async () => {
    const answer = await clinician().put(`/courses/${course.id}/booster-order`, {
      interval: 'P2W',
      ...WORSE,
    });
    expect(answer.body).toMatchObject({
      type: 'boosters-outside',
      status: 409,
      orderPreview: { outside: [{ sessionId: booster(), move: { startsAt: newYork('2026-03-17') } }] },
    });
    expect(await intervals()).toEqual(['P4W']);
    answered(await commit(answer.body.orderPreview.token, moving()), 200);
  });

  test.each(['front-desk', 'nurse', 'admin'] as const)('to %s', async (role) => {
    const by = api.as(clinic.people[role]);
    const { token } = await shown({ interval: 'P2W' });
    expect((await ask({ interval: 'P2W' }, by)).body.type).toBe('not-allowed');
    expect((await commit(token, moving(), by)).body.type).toBe('not-allowed');
  });

  test('with a token of another course, another person, or another make', async () => {
    const { token } = await shown({ interval: 'P2W' });
    const bo = await aCourseOver(t.db, api, clinic, newYork('2026-03-04'), 'Bo Hara');
    const other = await clinician().post(`/courses/${bo.id}/booster-order-changes`, { token, ...WORSE });
    expect(other.body.type).toBe('token-invalid');
    expect((await commit(`${token}x`, moving())).body.type).toBe('token-invalid');
    const [colleague] = (
      await t.superuser.query(
        `SELECT id FROM staff WHERE clinic_id = $1 AND role = 'clinician' AND id <> $2`,
        [clinic.clinicId, clinic.people.clinician],
      )
    ).rows;
    if (colleague)
      expect((await commit(token, moving(), api.as(colleague.id))).body.type).toBe('token-invalid');
  });

  test('after a quarter of an hour', async () => {
    const { token } = await shown({ interval: 'P2W' });
    api.now = newYork('2026-03-03', '11:55');
    expect((await commit(token, moving())).body.type).toBe('preview-expired');
    expect(await intervals()).toEqual(['P4W']);
  });

  test('where the time was taken meanwhile, with the next best shown', async () => {
    const { token } = await shown({ interval: 'P2W' });
    for (const name of ['Bo Hara', 'Cy Moss', 'Di Park']) {
      await bookFor(api, clinic, await aPatient(t.db, clinic, name), [{ startsAt: newYork('2026-03-17') }]);
    }
    const answer = await commit(token, moving());
    expect(answer.body).toMatchObject({
      type: 'preview-stale',
      orderPreview: {
        outside: [{ sessionId: booster(), move: { startsAt: expect.stringContaining('2026-03-17T') } }],
      },
    });
    expect(await now()).toEqual(course);
    expect(await intervals()).toEqual(['P4W']);
    answered(await commit(answer.body.orderPreview.token, moving()), 200);
  });

  test('where others begin at the same time meanwhile: what was shown had no such warning', async () => {
    const { token } = await shown({ interval: 'P2W' });
    for (const name of ['Bo Hara', 'Cy Moss']) {
      const patient = await aPatient(t.db, clinic, name);
      await bookFor(api, clinic, patient, [{ startsAt: newYork('2026-03-17') }]);
    }
    const answer = await commit(token, moving());
    expect(answer.body).toMatchObject({
      type: 'preview-stale',
      orderPreview: {
        outside: [
          {
            move: {
              startsAt: newYork('2026-03-17'),
              violations: [{ code: 'starts-bunched', severity: 'soft', rule: 'R35' }],
            },
          },
        ],
      },
    });
    expect(await intervals()).toEqual(['P4W']);
    // A warning is passed over once it has been seen.
    answered(await commit(answer.body.orderPreview.token, moving()), 200);
  });

  test('to the second of two clinicians, who is shown it as it is now', async () => {
    const [one, two] = [await shown({ interval: 'P2W' }), await shown({ interval: 'P8W' })];
    const answers = await Promise.all([commit(one.token, moving()), commit(two.token, moving())]);
    const refused = answers.find(({ status }) => status !== 200);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(refused?.body).toMatchObject({
      type: 'preview-stale',
      orderPreview: {
        courseVersion: course.version + 1,
        today: { order: { interval: (await intervals())[0] } },
      },
    });
    expect(await orders()).toHaveLength(2);
  });

  test('to whoever sends it twice: it has been done', async () => {
    const { token } = await shown({ interval: 'P2W' });
    answered(await commit(token, moving()), 200);
    const again = await commit(token, moving());
    expect(again.body).toMatchObject({
      type: 'preview-stale',
      detail: 'This has been done already. Nothing is left to change.',
    });
    expect(again.body.orderPreview).toBeUndefined();
    expect(await intervals()).toEqual(['P2W', 'P4W']);
  });

  test('once the patient has arrived for the booster: it is nothing to be moved any more', async () => {
    api.now = newYork('2026-03-31', '09:50');
    const { token } = await shown({ interval: 'P2W' });
    await desk().post(`/sessions/${booster()}/arrive`);
    const answer = await commit(token, leaving());
    expect(answer.body).toMatchObject({ type: 'preview-stale', orderPreview: { outside: [] } });
  });

  test('of a course that has stopped', async () => {
    const { token } = await shown({ interval: 'P2W' });
    await t.superuser.query(`UPDATE course SET state = 'stopped' WHERE id = $1`, [course.id]);
    expect((await ask({ interval: 'P2W' })).body.type).toBe('course-not-bookable');
    expect((await commit(token, moving())).body.type).toBe('course-not-bookable');
  });

  test.each([
    [{}, '/body/interval'],
    [{ interval: 'P2W', seriesOf: 3 }, '/body/interval'],
    [{ seriesOf: 1 }, '/body/seriesOf'],
    [{ seriesOf: 7 }, '/body/seriesOf'],
    [{ interval: 'P2W', reason: 'Said too soon' }, '/body/reason'],
  ])('%j', async (order, pointer) => {
    expect((await ask(order)).body).toMatchObject({ type: 'invalid-request', errors: [{ pointer }] });
  });
});
