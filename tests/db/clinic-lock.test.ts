import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createDatabase, type Database } from '#server/db/database.ts';
import { inClinic, type LockedTx, readInClinic, type Tx, underClinicLock } from '#server/db/in-clinic.ts';
import { newId } from '#server/platform/ids.ts';
import { insertCourse } from '#server/repositories/course-bookings.ts';
import * as courseChanges from '#server/repositories/course-changes.ts';
import * as patients from '#server/repositories/patients.ts';
import {
  aSession,
  bookSessions,
  type OpenClinic,
  openClinic,
  registerPatient,
} from '#tests/support/a-clinic.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
/** Without the limits that the tests are about: what comes before a test may take its time. */
let patient: Database;
let clinic: OpenClinic;
let ana: string;

beforeAll(async () => {
  t = await testDatabase({ lockTimeoutMs: 300, statementTimeoutMs: 600 });
  patient = createDatabase(t.serviceUrl);
});
beforeEach(async () => {
  clinic = await openClinic(patient);
  ana = await registerPatient(patient, clinic);
});
afterAll(async () => {
  await patient.close();
  await t.close();
});

// Mon 2 Mar 2026 in New York
const TEN = '2026-03-02T10:00:00-05:00';
const ELEVEN = '2026-03-02T11:00:00-05:00';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const countSessions = () =>
  readInClinic(t.db, clinic.clinicId, async (sql) => (await sql.rows('SELECT id FROM session')).length);

describe('under the lock of a clinic', () => {
  test('one works at a time, and each sees what the one before has saved', async () => {
    const steps: string[] = [];
    const work = (name: string, startsAt: string) =>
      underClinicLock(t.db, clinic.clinicId, async (tx) => {
        const seen = await tx.rows('SELECT id FROM session');
        steps.push(`${name} sees ${seen.length}`);
        await wait(40);
        const session = aSession(clinic, startsAt);
        await insertCourse(tx, {
          course: {
            id: newId(),
            patientId: ana,
            protocolVersionId: clinic.versionId,
            state: 'induction',
            plannedCount: 6,
            createdAt: session.startsAt,
            createdBy: clinic.deskId,
          },
          sessions: [session],
          repack: [],
          events: [],
          idempotency: null,
        });
        steps.push(`${name} saves`);
      });
    await Promise.all([work('first', TEN), wait(10).then(() => work('second', '2026-03-04T10:00:00-05:00'))]);
    expect(steps).toEqual(['first sees 0', 'first saves', 'second sees 1', 'second saves']);
  });

  test('another clinic does not wait', async () => {
    const other = await openClinic(t.db);
    await underClinicLock(t.db, clinic.clinicId, async (tx) => {
      await tx.rows('SELECT 1');
      await expect(
        underClinicLock(t.db, other.clinicId, (its) => its.rows('SELECT 1')),
      ).resolves.toHaveLength(1);
    });
  });

  test('who waits too long is told that the clinic is busy, and the one inside carries on', async () => {
    let refused: Promise<unknown> = Promise.resolve();
    await underClinicLock(t.db, clinic.clinicId, async (tx) => {
      await tx.rows('SELECT 1');
      refused = underClinicLock(t.db, clinic.clinicId, (its) => its.rows('SELECT 1'));
      await expect(refused).rejects.toMatchObject({ name: 'AppError', type: 'busy' });
      await tx.rows('SELECT 1');
    });
    await expect(underClinicLock(t.db, clinic.clinicId, async () => 'next')).resolves.toBe('next');
  });

  test('a statement that never ends is stopped as busy', async () => {
    await expect(
      underClinicLock(t.db, clinic.clinicId, (tx) => tx.rows('SELECT pg_sleep(5)')),
    ).rejects.toMatchObject({ type: 'busy' });
  });

  test('a booking that PostgreSQL refuses leaves nothing, not even its free sessions', async () => {
    const bo = await registerPatient(t.db, clinic, 'Bo Hara');
    await bookSessions(t.db, clinic, ana, [aSession(clinic, TEN)]);
    const wednesday = aSession(clinic, '2026-03-04T10:00:00-05:00');
    await expect(bookSessions(t.db, clinic, bo, [wednesday, aSession(clinic, ELEVEN)])).rejects.toMatchObject(
      { type: 'slot-taken' },
    );
    expect(await countSessions()).toBe(1);
  });

  test('what was saved before a refusal is taken back with it', async () => {
    await expect(
      underClinicLock(t.db, clinic.clinicId, async (tx) => {
        await tx.rows("UPDATE clinic SET name = 'Renamed' WHERE id = $1", [clinic.clinicId]);
        throw new Error('the use case changed its mind');
      }),
    ).rejects.toThrow('the use case changed its mind');
    const [found] = await readInClinic(t.db, clinic.clinicId, (sql) => sql.rows('SELECT name FROM clinic'));
    expect(found).toEqual({ name: 'Harbor Clinic' });
  });

  test('an error that somebody swallowed is not taken for success', async () => {
    await expect(
      underClinicLock(t.db, clinic.clinicId, async (tx) => {
        await tx.rows('SELECT 1/0').catch(() => {});
      }),
    ).rejects.toThrow('nothing is saved');
  });

  test('a query after the end is refused, for it would be outside the clinic', async () => {
    const kept = await underClinicLock(t.db, clinic.clinicId, async (tx) => tx);
    await expect(kept.rows('SELECT 1')).rejects.toThrow('The transaction is over');
  });

  test('the connection goes back as it came', async () => {
    await underClinicLock(t.db, clinic.clinicId, (tx) => tx.rows('SELECT 1'));
    await readInClinic(t.db, clinic.clinicId, (sql) => sql.rows('SELECT 1'));
    const { rows } = await t.db.pool.query(
      `SELECT current_user = session_user AS itself, coalesce(current_setting('evenkeel.clinic_id', true), '') AS clinic,
         (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks`,
    );
    expect(rows).toEqual([{ itself: true, clinic: '', locks: 0 }]);
  });

  test('a connection that breaks is thrown away, and the caller hears that the database is unavailable', async () => {
    await expect(
      underClinicLock(t.db, clinic.clinicId, async (tx) => {
        const [me] = await tx.rows<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        await t.superuser.query('SELECT pg_terminate_backend($1)', [me?.pid]);
        await tx.rows('SELECT 1');
      }),
    ).rejects.toMatchObject({ type: 'unavailable' });
    await expect(underClinicLock(t.db, clinic.clinicId, async () => 'next')).resolves.toBe('next');
  });

  test('a clinic is an id and nothing else', async () => {
    await expect(underClinicLock(t.db, "'; DROP TABLE clinic; --", async () => 1)).rejects.toMatchObject({
      type: 'not-found',
    });
  });
});

describe('reading', () => {
  test('writes nothing', async () => {
    await expect(
      readInClinic(t.db, clinic.clinicId, (sql) => sql.rows("UPDATE clinic SET name = 'x'")),
    ).rejects.toMatchObject({ sqlState: '25006' });
  });

  test('through Prisma tells the same moment whatever the zone of the database', async () => {
    const service = new URL(t.serviceUrl).username;
    const database = new URL(t.serviceUrl).pathname.slice(1);
    await t.superuser.query(`ALTER ROLE ${service} IN DATABASE ${database} SET timezone = 'Asia/Kathmandu'`);
    const { db } = await connectAgain();
    try {
      const found = await inClinic(db, clinic.clinicId, (tx) =>
        tx.prisma.patient.findFirstOrThrow({ where: { id: ana } }),
      );
      const [raw] = await readInClinic(db, clinic.clinicId, (sql) =>
        sql.rows<{ ms: number }>(`SELECT date_part('epoch', created_at) * 1000 AS ms FROM patient`),
      );
      expect(found.createdAt.getTime()).toBe(raw?.ms);
    } finally {
      await db.close();
      await t.superuser.query(`ALTER ROLE ${service} IN DATABASE ${database} RESET timezone`);
    }
  });
});

async function connectAgain() {
  const { createDatabase } = await import('#server/db/database.ts');
  return { db: createDatabase(t.serviceUrl) };
}

test('the compiler refuses a write that has no door, or the wrong one', () => {
  // never called: it compiles, or rather does not, and that is the test
  const wrong = async (tx: Tx, locked: LockedTx) => {
    // @ts-expect-error the plain client is no transaction of a clinic
    await patients.update(t.db.prisma, ana, {});
    // @ts-expect-error the schedule is written under the lock
    await courseChanges.save(tx, {} as courseChanges.CourseChange);
    // @ts-expect-error the lock's connection is no Prisma
    await patients.update(locked, ana, {});
  };
  expect(wrong).toBeInstanceOf(Function);
});
