import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import {
  COURSE_STATES,
  HOLDING_STATUSES,
  PHASES,
  ROLES,
  SESSION_STATUSES,
  TICK_CODES,
} from '#server/scheduling/vocabulary.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the migrated database and schema.prisma', () => {
  /** The same catalogue of a database that was made from schema.prisma alone. */
  let fromSchema: Awaited<ReturnType<typeof describeDatabase>>;
  let migrated: typeof fromSchema;

  beforeAll(async () => {
    const { stdout: sql } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'server/db/migrate-cli.ts', 'diff'],
      { cwd: root, env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: t.superuserUrl } },
    );
    const name = `from_schema_${process.pid}`;
    await t.superuser.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    const url = new URL(t.superuserUrl);
    url.pathname = `/${name}`;
    const client = new pg.Client(url.href);
    await client.connect();
    try {
      await client.query(sql);
      fromSchema = await describeDatabase(client);
    } finally {
      await client.end();
      await t.superuser.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
    migrated = await describeDatabase(t.superuser);
  }, 30_000);

  test('have the same tables and columns, of the same types', () => {
    expect(migrated.columns).toEqual(fromSchema.columns);
  });

  test('have the same defaults, but for the columns that PostgreSQL makes', () => {
    const made = migrated.defaults.filter((row) => row.generated);
    expect(made.map((row) => row.column)).toEqual([
      'patient.email_key',
      'patient.phone_digits',
      'patient.search',
    ]);
    expect(migrated.defaults.filter((row) => !row.generated)).toEqual(fromSchema.defaults);
  });

  test('have the same primary and foreign keys', () => {
    expect(fromSchema.keys.length).toBeGreaterThan(30);
    expect(migrated.keys).toEqual(fromSchema.keys);
  });

  test('have the same indexes, but for those that Prisma cannot say', () => {
    const byHand = migrated.indexes.filter((index) => !fromSchema.indexes.includes(index));
    expect(byHand.map((definition) => definition.split(' ON ')[0]).sort()).toEqual([
      'CREATE INDEX chair_offer_one_at_a_time',
      'CREATE INDEX chair_offer_one_on_a_chair',
      'CREATE INDEX chair_offer_one_to_a_patient',
      'CREATE INDEX opening_hours_no_overlap',
      'CREATE INDEX session_chair_no_overlap',
      'CREATE INDEX session_clinic_id_starts_at_idx',
      'CREATE INDEX session_event_moved_from_idx',
      'CREATE INDEX session_patient_no_overlap',
      'CREATE UNIQUE INDEX invitation_open_key',
      'CREATE UNIQUE INDEX session_clinic_id_course_id_sequence_key',
    ]);
    expect(fromSchema.indexes.filter((index) => !migrated.indexes.includes(index))).toEqual([]);
  });
});

async function describeDatabase(client: pg.Pool | pg.Client) {
  const inPublic = `c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'`;
  const all = async (sql: string) => (await client.query(sql)).rows;
  return {
    columns: await all(
      `SELECT c.relname || '.' || a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE ${inPublic} AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1`,
    ),
    defaults: await all(
      `SELECT c.relname || '.' || a.attname AS column, pg_get_expr(d.adbin, d.adrelid) AS value, a.attgenerated <> '' AS generated
       FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid
       JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE ${inPublic} ORDER BY 1`,
    ),
    keys: await all(
      `SELECT con.conname AS name, pg_get_constraintdef(con.oid) AS definition
       FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid
       WHERE ${inPublic} AND con.contype IN ('p', 'f') ORDER BY 1`,
    ),
    indexes: (
      await all(
        `SELECT pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
         WHERE ${inPublic} ORDER BY 1`,
      )
    ).map((row): string => row.definition),
  };
}

describe('a word that PostgreSQL checks', () => {
  /** The strings in the definition of a constraint, in order. */
  const wordsOf = async (constraint: string) => {
    const { rows } = await t.superuser.query(
      'SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = $1',
      [constraint],
    );
    return [...rows[0].definition.matchAll(/'([^']+)'::text/g)].map((match) => match[1]);
  };

  test.each([
    ['session_status', SESSION_STATUSES],
    ['session_phase', PHASES],
    ['course_state', COURSE_STATES],
    ['staff_role', ROLES.filter((role) => role !== 'patient')],
    ['session_chair_no_overlap', HOLDING_STATUSES],
    ['session_patient_no_overlap', HOLDING_STATUSES],
    ['session_tick_code', TICK_CODES],
  ])('is the vocabulary’s own: %s', async (constraint, words) => {
    expect(await wordsOf(constraint)).toEqual(words);
  });
});

test('every migration is on record with the checksum that Prisma keeps', async () => {
  const folder = `${root}prisma/migrations`;
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((e) => e.isDirectory())
    .map((e) => e.name);
  const expected = await Promise.all(
    names.sort().map(async (migration_name) => ({
      migration_name,
      checksum: createHash('sha256')
        .update(await readFile(`${folder}/${migration_name}/migration.sql`))
        .digest('hex'),
      finished: true,
      rolled_back_at: null,
    })),
  );
  const { rows } = await t.superuser.query(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at
     FROM _prisma_migrations ORDER BY migration_name`,
  );
  expect(rows).toEqual(expected);
});
