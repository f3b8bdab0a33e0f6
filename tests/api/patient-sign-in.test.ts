import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ParsedMail } from 'mailparser';
import type { Response } from 'supertest';
import { anAccount } from '#tests/support/an-account.ts';
import {
  aPatient,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { bookFor } from '#tests/support/bookings.ts';
import { aBrowser, type Browser } from '#tests/support/browser.ts';
import { accountsIn, type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { codeIn, type MailSink, mailSink } from '#tests/support/mail-sink.ts';

let t: TestDatabase;
let api: TestApi;
let sink: MailSink;
let clinic: StaffedClinic;
/** Ana Lima, and the address that the register has of her. */
let ana: string;
let email: string;
let browser: Browser;

beforeAll(async () => {
  t = await testDatabase();
  sink = await mailSink();
  api = await startApi(t, { mailer: sink.mailer, trustedProxies: 1 });
});
beforeEach(async () => {
  await t.superuser.query('TRUNCATE auth.throttle');
  clinic = await openStaffedClinic(t.db);
  email = `ana.${clinic.clinicId}@example.com`;
  ana = await aPatient(t.db, clinic, 'Ana Lima', { email });
  browser = aBrowser(api.url);
});
/** Other servers of one test. */
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});
afterAll(async () => {
  await api.close();
  await sink.close();
  await t.close();
});

const ask = (address = email, by = browser): Promise<Response> =>
  by.post('/auth/patient-codes', { email: address });

const enter = (code: string, by = browser, more: { email?: string; patientId?: string } = {}) =>
  by.post('/auth/patient-sign-ins', { email, code, ...more });

/** Waits for what happens behind an answer, and not for ever. */
async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 250; tries += 1) {
    if (await happened()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('What was waited for did not happen.');
}

const arrived = (address: string): ParsedMail[] =>
  sink.mails.filter(({ to }) => JSON.stringify(to).includes(`"${address.trim().toLowerCase()}"`));

/** Asks for a code, and reads the mail. */
async function mailed(address = email, by = browser): Promise<ParsedMail> {
  const before = arrived(address).length;
  const { status, body } = await ask(address, by);
  expect([status, body]).toEqual([200, { goodForMinutes: 10, isMailed: true }]);
  return mailAfter(before, address);
}
async function mailAfter(before: number, address = email): Promise<ParsedMail> {
  await until(() => arrived(address).length > before);
  return arrived(address).at(-1) as ParsedMail;
}
const codeFor = async (address = email, by = browser): Promise<string> => codeIn(await mailed(address, by));

/** Another code of six digits: `123456` and `923456`. */
const wrong = (code: string): string => `${(Number(code[0]) + 8) % 10}${code.slice(1)}`;

const from = (address: string, url = api.url): Browser => aBrowser(url, { from: address });

const isIn = async (by: Browser): Promise<boolean> => (await by.get('/auth/me')).status === 200;

/** How many mails have come to this address, when one that was asked for later has come to somebody else. */
async function mailsTo(address: string, expected: number): Promise<number> {
  await until(() => arrived(address).length >= expected);
  const other = `later.${address}`;
  await aPatient(t.db, clinic, 'Bo Later', { email: other });
  await mailed(other, from('203.0.113.250'));
  return arrived(address).length;
}

const NOT_GOOD = {
  type: 'wrong-credentials',
  status: 401,
  detail: 'That code is not right, or is no longer good. Use the one in the latest mail, or ask for another.',
};

describe('a patient who signs in by a code', () => {
  test('needs no account before, and sees what is their own', async () => {
    await bookFor(api, clinic, ana);
    const { status, body } = await enter(await codeFor());
    expect([status, body]).toEqual([
      200,
      { status: 'signed-in', person: { id: ana, name: 'Ana Lima', role: 'patient' } },
    ]);
    expect((await browser.get('/auth/me')).body).toMatchObject({
      idleMinutes: 15,
      secondFactor: 'not-needed',
    });
    expect((await browser.get('/me/sessions')).body.items).toHaveLength(6);
    expect((await browser.get('/auth/account')).body).toMatchObject({ name: 'Ana Lima', email });
    expect((await browser.get(`/patients/${ana}`)).body.type).toBe('not-allowed');
  });

  test('has one account, however often they come', async () => {
    for (let times = 0; times < 3; times += 1) expect((await enter(await codeFor())).status).toBe(200);
    const { rows } = await t.superuser.query(
      `SELECT a.id FROM membership m JOIN auth."user" u ON u.id = m.user_id
         LEFT JOIN auth.account a ON a."userId" = u.id
       WHERE m.patient_id = $1`,
      [ana],
    );
    expect(rows).toEqual([{ id: null }]);
  });

  test('comes to the account that they have already', async () => {
    const userId = await anAccount(t, clinic, `other.${email}`, { patientId: ana });
    expect((await enter(await codeFor())).status).toBe(200);
    const { rows } = await t.superuser.query('SELECT user_id FROM membership WHERE patient_id = $1', [ana]);
    expect(rows).toEqual([{ user_id: userId }]);
  });

  test('is known however their address is typed, at the desk and by themselves', async () => {
    const typed = `Bo.${clinic.clinicId}@Example.COM`;
    const bo = await aPatient(t.db, clinic, 'Bo Hara', { email: typed });
    const code = await codeFor(`  ${typed.toUpperCase()} `);
    const { body } = await enter(code, browser, { email: ` ${typed} ` });
    expect(body.person?.id).toBe(bo);
  });

  test('may be on the staff too, by the same address, and comes in as a patient', async () => {
    await anAccount(t, clinic, email, { staffId: clinic.people.nurse });
    const { body } = await enter(await codeFor());
    expect(body.person).toMatchObject({ id: ana, role: 'patient' });
  });

  test('whose record is restricted to its care team comes in as ever', async () => {
    await bookFor(api, clinic, ana);
    const restricted = await api.as(clinic.people.clinician).put(`/patients/${ana}/restriction`, {
      isRestricted: true,
      reason: 'She works here',
      careTeam: [clinic.people.clinician],
    });
    expect(restricted.status).toBe(200);
    const { status, body } = await enter(await codeFor());
    expect([status, body.person?.id]).toEqual([200, ana]);
    expect((await browser.get('/me/sessions')).body.items).toHaveLength(6);
    expect((await enter(await codeFor())).status).toBe(200);
  });

  test('is signed out after fifteen idle minutes', async () => {
    await enter(await codeFor());
    const idle = (minutes: number) =>
      t.superuser.query(
        `UPDATE auth.session SET "lastSeenAt" = now() - make_interval(mins => $2)
         WHERE "userId" = (SELECT user_id FROM membership WHERE patient_id = $1)`,
        [ana, minutes],
      );
    await idle(14);
    expect(await isIn(browser)).toBe(true);
    await idle(16);
    expect(await isIn(browser)).toBe(false);
  });

  test('has a session of their own: one that somebody planted in the browser stands for nobody then', async () => {
    const planter = aBrowser(api.url);
    const attacker = `attacker.${email}`;
    await aPatient(t.db, clinic, 'Cy Planter', { email: attacker });
    await enter(await codeFor(attacker, planter), planter, { email: attacker });
    const planted = String(planter.cookies.get('evenkeel.session_token'));
    browser.cookies.set('evenkeel.session_token', planted);
    const answer = await enter(await codeFor());
    expect(answer.body.person.id).toBe(ana);
    expect(browser.cookies.get('evenkeel.session_token')).not.toBe(planted);
    expect(await isIn(planter)).toBe(false);
    for (const cookie of answer.headers['set-cookie'] as unknown as string[]) {
      expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/);
    }
  });
});

describe('the mail', () => {
  test('says whose clinic, the code and how long it is good, and names nobody and nothing that the clinic does', async () => {
    await bookFor(api, clinic, ana);
    const mail = await mailed();
    expect(mail).toMatchObject({
      to: { value: [{ address: email }] },
      subject: 'Your sign-in code for Harbor Clinic',
    });
    expect(mail.text).toMatch(/sign in at Harbor Clinic is\n\n\d{6}\n\nIt is good for 10 minutes, once/);
    expect(`${mail.subject} ${mail.text} ${mail.html}`).not.toMatch(
      /Ana|Lima|ketamine|infusion|induction|booster|course|session|depress|treatment/i,
    );
  });

  test('is on its way when the answer is out, before anything is looked up', async () => {
    const blocker = await t.superuser.connect();
    await blocker.query('BEGIN; LOCK TABLE patient, auth."patientCode" IN ACCESS EXCLUSIVE MODE');
    try {
      const tooLong = new Promise<null>((resolve) => setTimeout(resolve, 3000, null));
      expect((await Promise.race([ask(), tooLong]))?.status).toBe(200);
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
    expect(codeIn(await mailAfter(0))).toMatch(/^\d{6}$/);
  });

  test('is said not to go out where the server keeps it, as the demo does', async () => {
    const kept: string[] = [];
    const mailer = { keepsMails: true as const, send: async ({ to }: { to: string }) => void kept.push(to) };
    const demo = await startApi(t, { mailer, demo: true });
    opened.push(demo);
    const { body } = await ask(email, aBrowser(demo.url));
    expect(body).toEqual({ goodForMinutes: 10, isMailed: false });
    await until(() => kept.length > 0);
    expect(kept).toEqual([email]);
  });

  test('goes to no patient without an address, and to none whose address is mistyped', async () => {
    await aPatient(t.db, clinic, 'Bo Hara');
    expect((await ask('')).body.type).toBe('invalid-request');
    expect((await ask(`${email}.uk`)).status).toBe(200);
    expect(await mailsTo(`${email}.uk`, 0)).toBe(0);
  });

  test('goes to no address of a dozen patients and more: nobody reads it for one of them', async () => {
    const shared = `none.${clinic.clinicId}@example.com`;
    for (let nth = 0; nth < 12; nth += 1) await aPatient(t.db, clinic, `Patient ${nth}`, { email: shared });
    await ask(shared);
    expect(await mailsTo(shared, 1)).toBe(1);
    await aPatient(t.db, clinic, 'The thirteenth', { email: shared });
    await ask(shared);
    expect(await mailsTo(shared, 1)).toBe(1);
  });

  test('goes to one address five times an hour and no more, and nobody hears of it', async () => {
    const answers = [];
    for (let times = 0; times < 8; times += 1) answers.push((await ask()).body);
    expect(new Set(answers.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(await mailsTo(email, 5)).toBe(5);
  });

  test('goes to one address twenty times a day and no more', async () => {
    for (let times = 0; times < 25; times += 1) {
      await t.superuser.query(`DELETE FROM auth.throttle WHERE key ~ '^code-mails-(to|from):'`);
      await ask();
    }
    await t.superuser.query(`DELETE FROM auth.throttle WHERE key ~ '^code-mails-(to|from):'`);
    expect(await mailsTo(email, 20)).toBe(20);
  });

  test('still goes to whoever asks where they have signed in before, though strangers have asked for many', async () => {
    await enter(await codeFor());
    for (let times = 0; times < 8; times += 1) await ask(email, from(`198.51.100.${times}`));
    // The first was asked for by a stranger as well, as everybody is one the first time.
    expect(await mailsTo(email, 5)).toBe(5);
    expect((await enter(await codeFor())).status).toBe(200);
  });

  test('is held up after thirty that were asked for from one place', async () => {
    for (let times = 0; times < 30; times += 1) {
      expect((await ask(`nobody${times}@example.com`, from('198.51.100.1'))).status).toBe(200);
    }
    const { body } = await ask(email, from('198.51.100.1'));
    expect(body).toMatchObject({ type: 'too-many-guesses', status: 429 });
    expect((await ask(email, from('198.51.100.2'))).status).toBe(200);
    await mailAfter(0);
  });
});

describe('a code', () => {
  test('that is wrong is refused, and the right one is good after it', async () => {
    const code = await codeFor();
    const answer = await enter(wrong(code));
    expect(answer.body).toMatchObject(NOT_GOOD);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect((await enter(code)).status).toBe(200);
  });

  test('is good once', async () => {
    const code = await codeFor();
    expect((await enter(code)).status).toBe(200);
    expect((await enter(code, aBrowser(api.url))).body).toMatchObject(NOT_GOOD);
  });

  test('is good once, though two come at the same moment', async () => {
    const code = await codeFor();
    const answers = await Promise.all([1, 2, 3].map(() => enter(code, aBrowser(api.url))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  test('is replaced by the next', async () => {
    const [first, second] = [await codeFor(), await codeFor()];
    if (first !== second) expect((await enter(first)).body).toMatchObject(NOT_GOOD);
    expect((await enter(second)).status).toBe(200);
  });

  /** Time passes for the codes of this test. */
  const age = (minutes: number) =>
    t.superuser.query(
      `UPDATE auth."patientCode" SET "expiresAt" = "expiresAt" - make_interval(secs => 60 * $1::float - 5)`,
      [minutes],
    );

  test('is good for nearly ten minutes, and not longer', async () => {
    const code = await codeFor();
    await age(9);
    expect((await enter(code)).status).toBe(200);
    const late = await codeFor();
    await age(10.2);
    expect((await enter(late)).body).toMatchObject(NOT_GOOD);
  });

  test('is good for nothing after five wrong ones, and the next one is', async () => {
    const code = await codeFor();
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await enter(wrong(code), from(`198.51.100.${tries}`))).body).toMatchObject(NOT_GOOD);
    }
    expect((await enter(code)).body).toMatchObject(NOT_GOOD);
    expect((await enter(await codeFor())).status).toBe(200);
  });

  test('has five tries, though twenty come at the same moment', async () => {
    const code = await codeFor();
    const guesses = Array.from({ length: 20 }, (_, nth) => enter(wrong(code), from(`198.51.100.${nth}`)));
    await Promise.all(guesses);
    const { rows } = await t.superuser.query(
      'SELECT "strangersTries" AS tries FROM auth."patientCode" ORDER BY "expiresAt" DESC LIMIT 1',
    );
    expect(rows).toEqual([{ tries: 5 }]);
  });

  test('is still good where they have signed in before, though strangers have guessed', async () => {
    await enter(await codeFor());
    const code = await codeFor();
    for (let tries = 0; tries < 12; tries += 1) await enter(wrong(code), from(`198.51.100.${tries}`));
    expect((await enter(code, from('198.51.100.99'))).body).toMatchObject(NOT_GOOD);
    expect((await enter(code)).status).toBe(200);
  });

  test('has five tries of its own there too', async () => {
    await enter(await codeFor());
    const code = await codeFor();
    for (let tries = 0; tries < 5; tries += 1) await enter(wrong(code));
    expect((await enter(code)).body).toMatchObject(NOT_GOOD);
  });

  test('of one address is none of another’s', async () => {
    const other = `bo.${email}`;
    await aPatient(t.db, clinic, 'Bo Hara', { email: other });
    const code = await codeFor();
    const others = await codeFor(other);
    if (code !== others) expect((await enter(code, browser, { email: other })).body).toMatchObject(NOT_GOOD);
    expect((await enter(code)).body.person.id).toBe(ana);
  });

  test('that is no code at all is a mistake in the request', async () => {
    for (const code of ['12345', '1234567', 'abcdef', '12 345', '']) {
      expect((await enter(code)).body).toMatchObject({
        type: 'invalid-request',
        errors: [{ pointer: '/body/code', detail: 'Must be six digits.' }],
      });
    }
  });

  test('may begin with noughts', async () => {
    const code = await codeFor();
    expect(code).toHaveLength(6);
    expect((await enter(` ${code} `)).status).toBe(200);
  });
});

describe('who asks whether an address is a patient’s', () => {
  const told = ({ status, body, headers }: Response) => {
    const { date: _, 'x-request-id': __, ...rest } = headers;
    return { status, body: { ...body, requestId: '' }, headers: rest };
  };

  test('hears the same of every address', async () => {
    const known = await ask();
    for (const address of ['nobody@example.com', `nurse@${clinic.clinicId}.example`]) {
      expect(told(await ask(address))).toEqual(told(known));
    }
    await mailAfter(0);
  });

  test('hears the same of a wrong code, of none, of an old one, and of one with no tries left', async () => {
    const answers: Response[] = [await enter('000000')];
    const code = await codeFor();
    answers.push(await enter(wrong(code)));
    for (let tries = 0; tries < 4; tries += 1) answers.push(await enter(wrong(code)));
    answers.push(await enter(code));
    const late = await codeFor();
    await t.superuser.query(`UPDATE auth."patientCode" SET "expiresAt" = now()`);
    answers.push(await enter(late));
    answers.push(await enter('000000', browser, { email: 'nobody@example.com' }));
    for (const answer of answers) expect(told(answer)).toEqual(told(answers[0] as Response));
  });

  test('is held up in the same way, whoever’s it is', async () => {
    for (const address of [email, 'nobody@example.com']) {
      const ends = [];
      for (let tries = 0; tries < 11; tries += 1) {
        const { body } = await enter('000000', from('198.51.100.1'), { email: address });
        ends.push(body.type);
      }
      expect(ends).toEqual([...Array(10).fill('wrong-credentials'), 'too-many-guesses']);
    }
  });
});

describe('guesses', () => {
  test('are stopped, while the patient gets in where they have been in before, also after a restart', async () => {
    const home = from('203.0.113.7');
    await enter(await codeFor(email, home), home);
    const ends: Record<string, number> = {};
    for (let tries = 0; tries < 60; tries += 1) {
      const { type } = (await enter('000000', from(`198.51.100.${tries}`))).body;
      ends[type] = (ends[type] ?? 0) + 1;
    }
    expect(ends).toEqual({ 'wrong-credentials': 40, 'too-many-guesses': 20 });
    // Whoever reads the mails, and is a stranger here, is held up too.
    const code = await codeFor(email, home);
    const stranger = await enter(code, from('203.0.113.8'));
    expect(stranger.body).toMatchObject({ type: 'too-many-guesses', status: 429 });
    expect(Number(stranger.headers['retry-after'])).toBeGreaterThan(3000);

    const accounts = accountsIn(t.serviceUrl);
    const restarted = await startApi({ ...t, accounts }, { mailer: sink.mailer, trustedProxies: 1 });
    opened.push(restarted, accounts);
    expect((await enter('000000', from('203.0.113.9', restarted.url))).body.type).toBe('too-many-guesses');
    const again = from('203.0.113.7', restarted.url);
    for (const [name, value] of home.cookies) again.cookies.set(name, value);
    expect((await enter(code, again)).status).toBe(200);
  }, 30_000);

  test('from one place are sixty, at however many addresses', async () => {
    for (let tries = 0; tries < 60; tries += 1) {
      const address = `somebody${tries}@example.com`;
      expect((await enter('000000', from('198.51.100.1'), { email: address })).status).toBe(401);
    }
    const { status } = await enter('000000', from('198.51.100.1'), { email: 'another@example.com' });
    expect(status).toBe(429);
  });

  test('of passwords do not hold up codes', async () => {
    for (let tries = 0; tries < 11; tries += 1) await browser.signIn(email, 'not the password');
    expect((await enter(await codeFor())).status).toBe(200);
  });
});

describe('an address of several patients', () => {
  /** Ana's child, at her address. */
  let kim: string;
  beforeEach(async () => {
    kim = await aPatient(t.db, clinic, 'Kim Lima', { email: email.toUpperCase() });
  });

  test('asks whom it is for once the code was right, and uses it up by the answer', async () => {
    const code = await codeFor();
    expect((await enter(wrong(code), browser, { patientId: kim })).body).toMatchObject(NOT_GOOD);
    const { status, body } = await enter(code);
    expect([status, body]).toEqual([
      200,
      {
        status: 'choose',
        patients: [
          { id: ana, name: 'Ana Lima', clinicName: 'Harbor Clinic' },
          { id: kim, name: 'Kim Lima', clinicName: 'Harbor Clinic' },
        ].sort((a, b) => (a.id < b.id ? -1 : 1)),
      },
    ]);
    expect(await isIn(browser)).toBe(false);
    expect((await enter(code, browser, { patientId: kim })).body.person).toMatchObject({ id: kim });
    expect((await enter(code, browser, { patientId: ana })).body).toMatchObject(NOT_GOOD);
  });

  test('is not told by a code that is too old, though it was right', async () => {
    const code = await codeFor();
    await t.superuser.query(`UPDATE auth."patientCode" SET "expiresAt" = now()`);
    expect((await enter(code)).body).toMatchObject(NOT_GOOD);
  });

  test('has one mail, which names none of them', async () => {
    const mail = await mailed();
    expect(`${mail.subject} ${mail.text}`).not.toMatch(/Ana|Kim|Lima/);
    expect(await mailsTo(email, 1)).toBe(1);
  });

  test('has an account for each: who signs in as one is not the other', async () => {
    for (const patientId of [ana, kim]) await enter(await codeFor(), browser, { patientId });
    const { rows } = await t.superuser.query(
      'SELECT count(DISTINCT user_id)::int AS users FROM membership WHERE patient_id = ANY ($1)',
      [[ana, kim]],
    );
    expect(rows).toEqual([{ users: 2 }]);
  });

  test('may be of patients of several clinics, and the mail names both', async () => {
    const uptown = await openStaffedClinic(t.db, { name: 'Uptown Clinic' });
    const there = await aPatient(t.db, uptown, 'Ana Lima', { email });
    const mail = await mailed();
    expect(mail.subject).toMatch(/^Your sign-in code for (Harbor|Uptown) Clinic and (Harbor|Uptown) Clinic$/);
    const { body } = await enter(codeIn(mail));
    expect(body.patients).toContainEqual({ id: there, name: 'Ana Lima', clinicName: 'Uptown Clinic' });
    await enter(codeIn(mail), browser, { patientId: there });
    expect((await browser.get('/clinic')).body.name).toBe('Uptown Clinic');
  });

  test('opens nobody whose address it is not, of this clinic or of another', async () => {
    const uptown = await openStaffedClinic(t.db, { name: 'Uptown Clinic' });
    const others = [
      await aPatient(t.db, clinic, 'Bo Hara', { email: `bo.${email}` }),
      await aPatient(t.db, uptown, 'Zoe Uptown', { email: `zoe.${email}` }),
      clinic.people.nurse,
    ];
    const code = await codeFor();
    for (const patientId of others) {
      expect((await enter(code, browser, { patientId })).body.status).toBe('choose');
      expect(await isIn(browser)).toBe(false);
    }
  });
});

test('a code opens nobody else where the address is of one patient alone', async () => {
  const bo = await aPatient(t.db, clinic, 'Bo Hara', { email: `bo.${email}` });
  const { body } = await enter(await codeFor(), browser, { patientId: bo });
  expect(body.status).toBe('choose');
  expect(body.patients.map(({ id }: { id: string }) => id)).toEqual([ana]);
});

describe('when the front desk changes an address', () => {
  const change = async (to: string | null) =>
    expect((await api.as(clinic.people['front-desk']).patch(`/patients/${ana}`, { email: to })).status).toBe(
      200,
    );

  test.each([
    ['another', () => `new.${email}`],
    ['none', () => null],
  ])('to %s, the patient is signed out everywhere, and an open code is good for nothing', async (_, to) => {
    await enter(await codeFor());
    const code = await codeFor();
    expect(await isIn(browser)).toBe(true);
    await change(to());
    expect(await isIn(browser)).toBe(false);
    expect((await enter(code)).body).toMatchObject(NOT_GOOD);
    await change(email);
    expect((await enter(code)).body).toMatchObject(NOT_GOOD);
  });

  test('the new one signs in, the old one does not, and no browser is known any more', async () => {
    const atHome = aBrowser(api.url);
    await enter(await codeFor(email, atHome), atHome);
    const next = `new.${email}`;
    await change(next);
    await ask();
    const code = await codeFor(next);
    expect((await enter(code, browser, { email: next })).body.person.id).toBe(ana);
    expect(await mailsTo(email, 1)).toBe(1);
    const { rows } = await t.superuser.query(
      'SELECT count(*)::int AS known FROM auth.device WHERE "userId" = (SELECT user_id FROM membership WHERE patient_id = $1)',
      [ana],
    );
    // The browser that has just come in by the new one.
    expect(rows).toEqual([{ known: 1 }]);
  });

  test('by its letters’ size alone, or changes something else, nobody is signed out', async () => {
    await enter(await codeFor());
    await change(email.toUpperCase());
    await api.as(clinic.people['front-desk']).patch(`/patients/${ana}`, { phone: '+1 212 555 0142' });
    expect(await isIn(browser)).toBe(true);
  });

  test('another patient of that address stays signed in', async () => {
    const kim = await aPatient(t.db, clinic, 'Kim Lima', { email });
    await enter(await codeFor(), browser, { patientId: kim });
    await change(null);
    expect(await isIn(browser)).toBe(true);
    expect((await enter(await codeFor())).body.person.id).toBe(kim);
  });
});

describe('the audit trail', () => {
  const lines = async () =>
    (await api.as(clinic.people.admin).get('/audit-events')).body.items
      .map(({ kind, actor, patient, detail }: Record<string, { id?: string }>) => ({
        kind,
        actor: actor?.id ?? null,
        patient: patient?.id,
        detail,
      }))
      .toReversed();

  test('has a line of the code that was asked for, of a wrong one, and of signing in', async () => {
    const code = await codeFor();
    await enter(wrong(code));
    await until(async () => (await lines()).length === 2);
    await enter(code);
    await enter(await codeFor());
    const asked = { kind: 'patient-code.ask', actor: null, patient: ana, detail: {} };
    const by = (isFirst: boolean) => ({
      kind: 'sign-in',
      actor: ana,
      patient: ana,
      detail: { by: 'mailed-code', isFirst },
    });
    expect(await lines()).toEqual([
      asked,
      { ...asked, kind: 'patient-code.wrong' },
      by(true),
      asked,
      by(false),
    ]);
  });

  test('has no line of mails that were not sent, and of guesses that were not looked at', async () => {
    for (let times = 0; times < 8; times += 1) await ask();
    for (let tries = 0; tries < 12; tries += 1) await enter('000000', from('198.51.100.1'));
    expect(await mailsTo(email, 5)).toBe(5);
    const kinds = (await lines()).filter(({ patient }: { patient: string }) => patient === ana);
    expect(kinds.filter(({ kind }: { kind: string }) => kind === 'patient-code.ask')).toHaveLength(5);
    expect(kinds.filter(({ kind }: { kind: string }) => kind === 'patient-code.wrong')).toHaveLength(10);
  });

  test('keeps neither code nor address in what cannot be erased', async () => {
    const code = await codeFor();
    await enter(code);
    const { rows } = await t.superuser.query(
      'SELECT e::text AS text FROM audit_event e WHERE clinic_id = $1',
      [clinic.clinicId],
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.map(({ text }) => text).join()).not.toContain(email);
    expect(rows.map(({ text }) => text).join()).not.toContain(`"${code}"`);
  });
});

test('in the demo, a patient who came by a code is none of those who are offered with a password', async () => {
  const demo = await startApi(t, { mailer: sink.mailer, demo: true });
  opened.push(demo);
  const ida = `ida.${email}`;
  await aPatient(t.db, clinic, 'Ida Ek', { email: ida });
  expect((await enter(await codeFor(ida), browser, { email: ida })).status).toBe(200);
  const { body } = await aBrowser(demo.url).get('/demo/people');
  expect(body.items.map(({ name }: { name: string }) => name)).not.toContain('Ida Ek');
});
