import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { A_PASSWORD, anAccount } from '#tests/support/an-account.ts';
import { openStaffedClinic, type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { aBrowser, type Browser } from '#tests/support/browser.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { totp } from '#tests/support/totp.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let email: string;
let userId: string;
let browser: Browser;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(async () => {
  clinic = await openStaffedClinic(t.db);
  email = `${clinic.people.clinician}@example.com`;
  userId = await anAccount(t, clinic, email, { staffId: clinic.people.clinician });
  browser = aBrowser(api.url);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

type SetUp = { uri: string; secret: string; recoveryCodes: string[] };

/** The clinician signs in for the first time and sets up the app. */
async function withSecondFactor(): Promise<SetUp> {
  const first = aBrowser(api.url);
  await first.signIn(email, A_PASSWORD);
  const { body } = await first.post('/auth/second-factor/set-up', { password: A_PASSWORD });
  const confirmed = await first.post('/auth/second-factor/confirm', { code: totp(body.secret) });
  expect(confirmed.status).toBe(200);
  await forgetUsedCodes();
  return body;
}

/** Half a minute later the app shows another code; a test does not wait for it. */
const forgetUsedCodes = () => t.superuser.query(`DELETE FROM auth.throttle WHERE key LIKE 'used-code:%'`);

/** A code that is right at no moment near now. */
function wrongCode(secret: string): string {
  const right = new Set([-2, -1, 0, 1, 2].map((step) => totp(secret, Date.now() + step * 30_000)));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.has(code)) ?? '';
}

describe('a clinician without a second factor', () => {
  beforeEach(async () => {
    const { status, body } = await browser.signIn(email, A_PASSWORD);
    expect([status, body.status]).toEqual([200, 'signed-in']);
  });

  test('is told so, and can do nothing else', async () => {
    expect((await browser.get('/auth/me')).body).toMatchObject({
      role: 'clinician',
      secondFactor: 'missing',
    });
    for (const path of ['/clinic', '/patients', '/courses', '/me/sessions']) {
      expect((await browser.get(path)).body).toMatchObject({ type: 'second-factor-missing', status: 403 });
    }
    const renewed = await browser.post('/auth/second-factor/recovery-codes', { password: A_PASSWORD });
    expect(renewed.body.type).toBe('second-factor-missing');
  });

  test('can sign out', async () => {
    expect((await browser.post('/auth/sign-out')).status).toBe(200);
    expect((await browser.get('/auth/me')).body.type).toBe('not-signed-in');
  });

  test('sets one up, and works', async () => {
    const made = await browser.post('/auth/second-factor/set-up', { password: A_PASSWORD });
    expect(made.status).toBe(200);
    const { uri, secret, recoveryCodes } = made.body as SetUp;
    expect(uri).toMatch(/^otpauth:\/\/totp\/Evenkeel/);
    expect(uri).toContain(secret);
    expect(new Set(recoveryCodes).size).toBe(10);
    // Nothing that looks like something else on paper: 0 and o, 1 and i and l.
    for (const code of recoveryCodes) expect(code).toMatch(/^[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}$/);
    // Not before a code has shown that the app works.
    expect((await browser.get('/clinic')).body.type).toBe('second-factor-missing');
    const session = browser.cookies.get('evenkeel.session_token');
    expect((await browser.post('/auth/second-factor/confirm', { code: totp(secret) })).status).toBe(200);
    expect((await browser.get('/auth/me')).body.secondFactor).toBe('set');
    expect((await browser.get('/clinic')).status).toBe(200);
    // A session of more rights is a new one.
    expect(browser.cookies.get('evenkeel.session_token')).not.toBe(session);
    browser.cookies.set('evenkeel.session_token', String(session));
    expect((await browser.get('/auth/me')).body.type).toBe('not-signed-in');
  });

  test('shows the password to set one up, and a right code', async () => {
    const refused = await browser.post('/auth/second-factor/set-up', { password: 'not my password' });
    expect(refused.body).toMatchObject({ type: 'wrong-credentials', status: 401 });
    const { body } = await browser.post('/auth/second-factor/set-up', { password: A_PASSWORD });
    const wrong = await browser.post('/auth/second-factor/confirm', { code: wrongCode(body.secret) });
    expect(wrong.body).toMatchObject({ type: 'wrong-credentials', status: 401 });
    expect((await browser.get('/auth/me')).body.secondFactor).toBe('missing');
  });
});

test.each([
  ['front-desk', 'not-needed'],
  ['nurse', 'not-needed'],
  ['clinician', 'missing'],
  ['admin', 'missing'],
] as const)('of %s a second factor is %s', async (role, secondFactor) => {
  const address = `${clinic.people[role]}@colleagues.example`;
  if (role === 'clinician') await browser.signIn(email, A_PASSWORD);
  else {
    await anAccount(t, clinic, address, { staffId: clinic.people[role] });
    await browser.signIn(address, A_PASSWORD);
  }
  expect((await browser.get('/auth/me')).body).toMatchObject({ role, secondFactor });
});

test('in the demo nobody needs one', async () => {
  const demo = await startApi(t, { demo: true });
  const visitor = aBrowser(demo.url);
  await visitor.signIn(email, A_PASSWORD);
  expect((await visitor.get('/auth/me')).body.secondFactor).toBe('not-needed');
  expect((await visitor.get('/clinic')).status).toBe(200);
  await demo.close();
});

describe('a clinician with a second factor', () => {
  let made: SetUp;
  beforeEach(async () => {
    made = await withSecondFactor();
  });

  test('is not let in by the password alone', async () => {
    const { status, body } = await browser.signIn(email, A_PASSWORD);
    expect([status, body]).toEqual([200, { status: 'second-factor' }]);
    expect(browser.cookies.has('evenkeel.session_token')).toBe(false);
    expect((await browser.get('/auth/me')).body.type).toBe('not-signed-in');
  });

  test('is let in by password and code', async () => {
    await browser.signIn(email, A_PASSWORD);
    const { status, body } = await browser.post('/auth/second-factor', { code: totp(made.secret) });
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'signed-in',
      person: { id: clinic.people.clinician, name: 'The clinician', role: 'clinician' },
    });
    expect((await browser.get('/clinic')).status).toBe(200);
  });

  test('is let in by a recovery code, once', async () => {
    const [recoveryCode] = made.recoveryCodes;
    await browser.signIn(email, A_PASSWORD);
    expect((await browser.post('/auth/second-factor', { recoveryCode })).body.status).toBe('signed-in');
    const other = aBrowser(api.url);
    await other.signIn(email, A_PASSWORD);
    const again = await other.post('/auth/second-factor', { recoveryCode });
    expect(again.body).toMatchObject({ type: 'wrong-credentials', status: 401 });
  });

  test('is let in by a recovery code as people type it: in capitals, with a space', async () => {
    const [recoveryCode = ''] = made.recoveryCodes;
    await browser.signIn(email, A_PASSWORD);
    const typed = recoveryCode.toUpperCase().replace('-', ' ');
    const answer = await browser.post('/auth/second-factor', { recoveryCode: typed });
    expect(answer.body.status).toBe('signed-in');
  });

  test('is let in by a code once: whoever looked over the shoulder is not', async () => {
    const code = totp(made.secret);
    await browser.signIn(email, A_PASSWORD);
    expect((await browser.post('/auth/second-factor', { code })).body.status).toBe('signed-in');
    const other = aBrowser(api.url);
    await other.signIn(email, A_PASSWORD);
    const again = await other.post('/auth/second-factor', { code });
    expect(again.body).toMatchObject({ type: 'wrong-credentials', status: 401 });
    expect((await other.get('/auth/me')).status).toBe(401);
    const { rows } = await t.superuser.query(
      'SELECT count(*)::int AS sessions FROM auth.session WHERE "userId" = $1',
      [userId],
    );
    // The one in which the app was set up, and the one with the code.
    expect(rows).toEqual([{ sessions: 2 }]);
  });

  test('sends a code or a recovery code, and not both', async () => {
    await browser.signIn(email, A_PASSWORD);
    const both = { code: totp(made.secret), recoveryCode: made.recoveryCodes[0] };
    for (const body of [{}, both, { code: '12345' }, { code: 'abcdef' }]) {
      expect((await browser.post('/auth/second-factor', body)).body.type).toBe('invalid-request');
    }
  });

  test('begins with the password: a code alone is nothing', async () => {
    const { body } = await browser.post('/auth/second-factor', { code: totp(made.secret) });
    expect(body).toMatchObject({ type: 'not-signed-in', status: 401 });
  });

  test('begins again after ten minutes', async () => {
    await browser.signIn(email, A_PASSWORD);
    await t.superuser.query(`UPDATE auth.verification SET "expiresAt" = now() - interval '1 second'`);
    const { body } = await browser.post('/auth/second-factor', { code: totp(made.secret) });
    expect(body.type).toBe('not-signed-in');
  });

  test('begins again after five wrong codes, whatever comes sixth', async () => {
    await browser.signIn(email, A_PASSWORD);
    const code = wrongCode(made.secret);
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await browser.post('/auth/second-factor', { code })).body.type).toBe('wrong-credentials');
    }
    const right = await browser.post('/auth/second-factor', { code: totp(made.secret) });
    expect(right.body.type).toBe('not-signed-in');
  });

  test('is locked for a while after ten wrong codes in a row', async () => {
    const code = wrongCode(made.secret);
    for (let tries = 0; tries < 10; tries += 1) {
      if (tries % 5 === 0) await browser.signIn(email, A_PASSWORD);
      expect((await browser.post('/auth/second-factor', { code })).body.type).toBe('wrong-credentials');
    }
    await browser.signIn(email, A_PASSWORD);
    const right = await browser.post('/auth/second-factor', { code: totp(made.secret) });
    expect(right.body).toMatchObject({ type: 'too-many-guesses', status: 429 });
  });

  test('is counted as who has shown the password, though a colleague is signed in in the same browser', async () => {
    const address = `${clinic.people.nurse}@colleagues.example`;
    await anAccount(t, clinic, address, { staffId: clinic.people.nurse });
    await browser.signIn(address, A_PASSWORD);
    const theirs = String(browser.cookies.get('evenkeel.session_token'));
    await browser.signIn(email, A_PASSWORD);
    browser.cookies.set('evenkeel.session_token', theirs); // in another tab meanwhile
    await browser.post('/auth/second-factor', { code: wrongCode(made.secret) });
    const { rows } = await t.superuser.query(
      `SELECT "failedVerificationCount" AS failed FROM auth."twoFactor" WHERE "userId" = $1`,
      [userId],
    );
    expect(rows).toEqual([{ failed: 1 }]);
    const { body } = await browser.post('/auth/second-factor', { code: totp(made.secret) });
    expect(body.person.role).toBe('clinician');
  });

  test('sets up no second one over it, nor tries codes where none is counted', async () => {
    await browser.signIn(email, A_PASSWORD);
    await browser.post('/auth/second-factor', { code: totp(made.secret) });
    const again = await browser.post('/auth/second-factor/set-up', { password: A_PASSWORD });
    expect(again.body).toMatchObject({ type: 'second-factor-exists', status: 409 });
    const confirmed = await browser.post('/auth/second-factor/confirm', { code: '000000' });
    expect(confirmed.body.type).toBe('second-factor-exists');
  });

  test('gets new recovery codes by the password, and the old ones are good for nothing', async () => {
    await browser.signIn(email, A_PASSWORD);
    await browser.post('/auth/second-factor', { code: totp(made.secret) });
    const refused = await browser.post('/auth/second-factor/recovery-codes', { password: 'not my password' });
    expect(refused.body.type).toBe('wrong-credentials');
    const { body } = await browser.post('/auth/second-factor/recovery-codes', { password: A_PASSWORD });
    expect(body.recoveryCodes).toHaveLength(10);
    const other = aBrowser(api.url);
    await other.signIn(email, A_PASSWORD);
    const old = await other.post('/auth/second-factor', { recoveryCode: made.recoveryCodes[1] });
    expect(old.body.type).toBe('wrong-credentials');
    const fresh = await other.post('/auth/second-factor', { recoveryCode: body.recoveryCodes[1] });
    expect(fresh.body.status).toBe('signed-in');
  });

  test('keeps secret and recovery codes unreadable in the database', async () => {
    const { rows } = await t.superuser.query(
      `SELECT secret, "backupCodes" FROM auth."twoFactor" WHERE "userId" = $1`,
      [userId],
    );
    const stored = JSON.stringify(rows);
    for (const word of [made.secret, ...made.recoveryCodes]) expect(stored).not.toContain(word);
  });
});
