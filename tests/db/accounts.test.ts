import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { getAuthTables } from 'better-auth/db';
import pg from 'pg';
import { createAuthPool } from '#server/accounts/auth-pool.ts';
import { hashOfToken } from '#server/accounts/hashed-session-tokens.ts';
import { createLibrary } from '#server/accounts/library.ts';
import { sessionTokenIn } from '#server/accounts/wire.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import * as memberships from '#server/repositories/memberships.ts';
import { type OpenClinic, openClinic, registerPatient } from '#tests/support/a-clinic.ts';
import { A_PASSWORD, anAccount } from '#tests/support/an-account.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let harbor: OpenClinic;
let ana: string;
/** Every table there is, by its schema. */
let tables: { readonly auth: readonly string[]; readonly public: readonly string[] };

beforeAll(async () => {
  t = await testDatabase();
  const { rows } = await t.superuser.query(
    `SELECT relnamespace::regnamespace::text AS schema, oid::regclass::text AS name FROM pg_class
     WHERE relnamespace IN ('auth'::regnamespace, 'public'::regnamespace) AND relkind IN ('r', 'p') ORDER BY 2`,
  );
  const of = (schema: string) => rows.filter((row) => row.schema === schema).map(({ name }) => String(name));
  tables = { auth: of('auth'), public: of('public') };
});
beforeEach(async () => {
  harbor = await openClinic(t.db);
  ana = await registerPatient(t.db, harbor);
});
afterAll(() => t.close());

describe('the tables of the sign-in library', () => {
  const TYPES: Readonly<Record<string, string>> = {
    string: 'text',
    boolean: 'boolean',
    number: 'integer',
    date: 'timestamp with time zone',
  };

  /** As the library of this version would have them, for the options that we give it. */
  function asked() {
    const pool = new pg.Pool(); // asked nothing
    const { options } = createLibrary({ pool, secret: 'a secret of nobody', publicUrl: 'http://127.0.0.1' });
    return Object.values(getAuthTables(options)).flatMap(({ modelName, fields }) => [
      { column: `${modelName}.id`, type: 'text', required: true, key: `PRIMARY KEY (id)` },
      ...Object.entries(fields).map(([field, { fieldName, type, required, unique, references }]) => {
        const name = fieldName ?? field;
        const key = references
          ? `FOREIGN KEY ("${name}") REFERENCES auth."${references.model}"(${references.field}) ON DELETE CASCADE`
          : `UNIQUE (${name})`;
        return {
          column: `${modelName}.${name}`,
          type: TYPES[String(type)] ?? `no type for ${type}`,
          required: required !== false,
          key: references || unique ? key : null,
        };
      }),
    ]);
  }

  const there = async () =>
    (
      await t.superuser.query(
        `SELECT c.relname || '.' || a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type,
           a.attnotnull AS required,
           (SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k
            WHERE k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum] AND k.contype IN ('p', 'u', 'f')) AS key
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         WHERE c.relnamespace = 'auth'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`,
      )
    ).rows;

  test('have every column that it asks for, of its type and with its keys', async () => {
    const columns = new Map((await there()).map((row) => [row.column, row]));
    const wanted = asked();
    expect(wanted.length).toBeGreaterThan(35);
    expect(wanted.map(({ column }) => columns.get(column))).toEqual(wanted);
  });

  test('have no other but ours', async () => {
    const wanted = new Set(asked().map(({ column }) => column));
    const ours = (await there()).map(({ column }) => column).filter((column) => !wanted.has(column));
    expect(ours.filter((column) => !/^(throttle|device|passwordReset|patientCode)\./.test(column))).toEqual([
      'session.lastSeenAt',
    ]);
  });
});

describe('between accounts and clinics', () => {
  type Asking = (sql: string) => Promise<unknown>;

  /** As the service is in all that it does in a clinic. */
  async function asApp(work: (ask: Asking) => Promise<void>): Promise<void> {
    const client = await t.db.pool.connect();
    try {
      await client.query('BEGIN; SET LOCAL ROLE evenkeel_app; SAVEPOINT before');
      await work((sql) => client.query(sql).finally(() => client.query('ROLLBACK TO before')));
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  const everyStatement = (table: string) => [
    `SELECT 1 FROM ${table}`,
    `INSERT INTO ${table} DEFAULT VALUES`,
    `DELETE FROM ${table}`,
  ];

  const mayDo = async (role: string, schema: string) =>
    (
      await t.superuser.query(
        `SELECT c.oid::regclass::text AS on, p.privilege FROM pg_class c,
           unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES']) AS p(privilege)
         WHERE c.relnamespace = $2::regnamespace AND c.relkind IN ('r', 'p', 'v')
           AND (has_table_privilege($1, c.oid, p.privilege)
             OR p.privilege <> 'DELETE' AND p.privilege <> 'TRUNCATE' AND has_any_column_privilege($1, c.oid, p.privilege))
         UNION ALL
         SELECT proname, 'EXECUTE' FROM pg_proc
         WHERE pronamespace = $2::regnamespace AND prosecdef AND has_function_privilege($1, oid, 'EXECUTE')`,
        [role, schema],
      )
    ).rows;

  test('who reads a clinic reads and changes no account', async () => {
    expect(tables.auth.length).toBeGreaterThanOrEqual(6);
    await asApp(async (ask) => {
      for (const sql of tables.auth.flatMap(everyStatement)) {
        await expect(ask(sql)).rejects.toMatchObject({ code: '42501' });
      }
    });
    expect(await mayDo('evenkeel_app', 'auth')).toEqual([]);
  });

  test('who signs people in reads and changes nothing of a clinic, and is told of nobody’s session', async () => {
    const pool = createAuthPool(t.serviceUrl);
    try {
      const { rows } = await pool.query(
        'SELECT current_user AS role, count(*)::int AS users FROM auth."user"',
      );
      expect(rows).toEqual([{ role: 'evenkeel_auth', users: expect.any(Number) }]);
      expect(tables.public.length).toBeGreaterThan(15);
      const asked = [
        ...tables.public.flatMap(everyStatement),
        `SELECT * FROM signed_in('any', true, 10, 15)`,
        'SELECT * FROM demo_people()',
      ];
      for (const sql of asked) await expect(pool.query(sql)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await pool.end();
    }
    expect(await mayDo('evenkeel_auth', 'public')).toEqual([]);
  });

  test('the service, before it becomes one of the two, reads no account', async () => {
    for (const table of tables.auth) {
      await expect(t.db.pool.query(`SELECT 1 FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('neither owns anything, and nobody signs in to PostgreSQL as either', async () => {
    const { rows } = await t.superuser.query(
      `SELECT rolname, rolcanlogin OR rolsuper OR rolbypassrls OR rolcreaterole AS mighty,
         (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned
       FROM pg_roles r WHERE rolname IN ('evenkeel_app', 'evenkeel_auth') ORDER BY rolname`,
    );
    expect(rows).toEqual([
      { rolname: 'evenkeel_app', mighty: false, owned: 0 },
      { rolname: 'evenkeel_auth', mighty: false, owned: 0 },
    ]);
  });
});

describe('what is stored of somebody who signed in', () => {
  /** Where in the whole database these words stand. */
  async function whereIs(word: string): Promise<string[]> {
    const found: string[] = [];
    for (const table of [...tables.auth, ...tables.public]) {
      const { rows } = await t.superuser.query(`SELECT 1 FROM ${table} r WHERE strpos(r::text, $1) > 0`, [
        word,
      ]);
      if (rows.length > 0) found.push(table);
    }
    return found;
  }

  test('is the hash of the token, and nowhere the token', async () => {
    const email = `${harbor.nurseId}@example.com`;
    const userId = await anAccount(t, harbor, email, { staffId: harbor.nurseId });
    const from = { cookies: '', userAgent: 'a test', address: '127.0.0.1' };
    const outcome = await t.accounts.signIn({ email, password: A_PASSWORD }, from);
    const cookies = 'cookies' in outcome ? outcome.cookies : [];
    const token = cookies.map((cookie) => sessionTokenIn(cookie.split(';')[0] ?? '')).find(Boolean) ?? '';
    expect(token.length).toBeGreaterThanOrEqual(32);
    const { rows } = await t.superuser.query('SELECT token FROM auth.session WHERE "userId" = $1', [userId]);
    expect(rows).toEqual([{ token: hashOfToken(token) }]);
    expect(await whereIs(token)).toEqual([]);
    // The search finds what is there.
    expect(await whereIs(hashOfToken(token))).toEqual(['auth.session']);
  });

  test('is an Argon2id hash of the password, of the cost that is asked of us, and nowhere the password', async () => {
    const userId = await anAccount(t, harbor, `${ana}@example.com`, { patientId: ana });
    const { rows } = await t.superuser.query('SELECT password FROM auth.account WHERE "userId" = $1', [
      userId,
    ]);
    expect(rows).toEqual([{ password: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/) }]);
    expect(await whereIs(A_PASSWORD)).toEqual([]);
  });
});

describe('a membership', () => {
  const insert = (
    clinic: OpenClinic,
    row: { user: string; staff?: string | null; patient?: string | null },
  ) =>
    t.superuser.query(
      'INSERT INTO membership (clinic_id, user_id, staff_id, patient_id) VALUES ($1, $2, $3, $4)',
      [clinic.clinicId, row.user, row.staff ?? null, row.patient ?? null],
    );
  /** A user that no other test has. */
  const user = () => `user of ${harbor.clinicId}`;

  test('is of a member of staff or of a patient, and not of both or neither', async () => {
    for (const as of [{}, { staff: harbor.nurseId, patient: ana }]) {
      await expect(insert(harbor, { user: user(), ...as })).rejects.toMatchObject({
        code: '23514',
        constraint: 'membership_is_staff_or_patient',
      });
    }
    await insert(harbor, { user: user(), staff: harbor.nurseId });
    await insert(harbor, { user: `another ${user()}`, patient: ana });
  });

  test('is of one clinic only', async () => {
    const uptown = await openClinic(t.db, { name: 'Uptown' });
    await insert(harbor, { user: user(), staff: harbor.nurseId });
    await expect(insert(uptown, { user: user(), staff: uptown.nurseId })).rejects.toMatchObject({
      code: '23505',
      constraint: 'membership_user_id_key',
    });
  });

  test('is of somebody of that clinic', async () => {
    const uptown = await openClinic(t.db, { name: 'Uptown' });
    for (const as of [{ staff: uptown.nurseId }, { patient: await registerPatient(t.db, uptown) }]) {
      await expect(insert(harbor, { user: user(), ...as })).rejects.toMatchObject({ code: '23503' });
    }
  });

  test('is of one user alone', async () => {
    await insert(harbor, { user: user(), staff: harbor.nurseId });
    await expect(insert(harbor, { user: `another ${user()}`, staff: harbor.nurseId })).rejects.toMatchObject({
      code: '23505',
      constraint: 'membership_clinic_id_staff_id_key',
    });
  });

  test('is made and found in its clinic, and in no other', async () => {
    const uptown = await openClinic(t.db, { name: 'Uptown' });
    await inClinic(t.db, harbor.clinicId, (tx) =>
      memberships.insert(tx, { userId: user(), staffId: harbor.nurseId }),
    );
    const find = (clinic: OpenClinic) =>
      inClinic(t.db, clinic.clinicId, (tx) => memberships.find(tx, user()));
    expect(await find(harbor)).toEqual({ staffId: harbor.nurseId, patientId: null });
    expect(await find(uptown)).toBeNull();
  });
});
