import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { A_PASSWORD, anAccount } from '#tests/support/an-account.ts';
import { openStaffedClinic, type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { aBrowser } from '#tests/support/browser.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { totp } from '#tests/support/totp.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let email: string;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(async () => {
  clinic = await openStaffedClinic(t.db);
  email = `${clinic.people.clinician}@example.com`;
  await anAccount(t, clinic, email, { staffId: clinic.people.clinician });
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const listed = async (id: string) => {
  const { status, body } = await api.as(clinic.people.admin).get('/staff');
  expect(status).toBe(200);
  return body.items.find((member: { id: string }) => member.id === id);
};

test('an admin sees who works here, and who has no account yet', async () => {
  const { rows } = await t.superuser.query('SELECT id, name FROM staff WHERE clinic_id = $1', [
    clinic.clinicId,
  ]);
  const { items } = (await api.as(clinic.people.admin).get('/staff')).body;
  expect(items.map(({ id }: { id: string }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
  expect(await listed(clinic.people.clinician)).toMatchObject({
    role: 'clinician',
    access: 'open',
    secondFactor: 'missing',
    lastSignedInAt: null,
  });
  const [colleague] = rows.filter(({ id }) => !Object.values(clinic.people).includes(id));
  expect(await listed(colleague.id)).toMatchObject({ access: 'none', lastSignedInAt: null });
});

test('an admin sees that a second factor is set up, and when somebody last signed in', async () => {
  const browser = aBrowser(api.url);
  await browser.signIn(email, A_PASSWORD);
  const { body } = await browser.post('/auth/second-factor/set-up', { password: A_PASSWORD });
  expect(await listed(clinic.people.clinician)).toMatchObject({ secondFactor: 'missing' });
  await browser.post('/auth/second-factor/confirm', { code: totp(body.secret) });
  const member = await listed(clinic.people.clinician);
  expect(member.secondFactor).toBe('set');
  expect(member.lastSignedInAt).toMatch(/-0[45]:00$/); // New York
  expect(Math.abs(Date.now() - Date.parse(member.lastSignedInAt))).toBeLessThan(60_000);
});

test('a nurse needs no second factor', async () => {
  expect(await listed(clinic.people.nurse)).toMatchObject({ secondFactor: 'not-needed' });
});

test('whoever has left stands last', async () => {
  await api.as(clinic.people.admin).delete(`/staff/${clinic.people.clinician}/access`);
  const { items } = (await api.as(clinic.people.admin).get('/staff')).body;
  expect(items.at(-1)).toMatchObject({ id: clinic.people.clinician, access: 'ended' });
});

test('the staff of another clinic is not listed', async () => {
  const uptown = await openStaffedClinic(t.db);
  const { items } = (await api.as(uptown.people.admin).get('/staff')).body;
  expect(JSON.stringify(items)).not.toContain(clinic.people.nurse);
});

test('somebody sees the address that they sign in by', async () => {
  const address = `${clinic.people.nurse}@example.com`;
  await anAccount(t, clinic, address, { staffId: clinic.people.nurse });
  const browser = aBrowser(api.url);
  await browser.signIn(address, A_PASSWORD);
  const { body } = await browser.get('/auth/account');
  expect(body).toMatchObject({ email: address, role: 'nurse' });
  expect(body.name).toBe((await browser.get('/auth/me')).body.name);
});
