import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { A_PASSWORD, anAccount } from '#tests/support/an-account.ts';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { bookFor } from '#tests/support/bookings.ts';
import { aBrowser } from '#tests/support/browser.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { type MailSink, mailSink, tokenIn } from '#tests/support/mail-sink.ts';

let t: TestDatabase;
let sink: MailSink;
let api: TestApi;
let clinic: StaffedClinic;

beforeAll(async () => {
  t = await testDatabase();
  sink = await mailSink();
  api = await startApi(t, { mailer: sink.mailer });
});
beforeEach(async () => {
  await t.superuser.query('TRUNCATE auth.throttle');
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db);
});
afterAll(async () => {
  await api.close();
  await sink.close();
  await t.close();
});

const as = (role: keyof StaffedClinic['people']) => api.as(clinic.people[role]);
const forgetPatient = (id: string, by = as('admin')) =>
  by.post(`/patients/${id}/erasure`, { reason: 'asked-for' });
const forgetStaff = (id: string, by = as('admin')) =>
  by.post(`/staff/${id}/erasure`, { reason: 'no-longer-needed' });

/** Whether a word stands anywhere in this database, in a table of ours or of the library. */
async function standsAnywhere(word: string): Promise<string[]> {
  const { rows: tables } = await t.superuser.query(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'auth')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rowCount } = await t.superuser.query(`SELECT FROM ${name} x WHERE x::text ILIKE $1 LIMIT 1`, [
      `%${word}%`,
    ]);
    if (rowCount) found.push(name);
  }
  return found;
}

const isIntact = async () => {
  await api.auditChain.seal();
  return api.auditChain.verify(clinic.clinicId);
};

describe('a patient who never had a course', () => {
  let id: string;
  beforeEach(async () => {
    const ottoline = { givenName: 'Ottoline', familyName: 'Quist', dateOfBirth: '1971-01-20' };
    id = (await as('front-desk').post('/patients', { ...ottoline, email: 'otto@quist.example' })).body.id;
    await as('front-desk').patch(`/patients/${id}`, { phone: '+1 212 555 0199' });
    await as('nurse').get(`/patients/${id}`);
  });

  test('is forgotten: no word of them is left anywhere, and the chain holds', async () => {
    await api.auditChain.seal(); // so that what is erased was chained before
    await anAccount(t, clinic, 'otto@quist.example', { patientId: id });
    const browser = aBrowser(api.url);
    expect((await browser.signIn('otto@quist.example', A_PASSWORD)).status).toBe(200);
    for (const word of ['Quist', '555 0199']) expect(await standsAnywhere(word)).not.toEqual([]);

    const { status, body } = await forgetPatient(id);
    expect([status, body]).toEqual([200, { erasedValues: expect.any(Number) }]);
    expect(body.erasedValues).toBeGreaterThan(4);
    for (const word of ['Ottoline', 'Quist', '555 0199', '1971-01-20']) {
      expect(await standsAnywhere(word)).toEqual([]);
    }
    expect((await as('nurse').get(`/patients/${id}`)).status).toBe(404);
    expect((await browser.get('/auth/me')).status).toBe(401);
    expect((await browser.signIn('otto@quist.example', A_PASSWORD)).body.type).toBe('wrong-credentials');
    expect(await isIntact()).toMatchObject({ isIntact: true, erased: body.erasedValues });
  });

  test('leaves lines that say what was done, by an id that says nothing', async () => {
    const { body } = await forgetPatient(id);
    const { items } = (await as('admin').get(`/audit-events?patient=${id}`)).body;
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual([
      'person.forget',
      'patient.read',
      'patient.update',
      'patient.add',
    ]);
    expect(items[0]).toMatchObject({
      actor: { id: clinic.people.admin },
      patient: { id, name: null },
      detail: { whose: 'patient', reason: 'asked-for', erasedValues: body.erasedValues },
      values: [],
    });
    expect(items[2].values).toEqual([{ name: 'after.phone', value: null }]);
  });

  test('is forgotten once', async () => {
    await forgetPatient(id);
    expect((await forgetPatient(id)).status).toBe(404);
  });

  test('is asked for with a reason, and a code for it: words would stay', async () => {
    for (const body of [{}, { reason: 'Ottoline asked' }]) {
      expect((await as('admin').post(`/patients/${id}/erasure`, body)).body.type).toBe('invalid-request');
    }
  });

  test('is of this clinic: another’s admin forgets nobody', async () => {
    const uptown = await openStaffedClinic(t.db);
    expect((await forgetPatient(id, api.as(uptown.people.admin))).status).toBe(404);
    expect((await as('nurse').get(`/patients/${id}`)).body.familyName).toBe('Quist');
  });
});

describe('a patient with a course', () => {
  test('is not forgotten, nor is anything of them: records are to be kept', async () => {
    const ana = await aPatient(t.db, clinic, 'Ana Lima');
    await as('front-desk').patch(`/patients/${ana}`, { phone: '+1 212 555 0142' });
    await bookFor(api, clinic, ana);
    expect((await forgetPatient(ana)).body).toMatchObject({ type: 'record-kept', status: 409 });
    expect((await as('nurse').get(`/patients/${ana}`)).body.phone).toBe('+1 212 555 0142');
    const { items } = (await as('admin').get(`/audit-events?patient=${ana}&kind=patient.update`)).body;
    expect(items[0].values).toEqual([{ name: 'after.phone', value: '+1 212 555 0142' }]);
    const forgotten = await as('admin').get('/audit-events?kind=person.forget');
    expect(forgotten.body.items).toEqual([]);
  });

  test('is not forgotten though every session was cancelled: that they were is a record too', async () => {
    const ana = await aPatient(t.db, clinic, 'Ana Lima');
    const { sessions } = await bookFor(api, clinic, ana);
    for (const { id } of sessions) {
      expect(
        (await as('front-desk').post(`/sessions/${id}/cancel`, { reason: 'patient-cancel' })).status,
      ).toBe(200);
    }
    expect((await forgetPatient(ana)).body.type).toBe('record-kept');
  });
});

describe('a member of staff', () => {
  let id: string;
  let mia: { name: string; email: string; role: string; trained: boolean };
  let theirs: ReturnType<typeof aBrowser>;

  beforeEach(async () => {
    mia = { name: 'Mia Berg', email: `mia.${clinic.clinicId}@berg.example`, role: 'nurse', trained: true };
    theirs = aBrowser(api.url);
    await as('admin').post('/invitations', mia);
    const token = tokenIn(await sink.next());
    const accepted = await theirs.post('/auth/invitations/accept', { token, password: A_PASSWORD });
    id = accepted.body.person.id;
  });

  test('who works here is not forgotten', async () => {
    expect((await forgetStaff(id)).body).toMatchObject({ type: 'still-on-staff', status: 409 });
    expect((await aBrowser(api.url).signIn(mia.email, A_PASSWORD)).status).toBe(200);
  });

  test('who has left is: account, address and invitation go, the name stays on what they did', async () => {
    const ana = await aPatient(t.db, clinic, 'Ana Lima');
    expect((await theirs.get(`/patients/${ana}`)).status).toBe(200);
    await as('admin').delete(`/staff/${id}/access`);
    await api.auditChain.seal();
    expect((await standsAnywhere(mia.email)).sort()).toEqual([
      'auth."user"',
      'public.audit_personal',
      'public.invitation',
      'public.staff',
    ]);
    const { status, body } = await forgetStaff(id);
    expect([status, body]).toEqual([200, { erasedValues: 2 }]);
    expect(await standsAnywhere(mia.email)).toEqual([]);
    const { items } = (await as('admin').get(`/audit-events?kind=patient.read`)).body;
    expect(items).toMatchObject([{ actor: { id, name: 'Mia Berg' } }]);
    const told = (await as('admin').get('/audit-events?kind=person.forget')).body.items;
    expect(told).toMatchObject([{ subjects: { staffId: id }, detail: { whose: 'staff', erasedValues: 2 } }]);
    expect(await isIntact()).toMatchObject({ isIntact: true, erased: 2 });
  });

  test('who has left and is back comes as somebody new', async () => {
    await as('admin').delete(`/staff/${id}/access`);
    await forgetStaff(id);
    await as('admin').post('/invitations', mia);
    const token = tokenIn(await sink.next());
    const { body } = await aBrowser(api.url).post('/auth/invitations/accept', {
      token,
      password: A_PASSWORD,
    });
    expect(body.status).toBe('signed-in');
    expect(body.person.id).not.toBe(id);
  });

  test('is of this clinic: another’s admin forgets nobody', async () => {
    await as('admin').delete(`/staff/${id}/access`);
    const uptown = await openStaffedClinic(t.db);
    expect((await forgetStaff(id, api.as(uptown.people.admin))).status).toBe(404);
    expect(await standsAnywhere(mia.email)).toContain('public.staff');
  });
});

describe('PostgreSQL', () => {
  test('has nobody forgotten for a colleague who is no admin', async () => {
    const ana = await aPatient(t.db, clinic, 'Ana Lima');
    for (const text of ['forget_patient', 'forget_staff']) {
      const client = await t.db.pool.connect();
      try {
        await client.query(
          `BEGIN; SET LOCAL ROLE evenkeel_app; SET LOCAL evenkeel.clinic_id = '${clinic.clinicId}'`,
        );
        await expect(
          client.query(`SELECT * FROM ${text}('${ana}', '${clinic.people.clinician}')`),
        ).rejects.toMatchObject({ code: '42501' });
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    }
  });
});
