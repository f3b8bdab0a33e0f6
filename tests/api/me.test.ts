import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import type { Course } from '#server/contract/course.ts';
import type { Session } from '#server/contract/session.ts';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, attend, bookFor, newYork, sixAt, TUE_FRI } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { aCourseOver, openForBoosters, orderFor } from '#tests/support/one-session.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let ana: string;
let course: Course;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(async () => {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db);
  ana = await aPatient(t.db, clinic);
  course = await bookFor(api, clinic, ana);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const mine = (by = ana): Promise<Response> => api.as(by).get('/me/sessions');

describe('a patient', () => {
  test('sees when to come, how to prepare, and when the booster would be due', async () => {
    const { status, body } = await mine();
    expect(status).toBe(200);
    expect(body).toEqual({
      items: TUE_FRI.map((date, index) => ({
        id: course.sessions[index]?.id,
        courseId: course.id,
        sequence: index + 1,
        place: index + 1,
        plannedCount: 6,
        phase: 'induction',
        status: 'booked',
        startsAt: newYork(date, '10:00'),
        endsAt: newYork(date, '11:40'),
        prepare: ['Do not eat for four hours before.'],
      })),
      boosterWindow: course.boosterWindow,
    });
  });

  test('sees nothing clinical, no chair, and nobody else', async () => {
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Quetzal'), sixAt('10:00'));
    await orderFor(api, clinic, course, { interval: 'P4W', reason: 'Relapsed', evidence: 'Score of nine' });
    await api
      .as(clinic.people.nurse)
      .post(`/sessions/${course.sessions[1]?.id}/cancel`, { reason: 'abnormal-results' });
    const { text, body } = await mine();
    expect(body.items).toHaveLength(6);
    expect(body.items[1].status).toBe('cancelled');
    expect(text).not.toMatch(
      /Quetzal|chair|pool|infusion|"iv"|route|protocolName|reason|evidence|Relapsed|nine|abnormal|clinician/i,
    );
    for (const id of [clinic.poolId, ...clinic.chairIds, ...Object.values(clinic.people)]) {
      expect(text).not.toContain(id);
    }
  });

  test('sees where a session was moved to', async () => {
    const desk = api.as(clinic.people['front-desk']);
    const { body: shown } = await desk.post(`/courses/${course.id}/change-previews`, {
      mode: 'move',
      sessionId: course.sessions[2]?.id,
      startsAt: newYork('2026-03-11', '14:00'),
    });
    answered(await desk.post(`/courses/${course.id}/changes`, { token: shown.token }), 200);
    expect((await mine()).body.items[2].startsAt).toBe(newYork('2026-03-11', '14:00'));
  });

  test('counts what counts: after a cancelled session the next is the one before it', async () => {
    const desk = api.as(clinic.people['front-desk']);
    answered(
      await desk.post(`/sessions/${course.sessions[2]?.id}/cancel`, { reason: 'patient-cancel' }),
      200,
    );
    const items: { sequence: number; place: number | null }[] = (await mine()).body.items;
    expect(items.map(({ sequence, place }) => [sequence, place])).toEqual([
      [1, 1],
      [2, 2],
      [3, null],
      [4, 3],
      [5, 4],
      [6, 5],
    ]);
  });

  test('sees what was, as it went on', async () => {
    await attend(api, clinic, course.sessions[0] as Session);
    const { body } = await mine();
    expect(body.items[0]).toEqual({
      id: course.sessions[0]?.id,
      courseId: course.id,
      sequence: 1,
      place: 1,
      plannedCount: 6,
      phase: 'induction',
      status: 'fulfilled',
      startsAt: newYork('2026-03-03', '10:00'),
      endsAt: newYork('2026-03-03', '11:40'),
      prepare: ['Do not eat for four hours before.'],
    });
  });

  test('sees the newest course, and not the one of last year', async () => {
    const short = await openForBoosters(t.db);
    const old = await aCourseOver(t.db, api, short);
    api.now = newYork('2027-03-01', '08:00');
    // Tuesday 2 March 2027
    const again = await bookFor(api, short, old.patientId, [{ startsAt: newYork('2027-03-02') }]);
    const { body } = await mine(old.patientId);
    expect(body.items.map(({ courseId }: { courseId: string }) => courseId)).toEqual([again.id]);
    expect(body.boosterWindow.anchorOn).toBe('2027-03-02');
  });

  test('without a course sees an empty list', async () => {
    const bo = await aPatient(t.db, clinic, 'Bo Hara');
    expect((await mine(bo)).body).toEqual({ items: [], boosterWindow: null });
  });

  test('reads none of what the staff read, not even of themselves', async () => {
    for (const path of [
      `/courses/${course.id}`,
      `/patients/${ana}`,
      `/patients/${ana}/courses`,
      `/courses/${course.id}/booster-orders`,
      '/sessions?from=2026-03-03',
      '/chairs',
    ]) {
      expect((await api.as(ana).get(path)).body).toMatchObject({ type: 'not-allowed', status: 403 });
    }
    const cancel = await api
      .as(ana)
      .post(`/sessions/${course.sessions[0]?.id}/cancel`, { reason: 'patient-cancel' });
    expect(cancel.body.type).toBe('not-allowed');
  });
});

test.each(['front-desk', 'nurse', 'clinician', 'admin'] as const)(
  '%s has no sessions of their own',
  async (role) => {
    expect((await mine(clinic.people[role])).body).toMatchObject({ type: 'not-allowed', status: 403 });
  },
);
