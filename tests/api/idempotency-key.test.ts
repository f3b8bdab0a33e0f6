import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { book, bookFor, connectAll, newYork, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { stored } from '#tests/support/stored.ts';

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

const KEY = { 'Idempotency-Key': 'the-click-of-monday-8am' };
const ONE_COURSE = { courses: 1, sessions: 6, events: 6, keys: 1 };

describe('a booking that is sent again with its key', () => {
  test('gets the first answer, byte for byte, and makes nothing', async () => {
    const first = await book(api, clinic, ana, sixAt(), KEY);
    api.now = newYork('2026-03-02', '09:00');
    const again = await book(api, clinic, ana, sixAt(), KEY);
    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
    expect(again.headers.etag).toBe(first.headers.etag);
    expect(await stored(t.superuser, clinic.clinicId)).toEqual(ONE_COURSE);
  });

  test('gets the first answer when the course has moved on since', async () => {
    const first = await book(api, clinic, ana, sixAt(), KEY);
    const [session] = first.body.sessions;
    await api
      .as(clinic.people['front-desk'])
      .post(`/sessions/${session.id}/cancel`, { reason: 'patient-cancel' });
    expect((await book(api, clinic, ana, sixAt(), KEY)).text).toBe(first.text);
  });

  test('makes one course when it is sent ten times at once', async () => {
    await connectAll(api, clinic);
    const answers = await Promise.all(Array.from({ length: 10 }, () => book(api, clinic, ana, sixAt(), KEY)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await stored(t.superuser, clinic.clinicId)).toEqual(ONE_COURSE);
  });

  test('is booked the second time if the first was refused', async () => {
    const full = await openStaffedClinic(t.db, { chairs: 1 });
    const bo = await bookFor(api, full, await aPatient(t.db, full, 'Bo Hara'));
    const who = await aPatient(t.db, full);
    expect((await book(api, full, who, sixAt(), KEY)).status).toBe(409);
    for (const { id } of bo.sessions) {
      await api.as(full.people['front-desk']).post(`/sessions/${id}/cancel`, { reason: 'patient-cancel' });
    }
    expect((await book(api, full, who, sixAt(), KEY)).status).toBe(201);
  });
});

describe('a key', () => {
  test('that asked for something else is refused, and nothing is booked', async () => {
    await bookFor(api, clinic, ana, sixAt(), KEY);
    const bo = await aPatient(t.db, clinic, 'Bo Hara');
    for (const other of [
      () => book(api, clinic, ana, sixAt('14:00'), KEY),
      () => book(api, clinic, bo, sixAt(), KEY),
    ]) {
      const { status, body } = await other();
      expect({ status, type: body.type }).toEqual({ status: 422, type: 'idempotency-key-reused' });
    }
    expect(await stored(t.superuser, clinic.clinicId)).toEqual(ONE_COURSE);
  });

  test('of a course is not a key of a booster', async () => {
    const course = await bookFor(api, clinic, ana, sixAt(), KEY);
    const { body } = await api
      .as(clinic.people['front-desk'])
      .post(`/courses/${course.id}/boosters`, { startsAt: newYork('2026-04-17') }, KEY);
    expect(body.type).toBe('idempotency-key-reused');
  });

  test('of another person is another key', async () => {
    const mine = await book(api, clinic, ana, sixAt(), KEY);
    const request = { patientId: await aPatient(t.db, clinic, 'Bo Hara'), protocolId: clinic.protocolId };
    const theirs = await api
      .as(clinic.people.clinician)
      .post('/courses', { ...request, sessions: sixAt('14:00') }, KEY);
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  test('in another clinic is another key', async () => {
    await bookFor(api, clinic, ana, sixAt(), KEY);
    const elsewhere = await openStaffedClinic(t.db);
    await bookFor(api, elsewhere, await aPatient(t.db, elsewhere), sixAt(), KEY);
  });

  test.each(['short', 'x'.repeat(201), 'with a space', 'naïve-key'])('"%s" is none', async (key) => {
    const { body } = await book(api, clinic, ana, sixAt(), { 'Idempotency-Key': key });
    expect(body).toMatchObject({
      type: 'invalid-request',
      errors: [{ pointer: '/headers/idempotency-key', detail: 'Must be 8 to 200 visible ASCII characters.' }],
    });
  });

  test('is not asked for: without one, the same request twice is two bookings', async () => {
    await bookFor(api, clinic, ana);
    expect((await book(api, clinic, ana)).body.type).toBe('slot-taken');
  });
});
