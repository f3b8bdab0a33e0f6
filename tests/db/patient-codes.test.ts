import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAuthPool } from '#server/accounts/auth-pool.ts';
import { beforeClinic, inClinic } from '#server/db/in-clinic.ts';
import * as patients from '#server/repositories/patients.ts';
import { findPatientsAt } from '#server/repositories/people.ts';
import { type OpenClinic, openClinic, registerPatient } from '#tests/support/a-clinic.ts';
import { anAccount } from '#tests/support/an-account.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let harbor: OpenClinic;
let email: string;
let ana: string;
beforeAll(async () => {
  t = await testDatabase();
});
beforeEach(async () => {
  harbor = await openClinic(t.db);
  email = `ana.${harbor.clinicId}@example.com`;
  ana = await registerPatient(t.db, harbor, 'Ana Lima', { email: `Ana.${harbor.clinicId}@Example.com` });
});
afterAll(() => t.close());

describe('the patients of an address', () => {
  test('are found in every clinic by the whole of it, in small letters, with the account that they have', async () => {
    const uptown = await openClinic(t.db, { name: 'Uptown' });
    const zoe = await registerPatient(t.db, uptown, 'Zoe Lima', { email });
    const userId = await anAccount(t, uptown, email, { patientId: zoe });
    await registerPatient(t.db, harbor, 'Bo Hara', { email: `x${email}` });
    await registerPatient(t.db, harbor, 'Cy Twomb');
    const found = await findPatientsAt(beforeClinic(t.db), email);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({ clinicId: harbor.clinicId, patientId: ana, userId: null });
    expect(found).toContainEqual({ clinicId: uptown.clinicId, patientId: zoe, userId });
    for (const other of ['', '%', email.slice(1), email.toUpperCase(), `${email} `]) {
      expect(await findPatientsAt(beforeClinic(t.db), other)).toEqual([]);
    }
  });

  test('are told by ids alone', async () => {
    const { fields } = await t.db.pool.query('SELECT * FROM patients_at($1)', [email]);
    expect(fields.map(({ name }) => name)).toEqual(['clinic_id', 'patient_id', 'user_id']);
  });

  test('are found by the index, so that a long register costs no more and tells nothing', async () => {
    await t.superuser.query(
      `INSERT INTO patient (clinic_id, id, given_name, family_name, date_of_birth, email, created_at)
       SELECT $1, gen_random_uuid(), 'Many', 'Patients', '1980-05-02', 'patient' || n || '@example.com', now()
       FROM generate_series(1, 3000) AS n`,
      [harbor.clinicId],
    );
    await t.superuser.query('ANALYZE patient');
    const client = await t.superuser.connect();
    try {
      // As the function asks: as the owner of the table, whom row-level security binds.
      await client.query(
        `BEGIN; SELECT set_config('role', (SELECT tableowner FROM pg_tables WHERE tablename = 'patient'), true)`,
      );
      await client.query(`SET LOCAL evenkeel.lookup = 'on'`);
      const { rows } = await client.query(`EXPLAIN SELECT id FROM patient p WHERE p.email_key = 'any'`);
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('patient_email_key_idx');
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  test('are not told to the role that signs people in', async () => {
    const pool = createAuthPool(t.serviceUrl);
    await expect(pool.query('SELECT * FROM patients_at($1)', [email])).rejects.toMatchObject({
      code: '42501',
    });
    await pool.end();
  });
});

test('the register is held at an address until the transaction is over: who changes it comes after', async () => {
  const order: string[] = [];
  let change: Promise<unknown> = Promise.resolve();
  await inClinic(t.db, harbor.clinicId, async (tx) => {
    expect(await patients.holdAtAddress(tx, ana, email)).toBe(true);
    expect(await patients.holdAtAddress(tx, ana, `x${email}`)).toBe(false);
    change = inClinic(t.db, harbor.clinicId, (other) => patients.update(other, ana, { email: null })).then(
      () => order.push('changed'),
    );
    await waitsForALock();
    order.push('signed in');
  });
  await change;
  expect(order).toEqual(['signed in', 'changed']);
});

async function waitsForALock(): Promise<void> {
  const waiting = () =>
    t.superuser.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
  while ((await waiting()).rowCount === 0);
}

describe('what is stored of a code', () => {
  const from = { cookies: '', userAgent: 'a test', address: '127.0.0.1' };
  const stored = async () =>
    (await t.superuser.query('SELECT c::text AS text FROM auth."patientCode" c')).rows.map(
      ({ text }) => text,
    );

  test('is neither the code nor the address, nor anything that can be tried out without the secret', async () => {
    const code = (await t.accounts.patientCodes.begin(email, [], from)) ?? '';
    expect(code).toMatch(/^\d{6}$/);
    const [row] = await stored();
    expect(row).not.toContain(code);
    expect(row).not.toContain(email);
    for (const guess of [code, `${email}${code}`, JSON.stringify(['patient-code', 'code', email, code])]) {
      expect(row).not.toContain(createHash('sha256').update(guess).digest('base64url'));
    }
    expect(await t.accounts.patientCodes.check(email, code, [], from)).toEqual({ right: true });
  });

  test('is one line for an address, and none once it is used or ended', async () => {
    await t.superuser.query('TRUNCATE auth."patientCode"');
    await t.accounts.patientCodes.begin(email, [], from);
    const code = (await t.accounts.patientCodes.begin(email, [], from)) ?? '';
    expect(await stored()).toHaveLength(1);
    expect(await t.accounts.patientCodes.use(email, code)).toBe(true);
    expect(await stored()).toEqual([]);
    await t.accounts.patientCodes.begin(email, [], from);
    await t.accounts.patientCodes.end(email);
    expect(await stored()).toEqual([]);
  });

  test('is no row that a clinic’s work may read', async () => {
    await expect(
      inClinic(t.db, harbor.clinicId, (tx) => tx.rows('SELECT 1 FROM auth."patientCode"')),
    ).rejects.toMatchObject({ sqlState: '42501' });
  });
});
