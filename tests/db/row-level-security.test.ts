import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hashOfToken } from '#server/accounts/hashed-session-tokens.ts';
import { sessionTokenIn } from '#server/accounts/wire.ts';
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
let harbor: OpenClinic;
let uptown: OpenClinic;
let ana: string;
let tables: string[];

beforeAll(async () => {
  t = await testDatabase();
  harbor = await openClinic(t.db, { name: 'Harbor' });
  uptown = await openClinic(t.db, { name: 'Uptown' });
  ana = await registerPatient(t.db, harbor);
  // Mon 2 Mar 2026, 10:00 in New York
  await bookSessions(t.db, harbor, ana, [aSession(harbor, '2026-03-02T10:00:00-05:00')]);
  const found = await t.db.pool.query(
    `SELECT table_name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'clinic_id' ORDER BY table_name`,
  );
  tables = found.rows.map((row) => row.table_name);
});
afterAll(() => t.close());

/** As the application, but in no clinic, or in whatever the setting says. */
async function asApp<T>(
  setting: string | null,
  work: (query: (sql: string) => Promise<T[]>) => Promise<T[]>,
) {
  const client = await t.db.pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL ROLE evenkeel_app');
    if (setting !== null) await client.query(`SELECT set_config('evenkeel.clinic_id', $1, true)`, [setting]);
    return await work(async (sql) => (await client.query(sql)).rows);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

const countAll = (query: (sql: string) => Promise<{ n: number }[]>) =>
  query(['clinic', ...tables].map((table) => `SELECT count(*)::int AS n FROM ${table}`).join(' UNION ALL '));

describe('every table', () => {
  test('of a clinic forces row-level security, for the clinic of the transaction alone', async () => {
    const { rows } = await t.db.pool.query(
      `SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS forced,
         ARRAY(SELECT p.polname::text FROM pg_policy p
               WHERE p.polrelid = c.oid AND p.polroles = ARRAY['evenkeel_app'::regrole::oid] AND p.polcmd = '*'
                 AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL) AS policies
       FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
         AND c.relname <> '_prisma_migrations' ORDER BY c.relname`,
    );
    expect(rows.map((row) => row.relname)).toEqual([...tables, 'clinic'].sort());
    expect(rows.filter((row) => !row.forced || row.policies.join() !== 'in_clinic')).toEqual([]);
  });

  test('has keys that begin with the clinic, but for the one that lets a user into one clinic alone', async () => {
    const { rows } = await t.db.pool.query(
      `SELECT con.conname FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid
       WHERE c.relnamespace = 'public'::regnamespace AND con.contype IN ('p', 'u', 'x', 'f')
         AND c.relname NOT IN ('clinic', '_prisma_migrations')
         AND (SELECT attname FROM pg_attribute WHERE attrelid = con.conrelid AND attnum = con.conkey[1]) <> 'clinic_id'
       UNION ALL
       SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
       WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique
         AND c.relname NOT IN ('clinic', '_prisma_migrations')
         AND (SELECT attname FROM pg_attribute WHERE attrelid = i.indrelid AND attnum = i.indkey[0]) <> 'clinic_id'`,
    );
    expect(rows).toEqual([{ conname: 'membership_user_id_key' }]);
  });

  test('belongs to another role than the application', async () => {
    const { rows } = await t.db.pool.query(
      `SELECT relname FROM pg_class WHERE relowner = 'evenkeel_app'::regrole
       UNION ALL SELECT proname FROM pg_proc WHERE proowner = 'evenkeel_app'::regrole`,
    );
    expect(rows).toEqual([]);
  });
});

describe('the application', () => {
  test('sees nothing without a clinic', async () => {
    for (const setting of [null, '']) {
      const counts = await asApp(setting, countAll);
      expect(counts.filter(({ n }) => n > 0)).toEqual([]);
    }
  });

  test('sees nothing of one clinic while it is in another', async () => {
    const seen = await readInClinic(t.db, uptown.clinicId, (sql) =>
      sql.rows(`SELECT id FROM clinic UNION ALL SELECT clinic_id FROM chair UNION ALL SELECT clinic_id FROM session
                UNION ALL SELECT clinic_id FROM patient`),
    );
    expect(new Set(seen.map((row) => (row as { id: string }).id))).toEqual(new Set([uptown.clinicId]));
  });

  test('changes nothing of one clinic while it is in another', async () => {
    const changed = await inClinic(t.db, uptown.clinicId, (tx) =>
      tx.prisma.patient.updateMany({ where: { id: ana }, data: { givenName: 'Mallory' } }),
    );
    expect(changed.count).toBe(0);
  });

  test('adds nothing to one clinic while it is in another', async () => {
    const pool = { clinicId: harbor.clinicId, id: newId(), name: 'Annex', position: 9 };
    await expect(
      inClinic(t.db, uptown.clinicId, (tx) => tx.prisma.pool.create({ data: pool })),
    ).rejects.toMatchObject({ sqlState: '42501' });
  });

  test('cannot seat a patient of one clinic in a chair of another', async () => {
    const bo = await registerPatient(t.db, uptown, 'Bo Hara');
    const there = aSession(uptown, '2026-03-02T10:00:00-05:00', { chairId: harbor.chairs[1] });
    await expect(bookSessions(t.db, uptown, bo, [there])).rejects.toMatchObject({
      sqlState: '23503',
      constraint: 'session_clinic_id_pool_id_chair_id_fkey',
    });
  });

  test.each([
    ['change the history of a session', 'UPDATE session_event SET kind = kind'],
    ['change what was ticked of a session', 'UPDATE session_tick SET answer = answer'],
    ['take away what was ticked of a session', 'DELETE FROM session_tick'],
    ['change a score', 'UPDATE assessment SET total = total'],
    ['take a score away', 'DELETE FROM assessment'],
    ['change a review', 'UPDATE course_review SET outcome = outcome'],
    ['take a review away', 'DELETE FROM course_review'],
    ['change a report of a relapse', 'UPDATE relapse_report SET reported_at = reported_at'],
    ['take a report of a relapse away', 'DELETE FROM relapse_report'],
    ['change the audit trail', 'UPDATE audit_event SET kind = kind'],
    ['change what the audit trail keeps of a person', 'UPDATE audit_personal SET value = value'],
    ['change a seal', 'UPDATE audit_seal SET digest = digest'],
    ['change a booster order', 'UPDATE booster_order SET flex_days = 0'],
    ['change a published protocol version', 'UPDATE protocol_version SET version = 9'],
    ['change the hours of a day', `UPDATE opening_hours SET opens_at = '07:00'`],
    ['give hours to somebody else', 'UPDATE staff_shift SET staff_id = staff_id'],
    ['change what was written down of a change of hours', 'UPDATE hours_change SET kind = kind'],
    ['give a session to another course', 'UPDATE session SET course_id = course_id'],
    ['give a course to another patient', 'UPDATE course SET patient_id = patient_id'],
    ['read what migrations ran', 'SELECT 1 FROM _prisma_migrations'],
    ['truncate', 'TRUNCATE session CASCADE'],
    ['make tables', 'CREATE TABLE mine (id int)'],
  ])('may not %s', async (_, sql) => {
    await expect(asApp(harbor.clinicId, (query) => query(sql))).rejects.toMatchObject({ code: '42501' });
  });

  test('deletes nothing at all but memberships, of clinics and of care teams, closures that are over before their time, hours that are not to be, and notes that an event awaits its seal', async () => {
    const { rows } = await t.db.pool.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
         AND has_table_privilege('evenkeel_app', oid, 'DELETE') ORDER BY relname`,
    );
    expect(rows).toEqual([
      { relname: 'audit_unsealed' },
      { relname: 'care_team_member' },
      { relname: 'closure' },
      { relname: 'membership' },
      { relname: 'opening_hours' },
      { relname: 'staff_shift' },
    ]);
  });
});

describe('the look-ups before the clinic is known', () => {
  test('are these and no others', async () => {
    const { rows } = await t.db.pool.query(
      `SELECT proname, proconfig::text AS config, has_function_privilege('evenkeel_app', oid, 'EXECUTE') AS app,
         EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0) AS anybody
       FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY proname`,
    );
    const config = '{"search_path=pg_catalog, public, pg_temp"}';
    expect(rows).toEqual([
      { proname: 'account_holder', config, app: true, anybody: false },
      { proname: 'clinics_of_this_database', config, app: false, anybody: false },
      { proname: 'clinics_to_seal', config, app: true, anybody: false },
      { proname: 'closed_record', config, app: true, anybody: false },
      { proname: 'demo_people', config, app: true, anybody: false },
      { proname: 'forget_in_audit', config, app: true, anybody: false },
      { proname: 'forget_patient', config, app: true, anybody: false },
      { proname: 'forget_staff', config, app: true, anybody: false },
      { proname: 'member_by_email', config, app: true, anybody: false },
      { proname: 'open_invitation', config, app: true, anybody: false },
      { proname: 'patients_at', config, app: true, anybody: false },
      { proname: 'signed_in', config, app: true, anybody: false },
      { proname: 'sweep_clinics', config, app: true, anybody: false },
    ]);
  });

  test('belong, in whatever schema, to the owner of the tables, whom row-level security binds', async () => {
    const { rows } = await t.db.pool.query(
      `SELECT p.oid::regprocedure::text AS name, n.nspname AS schema, o.rolsuper OR o.rolbypassrls AS unbound,
         p.proowner = (SELECT relowner FROM pg_class WHERE oid = 'public.clinic'::regclass) AS "ofOwner",
         has_function_privilege('evenkeel_auth', p.oid, 'EXECUTE') AS "forSigningIn"
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles o ON o.oid = p.proowner
       WHERE p.prosecdef`,
    );
    expect(rows.length).toBeGreaterThan(10);
    const fit = { schema: 'public', unbound: false, ofOwner: true, forSigningIn: false };
    expect(rows).toEqual(rows.map(({ name }) => ({ name, ...fit })));
  });

  test('may read those tables that they do read, themselves or by another function, and no other', async () => {
    const { rows } = await t.db.pool.query(
      `SELECT p.polrelid::regclass::text AS table, p.polname AS policy FROM pg_policy p
       WHERE pg_get_expr(p.polqual, p.polrelid) LIKE '%evenkeel.lookup%' AND NOT EXISTS (
         SELECT FROM pg_proc f WHERE f.pronamespace = 'public'::regnamespace AND f.prokind = 'f'
           AND pg_get_functiondef(f.oid) ~ ('\\m' || p.polrelid::regclass::text || '\\M')
       )`,
    );
    expect(rows).toEqual([]);
  });

  test('leave nothing open behind them', async () => {
    const token = sessionTokenIn(await t.cookieOf(ana)) ?? '';
    await asApp(null, async (query) => {
      expect(await query(`SELECT name FROM signed_in('${hashOfToken(token)}', true, 10, 15)`)).toEqual([
        { name: 'Ana Lima' },
      ]);
      await query('SELECT * FROM demo_people()');
      await query(`SELECT * FROM patients_at('ana@example.com')`);
      expect(await query('SELECT 1 FROM patient UNION ALL SELECT 1 FROM membership')).toEqual([]);
      return [];
    });
  });
});
