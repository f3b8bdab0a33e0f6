import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { A_PASSWORD, anAccount } from '#tests/support/an-account.ts';
import {
  aPatient,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { aBrowser, type Browser } from '#tests/support/browser.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { type MailSink, mailSink, tokenIn } from '#tests/support/mail-sink.ts';

const ANOTHER = 'marzipan walrus teapot';

let t: TestDatabase;
let api: TestApi;
let sink: MailSink;
let clinic: StaffedClinic;
let email: string;
let userId: string;
let browser: Browser;

beforeAll(async () => {
  t = await testDatabase();
  sink = await mailSink();
  api = await startApi(t, { mailer: sink.mailer, publicUrl: 'http://evenkeel.example.com' });
});
beforeEach(async () => {
  await t.superuser.query('TRUNCATE auth.throttle');
  clinic = await openStaffedClinic(t.db);
  email = `${clinic.people.nurse}@example.com`;
  userId = await anAccount(t, clinic, email, { staffId: clinic.people.nurse });
  browser = aBrowser(api.url);
});
afterAll(async () => {
  await api.close();
  await sink.close();
  await t.close();
});

const signsIn = async (password: string, from = aBrowser(api.url)) =>
  (await from.signIn(email, password)).status === 200;

/** Asks for a mail, and reads it. */
async function resetToken(): Promise<string> {
  const { status } = await aBrowser(api.url).post('/auth/password-reset-requests', { email });
  expect(status).toBe(200);
  return tokenIn(await sink.next());
}

const reset = (token: string, password = ANOTHER, by = browser) =>
  by.post('/auth/password-resets', { token, password });

describe('a password that is changed', () => {
  beforeEach(async () => {
    await browser.signIn(email, A_PASSWORD);
  });

  test('is the only one from then on, and every other session is over', async () => {
    const elsewhere = aBrowser(api.url);
    await elsewhere.signIn(email, A_PASSWORD);
    const session = browser.cookies.get('evenkeel.session_token');
    const changed = await browser.post('/auth/password', { current: A_PASSWORD, next: ANOTHER });
    expect([changed.status, changed.body]).toEqual([200, {}]);
    expect((await browser.get('/auth/me')).status).toBe(200);
    expect(browser.cookies.get('evenkeel.session_token')).not.toBe(session);
    expect((await elsewhere.get('/auth/me')).status).toBe(401);
    expect(await signsIn(A_PASSWORD)).toBe(false);
    expect(await signsIn(ANOTHER)).toBe(true);
  });

  test('needs the present one', async () => {
    const { body } = await browser.post('/auth/password', { current: 'not the password', next: ANOTHER });
    expect(body).toMatchObject({ type: 'wrong-credentials', status: 401 });
    expect(await signsIn(A_PASSWORD)).toBe(true);
  });

  test.each([
    ['eleven char', 'at least 12'],
    ['x'.repeat(201), 'at most 200'],
    ['sunshine123456', 'one of the first passwords'],
    ['TheNurse-2026', 'a name that others know'],
    ['harborclinic1', 'a name that others know'],
  ])('is refused as %s, and the field says why', async (next, why) => {
    const { body } = await browser.post('/auth/password', { current: A_PASSWORD, next });
    expect(body).toMatchObject({
      type: 'invalid-request',
      errors: [{ pointer: '/body/next', detail: expect.stringContaining(why) }],
    });
    expect(await signsIn(A_PASSWORD)).toBe(true);
  });

  test('may be of any twelve characters, and is the same however they were typed', async () => {
    const next = 'sieben e\u0301tudes'; // é as e and an accent
    expect((await browser.post('/auth/password', { current: A_PASSWORD, next })).status).toBe(200);
    expect(await signsIn('sieben \u00e9tudes')).toBe(true); // é as one
  });
});

describe('a password that was forgotten', () => {
  test('is set anew by a link in a mail, and every session is over', async () => {
    const elsewhere = aBrowser(api.url);
    await elsewhere.signIn(email, A_PASSWORD);
    expect((await browser.post('/auth/password-reset-requests', { email })).body).toEqual({});
    const mail = await sink.next();
    expect(mail).toMatchObject({
      to: { value: [{ address: email }] },
      subject: 'A new password for Harbor Clinic',
      text: expect.stringContaining('Hello The nurse,'),
    });
    expect(mail.text).toContain('http://evenkeel.example.com/new-password#');
    const answer = await reset(tokenIn(mail));
    expect([answer.status, answer.body]).toEqual([200, {}]);
    expect((await elsewhere.get('/auth/me')).status).toBe(401);
    expect((await browser.get('/auth/me')).status).toBe(401);
    expect(await signsIn(A_PASSWORD)).toBe(false);
    expect(await signsIn(ANOTHER)).toBe(true);
  });

  test('makes the browser that set it anew a known one, and every other a stranger', async () => {
    const before = aBrowser(api.url);
    await before.signIn(email, A_PASSWORD);
    await reset(await resetToken());
    // Forty wrong guesses by strangers.
    await t.superuser.query('UPDATE auth.throttle SET points = 0');
    for (let tries = 0; tries < 11; tries += 1) await signsIn('not the password');
    expect(await signsIn(ANOTHER, before)).toBe(false);
    expect(await signsIn(ANOTHER, browser)).toBe(true);
  });

  test('is set anew once by one link, and by none that was mailed before', async () => {
    const [first, second] = [await resetToken(), await resetToken()];
    expect((await reset(second)).status).toBe(200);
    for (const token of [second, first]) {
      expect((await reset(token, 'yet another otter')).body).toMatchObject({
        type: 'link-expired',
        status: 410,
      });
    }
    expect(await signsIn(ANOTHER)).toBe(true);
  });

  test('is set anew once, though two come at the same moment', async () => {
    const token = await resetToken();
    const answers = await Promise.all(['walrus teapot one', 'walrus teapot two'].map((p) => reset(token, p)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
  });

  test('is not set anew after half an hour', async () => {
    const token = await resetToken();
    const { rows } = await t.superuser.query(
      `UPDATE auth."passwordReset" SET "expiresAt" = "expiresAt" - interval '30 minutes'
       WHERE "userId" = $1 RETURNING "expiresAt" <= now() AS over`,
      [userId],
    );
    expect(rows).toEqual([{ over: true }]);
    expect((await reset(token)).body.type).toBe('link-expired');
    expect(await signsIn(A_PASSWORD)).toBe(true);
  });

  test('keeps its link when the new one is refused as weak', async () => {
    const token = await resetToken();
    const { body } = await reset(token, 'the nurse nurse');
    expect(body).toMatchObject({ type: 'invalid-request', errors: [{ pointer: '/body/password' }] });
    expect((await reset(token)).status).toBe(200);
  });

  test('has a link that cannot be read in the database', async () => {
    const token = await resetToken();
    const { rows } = await t.superuser.query('SELECT hash FROM auth."passwordReset"');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('does not take the second factor away', async () => {
    await t.superuser.query(`UPDATE auth."user" SET "twoFactorEnabled" = true WHERE id = $1`, [userId]);
    await reset(await resetToken());
    expect((await browser.signIn(email, ANOTHER)).body).toEqual({ status: 'second-factor' });
  });
});

describe('who asks for a link', () => {
  const ask = (address: string) => browser.post('/auth/password-reset-requests', { email: address });

  /** What has arrived when a later mail has. */
  async function mailsTo(address: string): Promise<number> {
    await resetToken();
    return sink.mails.filter((mail) => JSON.stringify(mail.to).includes(address)).length;
  }

  test('is answered the same where the address is nobody’s, and no mail goes out', async () => {
    const known = await ask(email);
    const unknown = await ask('nobody@example.com');
    const told = ({ status, text, headers }: typeof known) => {
      const { date: _, 'x-request-id': __, ...rest } = headers;
      return { status, text, rest };
    };
    expect(told(unknown)).toEqual(told(known));
    await sink.next();
    expect(await mailsTo('nobody@example.com')).toBe(0);
  });

  test('is answered before anything is looked up', async () => {
    const blocker = await t.superuser.connect();
    await blocker.query('BEGIN; LOCK TABLE auth."user" IN ACCESS EXCLUSIVE MODE');
    try {
      expect((await ask(email)).status).toBe(200);
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
    await sink.next();
  });

  test('gets none for somebody who has left', async () => {
    const gone = `${clinic.people['front-desk']}@example.com`;
    await anAccount(t, clinic, gone, { staffId: clinic.people['front-desk'] });
    await t.superuser.query('UPDATE staff SET active = false WHERE id = $1', [clinic.people['front-desk']]);
    await ask(gone);
    expect(await mailsTo(gone)).toBe(0);
  });

  test('gets none for a patient, who has no password', async () => {
    const address = 'ana.lima@patients.example';
    const patientId = await aPatient(t.db, clinic, 'Ana Lima', { email: address });
    const patient = await t.accounts.addUser({ email: address, name: 'Ana Lima' });
    await t.superuser.query('INSERT INTO membership (clinic_id, user_id, patient_id) VALUES ($1, $2, $3)', [
      clinic.clinicId,
      patient,
      patientId,
    ]);
    await ask(address);
    expect(await mailsTo(address)).toBe(0);
  });

  test('fills nobody’s mailbox: five mails an hour', async () => {
    for (let times = 0; times < 8; times += 1) await ask(email);
    for (let times = 0; times < 5; times += 1) await sink.next();
    const other = `${clinic.people['front-desk']}@example.com`;
    await anAccount(t, clinic, other, { staffId: clinic.people['front-desk'] });
    await ask(other);
    await sink.next();
    expect(sink.mails.filter((mail) => JSON.stringify(mail.to).includes(email))).toHaveLength(5);
  });

  test('is held up after twenty from one address', async () => {
    for (let times = 0; times < 20; times += 1) {
      expect((await ask(`nobody${times}@example.com`)).status).toBe(200);
    }
    expect((await ask('nobody@example.com')).body).toMatchObject({ type: 'too-many-guesses', status: 429 });
  });
});

test('a link that nobody was sent sets no password, and is counted', async () => {
  for (let tries = 0; tries < 30; tries += 1) {
    expect((await reset('A'.repeat(43))).body.type).toBe('link-expired');
  }
  expect((await reset('A'.repeat(43))).body.type).toBe('too-many-guesses');
});

test('no mail names a drug, a diagnosis or an infusion', async () => {
  await resetToken();
  expect(sink.mails.length).toBeGreaterThan(0);
  for (const { subject, text } of sink.mails) {
    expect(`${subject} ${text}`).not.toMatch(
      /ketamin|esketamin|depress|infus|booster|treatment|therap|dose/i,
    );
  }
});
