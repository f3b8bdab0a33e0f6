import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createAuthPool } from '#server/accounts/auth-pool.ts';
import { createDatabase } from '#server/db/database.ts';
import { fromDatabaseError } from '#server/db/errors.ts';
import { inClinic, readInClinic } from '#server/db/in-clinic.ts';
import { newId } from '#server/platform/ids.ts';
import {
  aSession,
  bookSessions,
  type OpenClinic,
  openClinic,
  registerPatient,
} from '#tests/support/a-clinic.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let clinic: OpenClinic;
let ana: string;

// Mon 2 Mar 2026, 10:00 in New York
const TEN = '2026-03-02T10:00:00-05:00';

beforeAll(async () => {
  t = await testDatabase();
  clinic = await openClinic(t.db);
  ana = await registerPatient(t.db, clinic);
  await bookSessions(t.db, clinic, ana, [aSession(clinic, TEN)]);
});
afterAll(() => t.close());

/** Everything that a logger could print of it. */
const printed = (error: unknown) =>
  JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).cause);

const caught = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('It was not refused.');
};

describe('an overlap', () => {
  const overlapping = () => {
    const { block: _, ...session } = aSession(clinic, TEN);
    return {
      ...session,
      prepMinutes: 15,
      administrationMinutes: 40,
      observationMinutes: 30,
      turnoverMinutes: 15,
    };
  };

  test('is `slot-taken` from a hand-written statement', async () => {
    const bo = await registerPatient(t.db, clinic, 'Bo Hara');
    const error = await caught(bookSessions(t.db, clinic, bo, [aSession(clinic, TEN)]));
    expect(error).toMatchObject({ name: 'AppError', type: 'slot-taken' });
  });

  test('is `slot-taken` from Prisma', async () => {
    const [course] = await readInClinic(t.db, clinic.clinicId, (sql) =>
      sql.rows<{ id: string }>('SELECT id FROM course LIMIT 1'),
    );
    const error = await caught(
      inClinic(t.db, clinic.clinicId, (tx) =>
        tx.prisma.session.create({
          data: {
            ...overlapping(),
            overrides: [],
            clinicId: clinic.clinicId,
            courseId: course?.id ?? '',
            patientId: ana,
            sequence: 2,
            startsAt: new Date(TEN),
            endsAt: new Date(Date.parse(TEN) + 100 * 60_000),
          },
        }),
      ),
    );
    expect(error).toMatchObject({ name: 'AppError', type: 'slot-taken' });
  });

  test('is `slot-taken` from raw SQL through Prisma', async () => {
    const error = await caught(
      inClinic(t.db, clinic.clinicId, (tx) =>
        tx.rows(
          `INSERT INTO session SELECT (jsonb_populate_record(s, jsonb_build_object('id', $1::text, 'sequence', 3))).* FROM session s`,
          [newId()],
        ),
      ),
    );
    expect(error).toMatchObject({ name: 'AppError', type: 'slot-taken' });
  });
});

test.each([
  ['40001', 'busy'],
  ['40P01', 'busy'],
  ['55P03', 'busy'],
  ['57014', 'busy'],
  ['57P01', 'unavailable'],
  ['57P03', 'unavailable'],
  ['08006', 'unavailable'],
  ['53300', 'unavailable'],
  ['ECONNREFUSED', 'unavailable'],
  ['P2028', 'busy'],
  ['P2034', 'busy'],
  ['P1001', 'unavailable'],
])('%s is `%s`', (code, type) => {
  const error = Object.assign(new Error('as the driver said it'), { code, severity: 'ERROR' });
  expect(fromDatabaseError(error)).toMatchObject({ name: 'AppError', type });
});

test.each([
  ['timeout exceeded when trying to connect', 'busy'],
  ['Connection terminated unexpectedly', 'unavailable'],
])('"%s" is `%s`', (message, type) => {
  expect(fromDatabaseError(new Error(message))).toMatchObject({ name: 'AppError', type });
});

test('a conflict at commit, which Prisma tells without a code, is `busy`', () => {
  const error = Object.assign(new Error('TransactionWriteConflict'), {
    name: 'DriverAdapterError',
    cause: { kind: 'TransactionWriteConflict' },
  });
  expect(fromDatabaseError(error)).toMatchObject({ type: 'busy' });
});

test('a server that is not there is `unavailable`, by either way', async () => {
  const nowhere = createDatabase('postgresql://nobody@127.0.0.1:1/nothing');
  try {
    for (const read of [readInClinic, inClinic]) {
      const error = await caught(read(nowhere, clinic.clinicId, (sql) => sql.rows('SELECT 1')));
      expect(error).toMatchObject({ name: 'AppError', type: 'unavailable' });
    }
  } finally {
    await nowhere.close();
  }
});

describe('an error without a name of ours', () => {
  const twice = { id: newId(), name: 'Infusion', position: 2 };

  test.each([
    [
      'a hand-written statement',
      () =>
        readInClinic(t.db, clinic.clinicId, (sql) =>
          sql.rows("SELECT 'secret-of-ana'::int FROM patient WHERE given_name = $1", ['Ana']),
        ),
      '22P02',
    ],
    [
      'Prisma',
      () =>
        inClinic(t.db, clinic.clinicId, (tx) =>
          tx.prisma.patient.create({
            data: {
              clinicId: newId(),
              id: newId(),
              givenName: 'secret-of-ana',
              familyName: 'Lima',
              dateOfBirth: new Date(TEN),
              createdAt: new Date(TEN),
            },
          }),
        ),
      '42501',
    ],
  ])('keeps its SQLSTATE and no value, from %s', async (_, work, sqlState) => {
    const error = await caught(work());
    expect(error).toMatchObject({ name: 'DatabaseError', sqlState });
    expect(printed(error)).not.toContain('secret-of-ana');
  });

  test('names the constraint that refused', async () => {
    const error = await caught(
      inClinic(t.db, clinic.clinicId, (tx) =>
        tx.prisma.pool.create({ data: { ...twice, clinicId: clinic.clinicId } }),
      ),
    );
    expect(error).toMatchObject({ sqlState: '23505', constraint: 'pool_clinic_id_name_key' });
    expect(printed(error)).not.toContain('Infusion');
  });

  test('of the use case itself comes through as it was', async () => {
    const mine = new TypeError('a fault of ours');
    expect(await caught(readInClinic(t.db, clinic.clinicId, () => Promise.reject(mine)))).toBe(mine);
  });
});

describe.each([
  ['of the service', (told: (error: Error) => void): pg.Pool => createDatabase(t.serviceUrl, {}, told).pool],
  ['for signing in', (told: (error: Error) => void): pg.Pool => createAuthPool(t.serviceUrl, told)],
])('a connection %s that is lost while nobody uses it', (_, open) => {
  test('is told, and the next is a new one; while we close, it is no news', async () => {
    const told: string[] = [];
    const pool = open(({ message }) => told.push(message));
    const { rows } = await pool.query('SELECT pg_backend_pid() AS pid');
    await t.superuser.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
    for (let n = 0; n < 200 && told.length === 0; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(told).toEqual(['terminating connection due to administrator command']);
    expect((await pool.query('SELECT pg_backend_pid() <> $1 AS other', [rows[0].pid])).rows).toEqual([
      { other: true },
    ]);
    const closing = pool.end();
    pool.emit('error', new Error('terminating connection due to administrator command'), new pg.Client());
    await closing;
    expect(told).toHaveLength(1);
  });
});
