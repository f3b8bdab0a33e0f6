import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { underClinicLock } from '#server/db/in-clinic.ts';
import { newId } from '#server/platform/ids.ts';
import * as chairOffers from '#server/repositories/chair-offers.ts';
import {
  aSession,
  BLOCK,
  bookSessions,
  type OpenClinic,
  openClinic,
  registerPatient,
} from '#tests/support/a-clinic.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/** Mon 2 Mar 2026, 10:00 in New York: offers are made two hours before. */
const TEN = Date.parse('2026-03-02T10:00:00-05:00');
const EIGHT = TEN - 7_200_000;
const MINUTE = 60_000;

let t: TestDatabase;
let clinic: OpenClinic;
/** Two patients with a course, and two steps of history that could have freed a chair. */
let courses: { patientId: string; courseId: string }[];
let steps: string[];

beforeAll(async () => {
  t = await testDatabase();
  clinic = await openClinic(t.db);
  courses = [];
  for (const [name, at] of [
    ['Ana Lima', '2026-03-09T10:00:00-04:00'],
    ['Bo Hara', '2026-03-09T14:00:00-04:00'],
  ] as const) {
    const patientId = await registerPatient(t.db, clinic, name);
    courses.push({
      patientId,
      courseId: await bookSessions(t.db, clinic, patientId, [aSession(clinic, at)]),
    });
  }
  const { rows } = await t.superuser.query('SELECT id FROM session_event WHERE clinic_id = $1 ORDER BY id', [
    clinic.clinicId,
  ]);
  steps = rows.map(({ id }) => id);
});
afterAll(() => t.close());

type Asked = { to?: number; of?: number; chair?: number; at?: number; minutes?: number };

/** Past every check of the use case: what PostgreSQL says by itself. */
async function offer({ to = 0, of = 0, chair = 0, at = EIGHT, minutes = 15 }: Asked): Promise<unknown> {
  const { patientId = '', courseId = '' } = courses[to] ?? {};
  const id = newId();
  const made = {
    id,
    freedChairId: steps[of] ?? '',
    patientId,
    courseId,
    fill: { kind: 'add' as const },
    waitlistEntryId: null,
    poolId: clinic.poolId,
    chairId: clinic.chairs[chair] ?? '',
    startsAt: TEN,
    endsAt: TEN + 100 * MINUTE,
    block: BLOCK,
    madeAt: at,
    madeBy: clinic.deskId,
    heldUntil: at + minutes * MINUTE,
  };
  const audit = {
    id: newId(),
    at,
    actorId: clinic.deskId,
    actorRole: 'front-desk' as const,
    kind: 'offer.make' as const,
    patientId,
    subjects: {},
    requestId: 'test',
    address: null,
    detail: {},
    digests: {},
    values: [],
  };
  const entrant = { actor: { clinicId: clinic.clinicId, personId: clinic.deskId }, now: at };
  return underClinicLock(t.db, entrant, (tx) => chairOffers.insert(tx, made, [], audit)).then(
    () => 'made',
    (error) => error.type ?? error,
  );
}

describe('PostgreSQL itself refuses', () => {
  test('a freed chair to a second, a patient a second chair, a chair to two: until the offer is over', async () => {
    expect(await offer({})).toBe('made');
    const later = EIGHT + 14 * MINUTE;
    expect(await offer({ to: 1, chair: 1, at: later })).toBe('already-offered'); // the same freed chair
    expect(await offer({ of: 1, chair: 1, at: later })).toBe('already-offered'); // the same patient
    expect(await offer({ to: 1, of: 1, at: later })).toBe('slot-taken'); // the same chair at that time
    expect(await offer({ to: 1, of: 1, chair: 1, at: later })).toBe('made');

    const over = EIGHT + 15 * MINUTE;
    expect(await offer({ at: over })).toBe('made');
  });

  test('an answer without anybody who gave it, and a move of no session', async () => {
    await expect(
      t.superuser.query(`UPDATE chair_offer SET answer = 'declined' WHERE clinic_id = $1`, [clinic.clinicId]),
    ).rejects.toMatchObject({ constraint: 'chair_offer_answered' });
    await expect(
      t.superuser.query(`UPDATE chair_offer SET kind = 'move' WHERE clinic_id = $1`, [clinic.clinicId]),
    ).rejects.toMatchObject({ constraint: 'chair_offer_moves_a_session' });
  });
});
