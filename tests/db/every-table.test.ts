import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { newId } from '#server/platform/ids.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/**
 * Row-level security by itself: no `where`, no grant that is missing, no rule of a table that would be in the way. Every
 * table of the catalogue has a made-up row of each of two clinics, so a table that comes tomorrow is tried as well.
 */
const [OURS, THEIRS] = [newId(), newId()];

let t: TestDatabase;
let tables: string[];

beforeAll(async () => {
  t = await testDatabase();
  const { rows } = await t.superuser.query(
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'f', 'm')
       AND relname <> '_prisma_migrations' ORDER BY relname`,
  );
  tables = rows.map(({ relname }) => relname);
  // Everything is granted, nothing is checked but the policies: they hold alone.
  await t.superuser.query('GRANT ALL ON ALL TABLES IN SCHEMA public TO evenkeel_app');
  await dropRules();
  for (const table of tables) for (const clinic of [OURS, THEIRS]) await insert(t.superuser, table, clinic);
});
afterAll(() => t.close());

async function dropRules(): Promise<void> {
  const { rows } = await t.superuser.query(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', conrelid::regclass, conname) AS sql
     FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'x', 'u', 'p')
     UNION ALL
     SELECT format('DROP INDEX %s', indexrelid::regclass)
     FROM pg_index JOIN pg_class c ON c.oid = indrelid
     WHERE c.relnamespace = 'public'::regnamespace AND indisunique
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
     UNION ALL
     SELECT format('ALTER TABLE %s DISABLE TRIGGER USER', oid::regclass)
     FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );
  for (const { sql } of rows) await t.superuser.query(sql);
}

const clinicColumn = (table: string): string => (table === 'clinic' ? 'id' : 'clinic_id');

/** A row of which nothing is said but whose it is. */
async function insert(sql: pg.Pool | pg.PoolClient, table: string, clinic: string): Promise<void> {
  const { rows } = await t.superuser.query(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, y.typcategory AS category
     FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull
       AND a.attgenerated = '' AND a.attname <> $2`,
    [table, clinicColumn(table)],
  );
  const columns = rows.map(({ name }) => `"${name}"`);
  const values = rows.map(({ type, category }) => `${madeUp(type, category)}::${type}`);
  await sql.query(
    `INSERT INTO "${table}" (${[`"${clinicColumn(table)}"`, ...columns].join()})
     VALUES (${[`'${clinic}'::uuid`, ...values].join()})`,
  );
}

/** Of pg_type's categories: arrays, booleans, dates, numbers, ranges; others by name. */
function madeUp(type: string, category: string): string {
  if (category === 'A') return `'{}'`;
  if (category === 'B') return `'true'`;
  if (category === 'D')
    return type.startsWith('time ') || type.startsWith('time(') ? `'09:00'` : `'2026-03-02'`;
  if (category === 'N') return `'1'`;
  if (category === 'R') return `'empty'`;
  return MADE_UP[type] ?? `'a'`;
}
const MADE_UP: Readonly<Record<string, string>> = {
  // one for all, so that what belongs to a patient belongs to the patient there is
  uuid: `'01950000-0000-7000-8000-000000000000'`,
  jsonb: `'{}'`,
  bytea: `'\\x00'`,
};

/** As the application, in our clinic. What it does is undone. */
async function inOurs<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await t.db.pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL ROLE evenkeel_app');
    await client.query(`SELECT set_config('evenkeel.clinic_id', $1, true)`, [OURS]);
    return await work(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** What each table says to the same, done in a transaction of its own. */
async function ofEach<T>(work: (client: pg.PoolClient, table: string) => Promise<T>) {
  const said: Record<string, T | string> = {};
  for (const table of tables) {
    said[table] = await inOurs((client) => work(client, table)).catch((error) => String(error.message));
  }
  return said;
}

/** The same of every table. */
const each = <T>(of: (table: string) => T) => Object.fromEntries(tables.map((table) => [table, of(table)]));

describe('of another clinic, in every table, without any where', () => {
  test('nothing is selected, even by saying that one looks up what comes before a clinic', async () => {
    const seen = await ofEach(async (client, table) => {
      await client.query(`SET LOCAL evenkeel.lookup = 'on'`);
      const { rows } = await client.query(`SELECT "${clinicColumn(table)}" AS clinic FROM "${table}"`);
      return rows.map(({ clinic }) => clinic);
    });
    expect(tables.length).toBeGreaterThan(20);
    expect(seen).toEqual(each(() => [OURS]));
  });

  test('nothing is updated', async () => {
    const updated = await ofEach(async (client, table) => {
      const column = clinicColumn(table);
      return (await client.query(`UPDATE "${table}" SET "${column}" = "${column}"`)).rowCount;
    });
    expect(updated).toEqual(each(() => 1));
  });

  test('nothing is deleted', async () => {
    const deleted = await ofEach(
      async (client, table) => (await client.query(`DELETE FROM "${table}"`)).rowCount,
    );
    expect(deleted).toEqual(each(() => 1));
  });

  test('nothing is inserted', async () => {
    const refused = await ofEach((client, table) => insert(client, table, THEIRS));
    expect(refused).toEqual(
      each((table) => `new row violates row-level security policy for table "${table}"`),
    );
    expect(await ofEach((client, table) => insert(client, table, OURS))).toEqual(each(() => undefined));
  });

  test('nothing of ours becomes theirs', async () => {
    const refused = await ofEach(async (client, table) => {
      await client.query(`UPDATE "${table}" SET "${clinicColumn(table)}" = '${THEIRS}'`);
    });
    expect(refused).toEqual(
      each((table) => `new row violates row-level security policy for table "${table}"`),
    );
  });

  test('nothing is there in no clinic, nor in one that nobody has', async () => {
    const seen = await ofEach(async (client, table) => {
      const rows: number[] = [];
      for (const clinic of ['', newId()]) {
        await client.query(`SELECT set_config('evenkeel.clinic_id', $1, true)`, [clinic]);
        rows.push((await client.query(`SELECT FROM "${table}"`)).rowCount ?? 0);
      }
      return rows;
    });
    expect(seen).toEqual(each(() => [0, 0]));
  });
});

test('no view shows a table past its policies', async () => {
  const { rows } = await t.superuser.query(
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
       AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)`,
  );
  expect(rows).toEqual([]);
});

test('who signs people in sees and changes nothing of a clinic, whatever the setting says', async () => {
  const client = await t.db.pool.connect();
  try {
    for (const table of tables) {
      await client.query('BEGIN; SET LOCAL ROLE evenkeel_auth');
      await client.query(`SELECT set_config('evenkeel.clinic_id', $1, true)`, [OURS]);
      await expect(client.query(`SELECT FROM "${table}"`)).rejects.toMatchObject({ code: '42501' });
      await client.query('ROLLBACK');
    }
  } finally {
    client.release();
  }
});
