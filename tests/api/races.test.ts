import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import type { Plan } from '#server/contract/plan.ts';
import { createDatabase, type Database } from '#server/db/database.ts';
import {
  aPatient,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { book, type Chosen, connectAll, newYork, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { overlaps, sessionsPerCourse } from '#tests/support/stored.ts';

/** Who waits for long on a busy machine is refused as `busy`, by right: these tests are about who gets the chair. */
const PATIENT = { lockTimeoutMs: 25_000, statementTimeoutMs: 25_000 };

/** Two servers on one database, each with connections of its own, and a clinic of two chairs. */
let t: TestDatabase;
let elsewhere: Database;
let servers: readonly [TestApi, TestApi];
let clinic: StaffedClinic;

beforeAll(async () => {
  t = await testDatabase(PATIENT);
  elsewhere = createDatabase(t.serviceUrl, PATIENT);
  servers = [await startApi(t), await startApi({ ...t, db: elsewhere })];
});
beforeEach(async () => {
  clinic = await openStaffedClinic(t.db, { chairs: 2 });
  for (const server of servers) await connectAll(server, clinic);
});
afterAll(async () => {
  for (const server of servers) await server.close();
  await elsewhere.close();
  await t.close();
});

const RIVALS = 32;

const register = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => aPatient(t.db, clinic, `Rival ${index + 1}`)));

/** Ten o'clock and what overlaps it, on the same six days: two chairs serve two of these. */
const TIMES = ['09:00', '09:30', '10:00', '10:30'];
const wanted = (index: number) => sixAt(TIMES[index % TIMES.length]);

const summary = (answers: readonly Response[]) => ({
  booked: answers.filter(({ status }) => status === 201).length,
  lost: answers.filter(({ status, body }) => status === 409 && body.type === 'slot-taken').length,
});

/** Nobody shares a chair, nobody is in two, and every course is whole. */
async function expectSound(courses: number): Promise<void> {
  expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);
  expect(await sessionsPerCourse(t.superuser, clinic.clinicId)).toEqual(Array(courses).fill(6));
}

describe('thirty-two who want the same two chairs at once', () => {
  test('get a whole course or none, and no chair is sold twice', async () => {
    const [api] = servers;
    const patients = await register(RIVALS);
    const answers = await Promise.all(patients.map((id, index) => book(api, clinic, id, wanted(index))));
    expect(summary(answers)).toEqual({ booked: 2, lost: RIVALS - 2 });
    await expectSound(2);
  });

  test('get the same from two servers', async () => {
    const patients = await register(RIVALS);
    const answers = await Promise.all(
      patients.map((id, index) => book(servers[index % 2 ? 1 : 0], clinic, id, wanted(index))),
    );
    expect(summary(answers)).toEqual({ booked: 2, lost: RIVALS - 2 });
    await expectSound(2);
  });

  test('and can book what they are offered instead', async () => {
    const [api] = servers;
    const patients = await register(8);
    const answers = await Promise.all(patients.map((id) => book(api, clinic, id)));
    const losers = patients.filter((_, index) => answers[index]?.status === 409);
    expect(losers).toHaveLength(6);
    let courses = 2;
    for (const id of losers) {
      const { body } = await book(api, clinic, id);
      const [first] = body.alternatives as [Plan];
      const chosen: Chosen[] = first.sessions.map(({ startsAt, poolId }) => ({ startsAt, poolId }));
      expect((await book(api, clinic, id, chosen)).status).toBe(201);
      courses += 1;
    }
    await expectSound(courses);
  });
});

describe('eight clerks who book one patient at once', () => {
  test('make one course', async () => {
    const ana = await aPatient(t.db, clinic);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => book(servers[index % 2 ? 1 : 0], clinic, ana, wanted(index))),
    );
    expect(summary(answers)).toEqual({ booked: 1, lost: 7 });
    await expectSound(1);
  });
});

describe('bookings, moves and cancellations at once', () => {
  test('leave a schedule that is sound', async () => {
    const [api] = servers;
    const [ana = '', bo = '', ...others] = await register(12);
    const first = await book(api, clinic, ana, sixAt('10:00'));
    const second = await book(api, clinic, bo, sixAt('10:00'));
    const desk = api.as(clinic.people['front-desk']);
    const toNoon = await desk.post(`/courses/${first.body.id}/change-previews`, {
      mode: 'move',
      sessionId: first.body.sessions[1].id,
      startsAt: newYork('2026-03-06', '12:00'),
    });
    const answers = await Promise.all([
      desk.post(`/courses/${first.body.id}/changes`, { token: toNoon.body.token }),
      desk.post(`/sessions/${second.body.sessions[2].id}/cancel`, { reason: 'patient-cancel' }),
      ...others.map((id, index) =>
        book(servers[index % 2 ? 1 : 0], clinic, id, sixAt(index % 2 ? '12:00' : '10:00')),
      ),
    ]);
    for (const { status, body } of answers) {
      expect([200, 201, 409]).toContain(status);
      if (status === 409) expect(['slot-taken', 'preview-stale']).toContain(body.type);
    }
    expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);
    const courses = await sessionsPerCourse(t.superuser, clinic.clinicId);
    expect(new Set(courses)).toEqual(new Set([6]));
  });
});

describe('without the last word of PostgreSQL', () => {
  // The check above could never fail while the constraints are there. Here they are not.
  let bare: TestDatabase;

  beforeAll(async () => {
    bare = await testDatabase(PATIENT);
    await bare.superuser.query(`ALTER TABLE session
      DROP CONSTRAINT session_chair_no_overlap, DROP CONSTRAINT session_patient_no_overlap`);
  });
  afterAll(() => bare.close());

  test('the lock of the clinic alone keeps them apart', async () => {
    const api = await startApi(bare);
    const open = await openStaffedClinic(bare.db, { chairs: 2 });
    await connectAll(api, open);
    const patients = await Promise.all(
      Array.from({ length: 12 }, (_, index) => aPatient(bare.db, open, `Rival ${index + 1}`)),
    );
    const answers = await Promise.all(patients.map((id, index) => book(api, open, id, wanted(index))));
    await api.close();
    expect(summary(answers)).toEqual({ booked: 2, lost: 10 });
    expect(await overlaps(bare.superuser, open.clinicId)).toEqual([]);
    expect(await sessionsPerCourse(bare.superuser, open.clinicId)).toEqual([6, 6]);
  });
});
