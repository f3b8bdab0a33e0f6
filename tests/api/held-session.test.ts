import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Session } from '#server/contract/session.ts';
import {
  aPatient,
  type Caller,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, bookFor } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/** A session that is held on its day: the patient is here, and something speaks against beginning. */
let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
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
  const course = await bookFor(api, clinic, await aPatient(t.db, clinic));
  session = course.sessions[0] as Session;
  // Tuesday 3 March, ten o'clock
  api.now = session.startsAt;
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const step = (verb: string, by = nurse, body: object = {}) =>
  by.post(`/sessions/${session.id}/${verb}`, body);
const done = async (...asked: Parameters<typeof step>): Promise<Session> =>
  answered(await step(...asked), 200);

describe('a session that is held', () => {
  beforeEach(async () => {
    await done('arrive');
    await done('check-in');
  });

  test('keeps its status and its chair, and does not begin until a clinician releases it', async () => {
    const held = await done('hold');
    expect(held).toMatchObject({ status: 'checked-in', heldAt: api.now, chairId: session.chairId });
    expect(held.actions).toEqual(['cancel']);
    expect((await step('start')).body).toMatchObject({
      type: 'illegal-transition',
      detail: 'The session is held: a clinician releases it first.',
    });
    expect((await step('release')).body).toMatchObject({ type: 'not-allowed', status: 403 });
    expect(await done('release', clinician)).toMatchObject({ status: 'checked-in', heldAt: null });
    expect((await done('start')).startedAt).toBe(api.now);
  });

  test('is held by those who are with the patient, and not by the front desk', async () => {
    expect((await step('hold', desk)).body).toMatchObject({ type: 'not-allowed', status: 403 });
    expect((await done('hold', clinician)).actions).toEqual(['cancel', 'release']);
  });

  test('is held no longer once it is cancelled', async () => {
    await done('hold');
    expect(await done('cancel', nurse, { reason: 'vitals-hold' })).toMatchObject({
      status: 'cancelled',
      heldAt: null,
      actions: [],
    });
    expect((await step('release', clinician)).body).toMatchObject({
      type: 'illegal-transition',
      status: 409,
    });
  });
});

test('nobody is held who is not here, or has begun', async () => {
  const { body } = await step('hold');
  expect(body).toMatchObject({ type: 'illegal-transition', status: 409 });
  for (const verb of ['arrive', 'check-in', 'start']) await done(verb);
  expect((await step('hold')).body).toMatchObject({ type: 'illegal-transition' });
});

test('what is asked before a step comes with the session, to whoever may take the step', async () => {
  const arrived = await done('arrive');
  expect(arrived.prompts.map(({ action, code, strength }) => [action, code, strength])).toEqual([
    ['check-in', 'escort', 'hard'],
    ['check-in', 'fasted', 'soft'],
  ]);
  await done('check-in');
  const seenBy = async (by: Caller) => {
    const { items } = answered<{ items: Session[] }>(await by.get('/sessions?from=2026-03-03'), 200);
    return items.flatMap(({ prompts }) => prompts.map(({ code }) => code));
  };
  expect(await seenBy(nurse)).toEqual(['pressure']);
  expect(await seenBy(desk)).toEqual([]);
});
