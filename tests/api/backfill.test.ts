import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BackfillCandidate, FreedChair } from '#server/contract/backfill.ts';
import type { Course } from '#server/contract/course.ts';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, bookFor, newYork, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/** Courses are booked on Monday 2 March 2026; then it is Tuesday the 24th, 8 in the morning. */
const TUESDAY_8AM = newYork('2026-03-24', '08:00');

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;

beforeEach(async () => {
  t ??= await testDatabase();
  api ??= await startApi(t);
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const desk = () => api.as(clinic.people['front-desk']);

/** Mondays and Thursdays of three weeks: the last is Thursday 26 March. */
const ANA = ['2026-03-09', '2026-03-12', '2026-03-16', '2026-03-19', '2026-03-23', '2026-03-26'];
/** Four weeks from the first to the last, on Tuesday the 31st, where three are the aim. */
const BEN = ['2026-03-03', '2026-03-09', '2026-03-16', '2026-03-20', '2026-03-23', '2026-03-31'];

async function courseOf(name: string, days: readonly string[], time = '10:00'): Promise<Course> {
  api.now = MONDAY_8AM;
  const course = await bookFor(api, clinic, await aPatient(t.db, clinic, name), sixAt(time, days));
  api.now = TUESDAY_8AM;
  return course;
}

/** The chair of Thursday 26 March at ten, which Ana gives up. */
async function anasChair(): Promise<FreedChair> {
  const { sessions } = await courseOf('Ana Lima', ANA);
  answered(await desk().post(`/sessions/${sessions[5]?.id}/cancel`, { reason: 'patient-cancel' }), 200);
  const [chair] = await freedChairs();
  if (!chair) throw new Error('No chair is free.');
  return chair;
}

const freedChairs = async (): Promise<FreedChair[]> =>
  answered<{ items: FreedChair[] }>(await desk().get('/worklists/freed-chairs'), 200).items;

const candidates = async ({ id }: Pick<FreedChair, 'id'>): Promise<BackfillCandidate[]> =>
  answered<{ items: BackfillCandidate[] }>(await desk().get(`/freed-chairs/${id}/candidates`), 200).items;

describe('a chair that somebody gives up', () => {
  test('is on the list, with the time that is free', async () => {
    await anasChair();
    expect(await freedChairs()).toEqual([
      {
        id: expect.any(String),
        poolId: clinic.poolId,
        poolName: 'Infusion',
        startsAt: newYork('2026-03-26', '10:00'),
        endsAt: newYork('2026-03-26', '11:40'),
        freedAt: TUESDAY_8AM,
        freedBy: 'cancelled',
        helps: 0,
        isHeld: false,
        offer: null,
      },
    ]);
  });

  test('helps a course that takes longer than it aims at, and not the one that gave it up', async () => {
    const ben = await courseOf('Ben Cole', BEN, '14:00');
    const chair = await anasChair();
    expect(chair.helps).toBe(1);
    expect(await candidates(chair)).toMatchObject([
      {
        patientName: 'Ben Cole',
        courseId: ben.id,
        kind: 'move',
        session: { id: ben.sessions[5]?.id, sequence: 6, startsAt: newYork('2026-03-31', '14:00') },
        startsAt: newYork('2026-03-26', '10:00'),
        reasons: [
          {
            code: 'nearer-target',
            words: 'The course would be 5 days nearer to what it aims at.',
            gainDays: 5,
          },
        ],
        lastOffer: null,
      },
    ]);
  });

  test('is gone once anybody has its time', async () => {
    await anasChair();
    const days = ['2026-03-26', '2026-03-30', '2026-04-02', '2026-04-06', '2026-04-09', '2026-04-13'];
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Cy Dunn'), sixAt('10:00', days));
    expect(await freedChairs()).toEqual([]);
  });

  test('is gone once it is taken back', async () => {
    const { sessions } = await courseOf('Ana Lima', ANA);
    const id = sessions[5]?.id;
    answered(await desk().post(`/sessions/${id}/cancel`, { reason: 'patient-cancel' }), 200);
    answered(await desk().post(`/sessions/${id}/undo`), 200);
    expect(await freedChairs()).toEqual([]);
  });
});
