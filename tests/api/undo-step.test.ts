import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Course } from '#server/contract/course.ts';
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
import { answered, attend, attendAll, bookFor, MAY_LEAVE, newYork, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/** A click on the day that was a mistake. */
let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let course: Course;
let desk: Caller;
let nurse: Caller;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(async () => {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db, { chairs: 1 });
  desk = api.as(clinic.people['front-desk']);
  nurse = api.as(clinic.people.nurse);
  // Tuesdays and Fridays at ten, from the 3rd of March
  course = await bookFor(api, clinic, await aPatient(t.db, clinic));
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const bodyOf = (verb: string): object => (verb === 'complete' ? { ticks: MAY_LEAVE } : {});
const session = (sequence: number) => course.sessions[sequence - 1] as Session;
const step = async (verb: string, sequence = 1, by = nurse, body = bodyOf(verb)): Promise<Session> =>
  answered(await by.post(`/sessions/${session(sequence).id}/${verb}`, body), 200);
const undo = (sequence = 1, by = nurse) => by.post(`/sessions/${session(sequence).id}/undo`, {});
const now = async (): Promise<Course> => answered(await desk.get(`/courses/${course.id}`), 200);
/** A session without what depends on who reads it. */
const seen = ({ actions: _, prompts: __, ...rest }: Session) => rest;

describe('a step that is taken back', () => {
  test.each([
    ['arrive', []],
    ['check-in', ['arrive']],
    ['start', ['arrive', 'check-in']],
    ['complete', ['arrive', 'check-in', 'start']],
    ['no-show', []],
  ])('%s leaves the session as it was before', async (verb, before) => {
    api.now = session(1).startsAt;
    for (const earlier of before) await step(earlier);
    const was = (await now()).sessions[0] as Session;
    api.now = newYork('2026-03-03', '10:20');
    await step(verb);
    const back = answered<Session>(await undo(), 200);
    expect(seen(back)).toEqual(seen(was));
    expect((await now()).state).toBe('induction');
  });

  test('is taken back step by step no further than one', async () => {
    api.now = session(1).startsAt;
    await step('arrive');
    await step('check-in');
    answered(await undo(), 200);
    expect((await undo()).body).toMatchObject({ type: 'illegal-transition', status: 409 });
  });

  test('gives a cancelled session back its chair, where it is still free', async () => {
    await step('cancel', 2, desk, { reason: 'patient-cancel' });
    expect(answered<Session>(await undo(2, desk), 200)).toMatchObject({
      status: 'booked',
      cancelReason: null,
    });
    await step('cancel', 2, desk, { reason: 'patient-cancel' });
    const bos = ['2026-03-04', '2026-03-06', '2026-03-09', '2026-03-11', '2026-03-16', '2026-03-18'];
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('10:00', bos));
    expect((await undo(2, desk)).body).toMatchObject({
      type: 'change-refused',
      status: 409,
      violations: [{ code: 'chair-full', sequence: 2 }],
    });
  });

  test('of somebody who had come already gives the chair back too', async () => {
    api.now = session(1).startsAt;
    await step('arrive');
    await step('cancel', 1, desk, { reason: 'no-escort' });
    expect(answered<Session>(await undo(1, desk), 200)).toMatchObject({
      status: 'arrived',
      cancelReason: null,
    });
  });

  test('is one of today', async () => {
    api.now = session(1).startsAt;
    await step('arrive');
    api.now = newYork('2026-03-04');
    expect((await undo()).body).toMatchObject({ type: 'illegal-transition', status: 409 });
  });

  test('is of a role that may take it', async () => {
    api.now = session(1).startsAt;
    for (const verb of ['arrive', 'check-in', 'start']) await step(verb);
    expect((await undo(1, desk)).body).toMatchObject({ type: 'not-allowed', status: 403 });
    expect(answered<Session>(await undo(1, nurse), 200).startedAt).toBeNull();
  });

  test('of a session that only was booked or moved is none', async () => {
    expect((await undo()).body).toMatchObject({ type: 'illegal-transition' });
    expect((await nurse.post(`/sessions/${course.id}/undo`, {})).body).toMatchObject({ type: 'not-found' });
  });

  test('brings the course back to its induction, where the last session was not over after all', async () => {
    await attendAll(api, clinic, course);
    expect((await now()).state).toBe('assessment');
    answered(await undo(6), 200);
    expect(await now()).toMatchObject({ state: 'induction', version: 26 });
  });

  test('ends the hold that a second missed session brought', async () => {
    for (const sequence of [1, 2]) {
      api.now = session(sequence).endsAt;
      await step('no-show', sequence);
    }
    expect((await now()).state).toBe('on-hold');
    answered(await undo(2), 200);
    const after = await now();
    expect(after).toMatchObject({ state: 'induction', hold: null });
    expect(after.sessions.map(({ status }) => status)).toEqual(['noshow', ...Array(5).fill('booked')]);
  });

  test('is refused where the rest of the chair’s time was given to somebody else', async () => {
    await attend(api, clinic, session(1));
    // The second one is over at eleven already, and Bo is booked for a quarter past eleven.
    api.now = session(2).startsAt;
    for (const verb of ['arrive', 'check-in', 'start']) await step(verb, 2);
    api.now = newYork('2026-03-06', '11:00');
    await step('complete', 2);
    const bos = ['2026-03-06', '2026-03-09', '2026-03-11', '2026-03-16', '2026-03-18', '2026-03-23'];
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('11:15', bos));
    expect((await undo(2)).body).toMatchObject({ type: 'slot-taken', status: 409 });
    expect((await now()).sessions[1]?.status).toBe('fulfilled');
  });
});
