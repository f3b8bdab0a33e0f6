import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import { A_PASSWORD, anAccount } from '#tests/support/an-account.ts';
import { openStaffedClinic, type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { aBrowser } from '#tests/support/browser.ts';
import { accountsIn, type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let email: string;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t, { trustedProxies: 1 });
});
beforeEach(async () => {
  await t.superuser.query('TRUNCATE auth.throttle');
  clinic = await openStaffedClinic(t.db);
  email = `${clinic.people.nurse}@example.com`;
  await anAccount(t, clinic, email, { staffId: clinic.people.nurse });
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const guess = (from: string, at = email, url = api.url): Promise<Response> =>
  aBrowser(url, { from }).signIn(at, 'not the password at all');

/** So many guesses from each of so many addresses, eight at a time. Answers how many came to which end. */
async function guesses(addresses: number, each: number, at = email): Promise<Record<string, number>> {
  const all = Array.from({ length: addresses * each }, (_, index) => `198.51.100.${1 + (index % addresses)}`);
  const ends: Record<string, number> = {};
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let from = all.pop(); from; from = all.pop()) {
        const { type } = (await guess(from, at)).body;
        ends[type] = (ends[type] ?? 0) + 1;
      }
    }),
  );
  return ends;
}

describe('a thousand guesses from fifty addresses', () => {
  test('are stopped, while the nurse gets in where she has been in before, also after a restart', async () => {
    const known = aBrowser(api.url, { from: '203.0.113.7' });
    await known.signIn(email, A_PASSWORD);
    await known.post('/auth/sign-out');

    const ends = await guesses(50, 20);
    expect(ends).toEqual({ 'wrong-credentials': 40, 'too-many-guesses': 960 });

    const { status, body } = await known.signIn(email, A_PASSWORD);
    expect([status, body.status]).toEqual([200, 'signed-in']);
    // Somebody who has found out the password is held up all the same.
    const stranger = await aBrowser(api.url, { from: '203.0.113.8' }).signIn(email, A_PASSWORD);
    expect(stranger.body).toMatchObject({ type: 'too-many-guesses', status: 429 });
    expect(Number(stranger.headers['retry-after'])).toBeGreaterThan(3000);
    expect(stranger.body.retryAfter).toBe(Number(stranger.headers['retry-after']));

    const accounts = accountsIn(t.serviceUrl);
    const restarted = await startApi({ ...t, accounts }, { trustedProxies: 1 });
    expect((await guess('203.0.113.9', email, restarted.url)).body.type).toBe('too-many-guesses');
    const { cookies } = known;
    const again = aBrowser(restarted.url, { from: '203.0.113.7' });
    for (const [name, value] of cookies) again.cookies.set(name, value);
    expect((await again.signIn(email, A_PASSWORD)).status).toBe(200);
    await restarted.close();
    await accounts.close();
  }, 120_000);

  test('at an address that is nobody’s come to the same end', async () => {
    expect(await guesses(50, 2, 'nobody@example.com')).toEqual({
      'wrong-credentials': 40,
      'too-many-guesses': 60,
    });
  });
});

test('ten guesses at one account from one address are enough, and another address is not held up', async () => {
  for (let tries = 0; tries < 10; tries += 1) {
    expect((await guess('198.51.100.1')).body.type).toBe('wrong-credentials');
  }
  expect((await guess('198.51.100.1')).body.type).toBe('too-many-guesses');
  const elsewhere = await aBrowser(api.url, { from: '198.51.100.2' }).signIn(email, A_PASSWORD);
  expect(elsewhere.body.status).toBe('signed-in');
});

test('sixty guesses from one address are enough, at however many accounts', async () => {
  for (let tries = 0; tries < 60; tries += 1) {
    const { body } = await guess('198.51.100.1', `somebody${tries}@example.com`);
    expect(body.type).toBe('wrong-credentials');
  }
  expect((await guess('198.51.100.1', 'another@example.com')).body.type).toBe('too-many-guesses');
});

test('an IPv6 subscriber has one address, however many they use', async () => {
  for (let tries = 0; tries < 10; tries += 1) await guess(`2001:db8:1:2::${tries}`);
  expect((await guess('2001:db8:1:2:ffff:1:2:3')).body.type).toBe('too-many-guesses');
  expect((await guess('2001:db8:1:3::1')).body.type).toBe('wrong-credentials');
});

test('whoever is right is not counted', async () => {
  for (let tries = 0; tries < 12; tries += 1) {
    const { status } = await aBrowser(api.url, { from: '203.0.113.7' }).signIn(email, A_PASSWORD);
    expect(status).toBe(200);
  }
});

describe('a device on which somebody has signed in before', () => {
  test('has ten guesses of its own', async () => {
    const known = aBrowser(api.url);
    await known.signIn(email, A_PASSWORD);
    for (let tries = 0; tries < 10; tries += 1) {
      expect((await known.signIn(email, 'not the password')).body.type).toBe('wrong-credentials');
    }
    expect((await known.signIn(email, A_PASSWORD)).body.type).toBe('too-many-guesses');
  });

  test('is known for that person alone', async () => {
    const other = `${clinic.people['front-desk']}@example.com`;
    await anAccount(t, clinic, other, { staffId: clinic.people['front-desk'] });
    const known = aBrowser(api.url, { from: '203.0.113.7' });
    await known.signIn(email, A_PASSWORD);
    await guesses(50, 1, other);
    expect((await known.signIn(other, A_PASSWORD)).body.type).toBe('too-many-guesses');
  });

  test('is known for everybody who has', async () => {
    const other = `${clinic.people['front-desk']}@example.com`;
    await anAccount(t, clinic, other, { staffId: clinic.people['front-desk'] });
    const shared = aBrowser(api.url, { from: '203.0.113.7' });
    for (const who of [email, other]) await shared.signIn(who, A_PASSWORD);
    await guesses(50, 1, email);
    await guesses(50, 1, other);
    for (const who of [email, other]) expect((await shared.signIn(who, A_PASSWORD)).status).toBe(200);
  });

  test('keeps a cookie that no script reads, and that is stored by its hash', async () => {
    const browser = aBrowser(api.url);
    const { headers } = await browser.signIn(email, A_PASSWORD);
    const set = (headers['set-cookie'] as unknown as string[]).find((c) => c.startsWith('evenkeel.device='));
    expect(set).toMatch(/Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax/);
    const [token] = String(browser.cookies.get('evenkeel.device')).split('.');
    const { rows } = await t.superuser.query('SELECT hash FROM auth.device');
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('changes its cookie each time: a copy of the old one is no device', async () => {
    const browser = aBrowser(api.url, { from: '203.0.113.7' });
    await browser.signIn(email, A_PASSWORD);
    const copy = aBrowser(api.url, { from: '203.0.113.8' });
    copy.cookies.set('evenkeel.device', String(browser.cookies.get('evenkeel.device')));
    await browser.signIn(email, A_PASSWORD);
    await guesses(50, 1);
    expect((await copy.signIn(email, A_PASSWORD)).body.type).toBe('too-many-guesses');
    expect((await browser.signIn(email, A_PASSWORD)).status).toBe(200);
  });

  test('is none where the cookie is not ours', async () => {
    const known = aBrowser(api.url);
    await known.signIn(email, A_PASSWORD);
    const [token] = String(known.cookies.get('evenkeel.device')).split('.');
    await guesses(50, 1);
    const forged = aBrowser(api.url, { from: '203.0.113.8' });
    forged.cookies.set('evenkeel.device', `${token}.${'A'.repeat(43)}`);
    expect((await forged.signIn(email, A_PASSWORD)).body.type).toBe('too-many-guesses');
  });
});

test('who is asked for their own password again has ten guesses', async () => {
  const browser = aBrowser(api.url);
  await browser.signIn(email, A_PASSWORD);
  const ask = (password: string) => browser.post('/auth/second-factor/set-up', { password });
  for (let tries = 0; tries < 10; tries += 1) {
    expect((await ask('not the password')).body.type).toBe('wrong-credentials');
  }
  expect((await ask(A_PASSWORD)).body.type).toBe('too-many-guesses');
});

test('second factors have thirty guesses from one address', async () => {
  const browser = aBrowser(api.url, { from: '198.51.100.1' });
  for (let tries = 0; tries < 30; tries += 1) {
    expect((await browser.post('/auth/second-factor', { code: '000000' })).body.type).toBe('not-signed-in');
  }
  const { body } = await browser.post('/auth/second-factor', { code: '000000' });
  expect(body.type).toBe('too-many-guesses');
});

test('without a proxy of ours nobody is believed about where they are', async () => {
  const direct = await startApi(t);
  for (let tries = 0; tries < 10; tries += 1) await guess(`198.51.100.${tries}`, email, direct.url);
  expect((await guess('198.51.100.99', email, direct.url)).body.type).toBe('too-many-guesses');
  await direct.close();
});
