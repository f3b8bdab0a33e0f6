import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { A_PASSWORD, anAccount } from '#tests/support/an-account.ts';
import { openStaffedClinic, type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { aBrowser, type Browser } from '#tests/support/browser.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let email: string;
let userId: string;
let here: Browser;
let elsewhere: Browser;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(async () => {
  await t.superuser.query('TRUNCATE auth.throttle');
  clinic = await openStaffedClinic(t.db);
  email = `${clinic.people.nurse}@example.com`;
  userId = await anAccount(t, clinic, email, { staffId: clinic.people.nurse });
  here = aBrowser(api.url);
  elsewhere = aBrowser(api.url);
  for (const browser of [elsewhere, here]) await browser.signIn(email, A_PASSWORD);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

type Item = { id: string; isThis: boolean; device: string; address: string; startedAt: string };
const list = async (by = here): Promise<Item[]> => (await by.get('/auth/sessions')).body.items;
const isIn = async (browser: Browser) => (await browser.get('/auth/me')).status === 200;

test('a nurse sees where she is signed in, and which of them is this browser', async () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
  await t.superuser.query(`UPDATE auth.session SET "userAgent" = $1 WHERE "userId" = $2`, [firefox, userId]);
  const items = await list();
  expect(items).toHaveLength(2);
  expect(items.filter(({ isThis }) => isThis)).toHaveLength(1);
  for (const item of items) {
    expect(item).toMatchObject({ device: 'Firefox on Windows', address: '127.0.0.1' });
    expect(item.startedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?-0[45]:00$/); // New York
  }
  const [mine, theirs] = [await list(here), await list(elsewhere)].map(
    (all) => all.find((one) => one.isThis)?.id,
  );
  expect(mine).not.toBe(theirs);
});

test('a session that is idle for too long, or over, is not listed', async () => {
  const other = (await list()).find(({ isThis }) => !isThis)?.id;
  await t.superuser.query(
    `UPDATE auth.session SET "lastSeenAt" = now() - interval '10 minutes' WHERE id = $1`,
    [other],
  );
  expect((await list()).map(({ isThis }) => isThis)).toEqual([true]);
  await t.superuser.query(`UPDATE auth.session SET "lastSeenAt" = now(), "expiresAt" = now() WHERE id = $1`, [
    other,
  ]);
  expect((await list()).map(({ isThis }) => isThis)).toEqual([true]);
});

test('she ends another of hers, and this one goes on', async () => {
  const other = (await list()).find(({ isThis }) => !isThis)?.id;
  expect((await here.delete(`/auth/sessions/${other}`)).status).toBe(200);
  expect(await isIn(elsewhere)).toBe(false);
  expect(await isIn(here)).toBe(true);
  expect((await here.delete(`/auth/sessions/${other}`)).body).toMatchObject({
    type: 'not-found',
    status: 404,
  });
});

test('nobody ends or sees a colleague’s', async () => {
  const address = `${clinic.people['front-desk']}@example.com`;
  await anAccount(t, clinic, address, { staffId: clinic.people['front-desk'] });
  const desk = aBrowser(api.url);
  await desk.signIn(address, A_PASSWORD);
  expect(await list(desk)).toHaveLength(1);
  const [{ id }] = (await list()) as [Item];
  expect((await desk.delete(`/auth/sessions/${id}`)).status).toBe(404);
  expect(await isIn(here)).toBe(true);
  expect(await isIn(elsewhere)).toBe(true);
});

test('signing out everywhere ends them all, this one too, and knows this browser alone', async () => {
  expect((await here.post('/auth/sign-out-everywhere')).status).toBe(200);
  expect(await isIn(here)).toBe(false);
  expect(await isIn(elsewhere)).toBe(false);
  for (let tries = 0; tries < 10; tries += 1) await aBrowser(api.url).signIn(email, 'not the password');
  expect((await elsewhere.signIn(email, A_PASSWORD)).body.type).toBe('too-many-guesses');
  expect((await here.signIn(email, A_PASSWORD)).status).toBe(200);
});

test('a listing shows no token of a session', async () => {
  const { text } = await here.get('/auth/sessions');
  const { rows } = await t.superuser.query('SELECT token FROM auth.session WHERE "userId" = $1', [userId]);
  const [token] = decodeURIComponent(String(here.cookies.get('evenkeel.session_token'))).split('.');
  for (const secret of [token, ...rows.map((row) => row.token)]) expect(text).not.toContain(secret);
});
