import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AuditEvent } from '#server/contract/audit.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { Session } from '#server/contract/session.ts';
import type { SessionTicks } from '#server/contract/tick.ts';
import type { CourseRecovery } from '#server/contract/ticks.endpoints.ts';
import {
  aPatient,
  type Caller,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, attend, bookFor, MAY_LEAVE, newYork } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/** What is ticked of a session that has begun: how somebody felt, and whether they may go. */
let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let course: Course;
let session: Session;
let desk: Caller;
let nurse: Caller;
let clinician: Caller;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(async () => {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db);
  desk = api.as(clinic.people['front-desk']);
  nurse = api.as(clinic.people.nurse);
  clinician = api.as(clinic.people.clinician);
  course = await bookFor(api, clinic, await aPatient(t.db, clinic));
  session = course.sessions[0] as Session;
});
afterAll(async () => {
  await api.close();
  await t.close();
});

/** Tuesday 3 March: in the chair at ten, and administration has begun. */
async function begun(of: Session = session): Promise<void> {
  api.now = of.startsAt;
  for (const verb of ['arrive', 'check-in', 'start']) {
    answered(await nurse.post(`/sessions/${of.id}/${verb}`, {}), 200);
  }
}

const tick = (ticks: object, by = nurse) => by.put(`/sessions/${session.id}/ticks`, { ticks });
const ticks = async (by = nurse): Promise<SessionTicks> =>
  answered(await by.get(`/sessions/${session.id}/ticks`), 200);
const held = ({ ticks: all }: SessionTicks) => all.map(({ code, answer }) => [code, answer]);
const complete = (body: object = {}, by = nurse) => by.post(`/sessions/${session.id}/complete`, body);

describe('a session that is under way', () => {
  beforeEach(() => begun());

  test('is ticked one by one, each with who and when', async () => {
    api.now = newYork('2026-03-03', '10:30');
    const after = answered<SessionTicks>(await tick({ nausea: true }), 200);
    expect(after).toEqual({
      sessionId: session.id,
      ticks: [
        {
          code: 'nausea',
          answer: true,
          notedAt: newYork('2026-03-03', '10:30'),
          notedBy: { id: clinic.people.nurse, name: 'The nurse' },
        },
      ],
      mayTick: true,
    });
    api.now = newYork('2026-03-03', '10:40');
    answered(await tick({ dizziness: true, dissociation: false }, clinician), 200);
    expect(held(await ticks())).toEqual([
      ['dissociation', false],
      ['dizziness', true],
      ['nausea', true],
    ]);
  });

  test('keeps what was ticked before it was put right', async () => {
    answered(await tick({ nausea: true }), 200);
    api.now = newYork('2026-03-03', '10:45');
    answered(await tick({ nausea: false }, clinician), 200);
    expect(await ticks()).toMatchObject({ ticks: [{ code: 'nausea', answer: false, notedAt: api.now }] });
    const { rows } = await t.superuser.query(
      'SELECT code, answer, noted_by AS by FROM session_tick WHERE session_id = $1 ORDER BY noted_at',
      [session.id],
    );
    expect(rows).toEqual([
      { code: 'nausea', answer: true, by: clinic.people.nurse },
      { code: 'nausea', answer: false, by: clinic.people.clinician },
    ]);
    const { items } = answered<{ items: AuditEvent[] }>(
      await api.as(clinic.people.admin).get('/audit-events?kind=session.tick'),
      200,
    );
    expect(items.map(({ detail }) => detail)).toEqual([
      { before: { nausea: true }, after: { nausea: false } },
      { before: { nausea: null }, after: { nausea: true } },
    ]);
  });

  test('ticked twice the same has one tick and one line in the audit trail', async () => {
    for (const minute of ['10:30', '10:31']) {
      api.now = newYork('2026-03-03', minute);
      answered(await tick({ 'raised-pressure': true }), 200);
    }
    expect(await ticks()).toMatchObject({ ticks: [{ notedAt: newYork('2026-03-03', '10:30') }] });
    const { rows } = await t.superuser.query(
      `SELECT (SELECT count(*)::int FROM session_tick WHERE session_id = $1) AS ticks,
         (SELECT count(*)::int FROM audit_event WHERE kind = 'session.tick' AND subjects ->> 'sessionId' = $1::text) AS lines`,
      [session.id],
    );
    expect(rows).toEqual([{ ticks: 1, lines: 1 }]);
  });

  test('leaves the version of the course as it is, so that nobody who books has to look again', async () => {
    const version = async () => answered<Course>(await desk.get(`/courses/${course.id}`), 200).version;
    const before = await version();
    answered(await tick({ nausea: true, 'ready-to-leave': false }), 200);
    expect(await version()).toBe(before);
  });

  test.each([
    ['nothing', {}],
    ['a value', { 'raised-pressure': 165 }],
    ['a note', { nausea: 'after the second half' }],
    ['a word that is none of ours', { headache: true }],
  ])('takes no %s', async (_, wrong) => {
    expect((await tick(wrong)).body).toMatchObject({ type: 'invalid-request', status: 400 });
    expect(held(await ticks())).toEqual([]);
  });
});

describe('the front desk', () => {
  test('is told whether they may go and with whom, and not how they felt; it ticks nothing', async () => {
    await begun();
    answered(
      await tick({ nausea: true, dissociation: true, 'ready-to-leave': true, 'escort-here': false }),
      200,
    );
    const seen = await desk.get(`/sessions/${session.id}/ticks`);
    expect(held(answered<SessionTicks>(seen, 200))).toEqual([
      ['escort-here', false],
      ['ready-to-leave', true],
    ]);
    expect(seen.body.mayTick).toBe(false);
    expect(seen.text).not.toMatch(/nausea|dissociation/);
    expect((await tick({ 'escort-here': true }, desk)).body).toMatchObject({
      type: 'not-allowed',
      status: 403,
    });
    expect((await desk.get(`/courses/${course.id}/recovery`)).body).toMatchObject({ type: 'not-allowed' });
  });

  test('finds no tick on the board', async () => {
    await begun();
    answered(await tick({ nausea: true }), 200);
    expect((await desk.get('/sessions?from=2026-03-03')).text).not.toMatch(/nausea|tick/);
  });
});

test.each([
  ['has not begun', ['arrive', 'check-in']],
  ['was missed', ['no-show']],
])('a session that %s is not ticked', async (_, verbs) => {
  api.now = session.startsAt;
  for (const verb of verbs) answered(await nurse.post(`/sessions/${session.id}/${verb}`, {}), 200);
  expect((await tick({ nausea: true })).body).toMatchObject({
    type: 'illegal-transition',
    status: 409,
    detail: 'Only a session that has begun is ticked.',
  });
});

test('a session that is over is still ticked: what was forgotten is put right', async () => {
  await attend(api, clinic, session);
  api.now = newYork('2026-03-04', '09:00');
  answered(await tick({ dizziness: true }), 200);
  expect(held(await ticks())).toEqual([
    ['dizziness', true],
    ['escort-here', true],
    ['ready-to-leave', true],
  ]);
});

describe('nobody is done', () => {
  beforeEach(async () => {
    await begun();
    api.now = newYork('2026-03-03', '11:30');
  });

  test('before it is ticked that they are ready, and that their escort is here', async () => {
    expect((await complete()).body).toMatchObject({
      type: 'not-ready-to-leave',
      status: 409,
      errors: [
        { pointer: '/body/ticks/ready-to-leave', detail: 'Is the patient as they came?' },
        { pointer: '/body/ticks/ready-to-leave', detail: 'Are the vital signs acceptable?' },
        { pointer: '/body/ticks/escort-here', detail: 'Is their escort here?' },
      ],
    });
    answered(await tick({ 'ready-to-leave': true, 'escort-here': false }), 200);
    expect((await complete()).body).toMatchObject({
      detail: 'Not ticked: Is their escort here?',
      errors: [{ pointer: '/body/ticks/escort-here' }],
    });
    answered(await tick({ 'escort-here': true }), 200);
    expect(answered<Session>(await complete(), 200)).toMatchObject({ status: 'fulfilled' });
  });

  test('unless both are ticked in the same press', async () => {
    const over = answered<Session>(await complete({ ticks: { ...MAY_LEAVE, nausea: false } }), 200);
    expect(over.completedAt).toBe(api.now);
    expect(held(await ticks())).toEqual([
      ['escort-here', true],
      ['nausea', false],
      ['ready-to-leave', true],
    ]);
  });

  test('and where that is refused, nothing is ticked either', async () => {
    expect((await complete({ ticks: { 'ready-to-leave': true } })).status).toBe(409);
    expect(held(await ticks())).toEqual([]);
  });

  test('unless the nurse says why they leave without, which is kept', async () => {
    answered(await complete({ ticks: { 'ready-to-leave': true }, leftWithout: 'approved-ride' }), 200);
    const { rows } = await t.superuser.query(
      `SELECT detail FROM session_event WHERE session_id = $1 AND kind = 'complete'`,
      [session.id],
    );
    expect(rows).toEqual([{ detail: { leftWithout: 'approved-ride' } }]);
    const { items } = answered<{ items: AuditEvent[] }>(
      await api.as(clinic.people.admin).get('/audit-events?kind=session.complete'),
      200,
    );
    expect(items[0]?.detail).toMatchObject({ after: { leftWithout: 'approved-ride' } });
  });

  test('by an admin, who is not with the patient, without what is asked', async () => {
    const admin = api.as(clinic.people.admin);
    const refused = await complete({ leftWithout: 'left-early' }, admin);
    expect(refused.body).toMatchObject({ type: 'not-ready-to-leave', status: 409 });
    answered(await complete({ ticks: MAY_LEAVE }, admin), 200);
  });
});

describe('how somebody recovered', () => {
  /** 40 minutes of administration from the start, then so many minutes until they leave; 20 were booked. */
  async function leftAfter(nth: number, minutes: number, body: object = { ticks: MAY_LEAVE }): Promise<void> {
    const one = course.sessions[nth - 1] as Session;
    await begun(one);
    api.now = new Date(Date.parse(one.startsAt) + (administration() + minutes) * 60_000).toISOString();
    answered(await nurse.post(`/sessions/${one.id}/complete`, body), 200);
  }
  const minutesOf = (part: string): number => session.block.find((one) => one.part === part)?.minutes ?? 0;
  const administration = () => minutesOf('administration');
  const booked = () => minutesOf('observation');
  const recovery = async (by = clinician): Promise<CourseRecovery> =>
    answered(await by.get(`/courses/${course.id}/recovery`), 200);

  test('is told of each session that took place, against what was booked', async () => {
    await leftAfter(1, booked(), { ticks: { ...MAY_LEAVE, dizziness: true, nausea: false } });
    await leftAfter(2, booked() + 25, { ticks: { 'ready-to-leave': true }, leftWithout: 'approved-ride' });
    const { sessions, suggestion } = await recovery();
    expect(sessions).toEqual([
      expect.objectContaining({
        sessionId: session.id,
        sequence: 1,
        bookedMinutes: booked(),
        tookMinutes: booked(),
        isLonger: false,
        isNoted: true,
        sideEffects: ['dizziness'],
        wasReady: true,
        hadEscort: true,
        leftWithout: null,
      }),
      expect.objectContaining({
        sequence: 2,
        tookMinutes: booked() + 25,
        isLonger: true,
        sideEffects: [],
        wasReady: true,
        hadEscort: null,
        leftWithout: 'approved-ride',
      }),
    ]);
    expect(suggestion).toBeNull();
  });

  test('brings a suggestion after the second that took longer, and changes nothing by itself', async () => {
    await leftAfter(1, booked() + 25);
    await leftAfter(2, booked());
    await leftAfter(3, booked() + 31);
    expect((await recovery(nurse)).suggestion).toEqual({
      extraMinutes: 45,
      detail: `After 2 of the last 3 sessions recovery took longer than booked, ${booked() + 31} minutes at most. 45 minutes more than now would have been enough.`,
    });
    const after = answered<Course>(await desk.get(`/courses/${course.id}`), 200);
    expect(after.sessions[3]?.block).toEqual(session.block);
  });

  test('tells nothing of a session that was ended by mistake and taken back', async () => {
    await leftAfter(1, 5, { leftWithout: 'other' });
    answered(await nurse.post(`/sessions/${session.id}/undo`, {}), 200);
    expect((await recovery()).sessions).toEqual([]);
    answered(await complete({ ticks: MAY_LEAVE }), 200);
    expect((await recovery()).sessions).toMatchObject([{ leftWithout: null }]);
  });
});
