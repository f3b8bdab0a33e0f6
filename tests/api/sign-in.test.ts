import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import request, { type Response } from 'supertest';
import type { Accounts } from '#server/accounts/accounts.ts';
import { hashOfToken } from '#server/accounts/hashed-session-tokens.ts';
import { sessionTokenIn } from '#server/accounts/wire.ts';
import { DEMO_PASSWORD } from '#server/platform/demo-password.ts';
import { A_PASSWORD, anAccount } from '#tests/support/an-account.ts';
import {
  aPatient,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { aBrowser, type Browser } from '#tests/support/browser.ts';
import { accountsIn, type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let ana: string;
let browser: Browser;
/** Addresses of a nurse and of Ana Lima, who both have `A_PASSWORD`. */
let nurse: string;
let patient: string;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(async () => {
  clinic = await openStaffedClinic(t.db);
  ana = await aPatient(t.db, clinic);
  nurse = `nurse@${clinic.clinicId}.example`;
  patient = `ana@${clinic.clinicId}.example`;
  await anAccount(t, clinic, nurse, { staffId: clinic.people.nurse });
  await anAccount(t, clinic, patient, { patientId: ana });
  browser = aBrowser(api.url);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const SESSION = 'evenkeel.session_token';
const WRONG = 'not the password at all';

/** What a browser sends of its session. */
const sessionOf = ({ cookies }: Browser, name = SESSION): string => `${name}=${cookies.get(name)}`;

/** Who a Cookie header is, by the answer to `/auth/me`. */
const me = (cookie: string, headers: Record<string, string> = {}, url = api.url): Promise<Response> =>
  request(url)
    .get('/api/v1/auth/me')
    .set({ Cookie: cookie, ...headers })
    .then();

const setCookies = ({ headers }: Response): readonly string[] =>
  (headers['set-cookie'] as unknown as string[] | undefined) ?? [];

const NOBODY = { type: 'not-signed-in', status: 401 };

describe('signing in', () => {
  test('by address and password says who it is', async () => {
    const { status, body } = await browser.signIn(nurse, A_PASSWORD);
    expect(status).toBe(200);
    const person = { id: clinic.people.nurse, name: 'The nurse', role: 'nurse' };
    expect(body).toEqual({ status: 'signed-in', person });
    expect((await browser.get('/auth/me')).body).toEqual({
      ...person,
      idleMinutes: 10,
      secondFactor: 'not-needed',
    });
    expect((await browser.get('/chairs')).status).toBe(200);
  });

  test('as a patient leads to what is the patient’s own', async () => {
    const { status, body } = await browser.signIn(patient, A_PASSWORD);
    expect(status).toBe(200);
    expect(body.person).toEqual({ id: ana, name: 'Ana Lima', role: 'patient' });
    expect((await browser.get('/auth/me')).body.idleMinutes).toBe(15);
    expect((await browser.get('/me/sessions')).body).toEqual({ items: [], boosterWindow: null });
    expect((await browser.get(`/patients/${ana}`)).body.type).toBe('not-allowed');
  });

  test('takes the address however it is typed, and the password only as it is', async () => {
    expect((await browser.signIn(`  ${nurse.toUpperCase()} `, A_PASSWORD)).status).toBe(200);
    for (const typed of [A_PASSWORD.toUpperCase(), ` ${A_PASSWORD}`, `${A_PASSWORD} `]) {
      expect((await aBrowser(api.url).signIn(nurse, typed)).body.type).toBe('wrong-credentials');
    }
  });
});

describe('who is not let in', () => {
  const passwordless = () => `bo@${clinic.clinicId}.example`;

  /** Somebody who may sign in, but by other means than a password. */
  async function openPasswordless(): Promise<void> {
    await t.accounts.addUser({ email: passwordless(), name: 'Somebody' });
  }

  async function leave(staffId: string): Promise<void> {
    await t.superuser.query('UPDATE staff SET active = false WHERE id = $1', [staffId]);
  }

  test('hears the same, whether password or address is wrong, or they have left, or have no password', async () => {
    await openPasswordless();
    const wrong = await browser.signIn(nurse, WRONG);
    await leave(clinic.people.nurse);
    const others = [
      await browser.signIn('nobody@clinic.example', A_PASSWORD),
      await browser.signIn(passwordless(), A_PASSWORD),
      await browser.signIn(nurse, WRONG),
      await browser.signIn(nurse, A_PASSWORD),
    ];
    expect(wrong.body).toMatchObject({ type: 'wrong-credentials', status: 401 });
    for (const answer of [wrong, ...others]) {
      expect(answer.status).toBe(401);
      expect({ ...answer.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
      expect(Object.keys(answer.headers).sort()).toEqual(Object.keys(wrong.headers).sort());
      expect(setCookies(answer)).toEqual([]);
    }
  });

  test('waits about as long: an address that is nobody’s costs as much work as a wrong password', async () => {
    await openPasswordless();
    /** Of processor time, in microseconds: what it is on a machine that does other things too. */
    const workOf = async (email: string): Promise<number> => {
      let least = Number.POSITIVE_INFINITY;
      for (let tries = 0; tries < 4; tries += 1) {
        const before = process.cpuUsage();
        expect((await aBrowser(api.url).signIn(email, WRONG)).body.type).toBe('wrong-credentials');
        const { user, system } = process.cpuUsage(before);
        least = Math.min(least, user + system);
      }
      return least;
    };
    const known = await workOf(nurse);
    for (const email of ['nobody@clinic.example', passwordless()]) {
      const unknown = await workOf(email);
      expect(unknown).toBeGreaterThan(known * 0.6);
      expect(unknown).toBeLessThan(known * 1.7);
    }
  });

  test('leaves while they are signed in, and is nobody from then on', async () => {
    await browser.signIn(nurse, A_PASSWORD);
    expect((await browser.get('/chairs')).status).toBe(200);
    await leave(clinic.people.nurse);
    expect((await browser.get('/chairs')).body).toMatchObject(NOBODY);
  });

  test('has an account and is a member of no clinic', async () => {
    const email = `stranger@${clinic.clinicId}.example`;
    await t.accounts.addUser({ email, name: 'Somebody', password: A_PASSWORD });
    const { body } = await browser.signIn(email, A_PASSWORD);
    expect(body).toMatchObject({ type: 'wrong-credentials', status: 401 });
  });
});

describe('the session cookie', () => {
  const attributesOf = (answer: Response, name: string): string[] => {
    const [cookie] = setCookies(answer).filter((one) => one.startsWith(`${name}=`));
    return (cookie ?? '').toLowerCase().split(/;\s*/).slice(1).sort();
  };
  const ATTRIBUTES = ['httponly', 'max-age=43200', 'path=/', 'samesite=lax']; // 12 hours

  test('is read by no script, sent by no other site, and good for twelve hours', async () => {
    const answer = await browser.signIn(nurse, A_PASSWORD);
    expect(attributesOf(answer, SESSION)).toEqual(ATTRIBUTES);
    for (const cookie of setCookies(answer)) expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/);
  });

  describe('where the page is opened by https', () => {
    const publicUrl = 'https://evenkeel.example.com';
    const secure = `__Host-${SESSION}`;
    let accounts: Accounts;
    let behindTls: TestApi;
    beforeAll(async () => {
      accounts = accountsIn(t.serviceUrl, publicUrl);
      behindTls = await startApi({ ...t, accounts }, { publicUrl });
    });
    afterAll(async () => {
      await behindTls.close();
      await accounts.close();
    });

    test('is sent by https alone, says so in its name, and is read back', async () => {
      const visitor = aBrowser(behindTls.url);
      const answer = await visitor.signIn(nurse, A_PASSWORD);
      expect(attributesOf(answer, secure)).toEqual([...ATTRIBUTES, 'secure']);
      for (const cookie of setCookies(answer)) expect(cookie).toMatch(/^__Host-.*; Secure/);
      expect((await me(sessionOf(visitor, secure), {}, behindTls.url)).body.name).toBe('The nurse');
      const copy = sessionOf(visitor, secure);
      expect((await visitor.post('/auth/sign-out')).status).toBe(200);
      expect((await me(copy, {}, behindTls.url)).body).toMatchObject(NOBODY);
    });

    test('counts for nothing under a name that anybody between or beside us may set, alone or before the right one', async () => {
      const [victim, planter] = [aBrowser(behindTls.url), aBrowser(behindTls.url)];
      await victim.signIn(nurse, A_PASSWORD);
      await planter.signIn(patient, A_PASSWORD);
      for (const name of [SESSION, `__Secure-${SESSION}`]) {
        const planted = `${name}=${planter.cookies.get(secure)}`;
        expect((await me(planted, {}, behindTls.url)).body).toMatchObject(NOBODY);
        const both = `${planted}; ${sessionOf(victim, secure)}`;
        expect((await me(both, {}, behindTls.url)).body.name).toBe('The nurse');
      }
    });
  });

  test.each([
    ['none', ''],
    ['one of another name', 'session_token=abc.def'],
    ['an empty one', `${SESSION}=`],
    ['a dot', `${SESSION}=.`],
    ['a percent sign that begins nothing', `${SESSION}=%E0%A4%A`],
    ['a byte that is no text', `${SESSION}=%00`],
    ['a piece of SQL', `${SESSION}=' OR true --`],
    ['a made-up token', `${SESSION}=${'A'.repeat(32)}.${'B'.repeat(43)}%3D`],
    ['one that is far too long', `${SESSION}=${'A'.repeat(12_000)}.${'B'.repeat(43)}`],
    ['hundreds of them', Array(300).fill(`${SESSION}=abc.def`).join('; ')],
  ])('that is %s is nobody’s', async (_, cookie) => {
    expect((await me(cookie)).body).toMatchObject(NOBODY);
  });

  test('of more than a request may carry is refused, and harms nobody', async () => {
    expect((await me(`${SESSION}=${'A'.repeat(20_000)}`)).status).toBe(431);
    await browser.signIn(nurse, A_PASSWORD);
    expect((await browser.get('/auth/me')).status).toBe(200);
  });

  test('is somebody’s by its whole token: neither another letter nor what is stored of it is good', async () => {
    await browser.signIn(nurse, A_PASSWORD);
    const token = sessionTokenIn(sessionOf(browser)) ?? '';
    expect((await me(sessionOf(browser))).status).toBe(200);
    const other = `${token[0] === 'A' ? 'B' : 'A'}${token.slice(1)}`;
    for (const forged of [other, token.slice(1), `${token}A`, token.toUpperCase(), hashOfToken(token)]) {
      expect((await me(sessionOf(browser).replace(token, forged))).body).toMatchObject(NOBODY);
    }
  });

  test('beside another is of whom we take it for, in all that is done by it; two of one name, or one in quotes, are nobody', async () => {
    const other = aBrowser(api.url);
    await browser.signIn(nurse, A_PASSWORD);
    await other.signIn(patient, A_PASSWORD);
    const theirs = other.cookies.get(SESSION);
    const decoy = `__Host-${SESSION}=${theirs}; ${sessionOf(browser)}`;
    expect((await me(decoy)).body.name).toBe('The nurse');
    const changed = await request(api.url)
      .post('/api/v1/auth/password')
      .set('Cookie', decoy)
      .send({ current: A_PASSWORD, next: 'quite another long passphrase' });
    expect(changed.status).toBe(200);
    expect((await aBrowser(api.url).signIn(patient, A_PASSWORD)).status).toBe(200);
    expect((await aBrowser(api.url).signIn(nurse, A_PASSWORD)).body.type).toBe('wrong-credentials');

    const again = aBrowser(api.url);
    await again.signIn(nurse, 'quite another long passphrase');
    const mine = sessionOf(again);
    for (const cookie of [
      `${SESSION}=${theirs}; ${mine}`,
      `${SESSION} =${theirs}; ${mine}`,
      mine.replace('=', '="').concat('"'),
    ]) {
      expect((await me(cookie)).body).toMatchObject(NOBODY);
    }
  });
});

describe('signing out', () => {
  const sessionsOf = async (personId: string) =>
    (
      await t.superuser.query(
        `SELECT s.id FROM auth.session s JOIN membership m ON m.user_id = s."userId"
         WHERE coalesce(m.staff_id, m.patient_id) = $1`,
        [personId],
      )
    ).rows;

  test('ends the session where it is stored, so that a copy of the cookie is nobody', async () => {
    await browser.signIn(nurse, A_PASSWORD);
    const copy = sessionOf(browser);
    expect((await me(copy)).status).toBe(200);
    const answer = await browser.post('/auth/sign-out');
    expect([answer.status, answer.body]).toEqual([200, {}]);
    expect(browser.cookies.has(SESSION)).toBe(false);
    expect(await sessionsOf(clinic.people.nurse)).toEqual([]);
    expect((await me(copy)).body).toMatchObject(NOBODY);
  });

  test('ends it too where the cookie was signed by the secret of before', async () => {
    await browser.signIn(nurse, A_PASSWORD);
    const [token] = String(browser.cookies.get(SESSION)).split('.');
    browser.cookies.set(SESSION, `${token}.${'A'.repeat(43)}%3D`);
    expect((await browser.get('/auth/me')).status).toBe(200);
    await browser.post('/auth/sign-out');
    expect(await sessionsOf(clinic.people.nurse)).toEqual([]);
  });

  test('ends no other session of the same person', async () => {
    const other = aBrowser(api.url);
    for (const one of [browser, other]) await one.signIn(nurse, A_PASSWORD);
    await browser.post('/auth/sign-out');
    expect((await other.get('/auth/me')).status).toBe(200);
    expect(await sessionsOf(clinic.people.nurse)).toHaveLength(1);
  });

  test('answers the same where nobody is signed in', async () => {
    for (const cookie of ['', `${SESSION}=abc.def`]) {
      browser.cookies.clear();
      if (cookie) browser.cookies.set(SESSION, 'abc.def');
      const { status, body } = await browser.post('/auth/sign-out');
      expect([status, body]).toEqual([200, {}]);
    }
  });
});

describe('a session that was in the browser before signing in', () => {
  test('and that somebody planted there is not the one after it, and stands for nobody any more', async () => {
    const planter = aBrowser(api.url);
    await planter.signIn(patient, A_PASSWORD);
    const planted = sessionOf(planter);
    browser.cookies.set(SESSION, String(planter.cookies.get(SESSION)));
    await browser.signIn(nurse, A_PASSWORD);
    expect(sessionOf(browser)).not.toBe(planted);
    expect((await me(sessionOf(browser))).body.role).toBe('nurse');
    expect((await me(planted)).body).toMatchObject(NOBODY);
  });

  test('and that somebody made up does not become one', async () => {
    const madeUp = `${'A'.repeat(32)}.${'B'.repeat(43)}%3D`;
    browser.cookies.set(SESSION, madeUp);
    await browser.signIn(nurse, A_PASSWORD);
    expect(browser.cookies.get(SESSION)).not.toBe(madeUp);
    expect((await me(`${SESSION}=${madeUp}`)).body).toMatchObject(NOBODY);
  });

  test('of the same person ends, so that each signing in has one of its own', async () => {
    await browser.signIn(nurse, A_PASSWORD);
    const before = sessionOf(browser);
    await browser.signIn(nurse, A_PASSWORD);
    expect(sessionOf(browser)).not.toBe(before);
    expect((await me(before)).body).toMatchObject(NOBODY);
    expect((await browser.get('/auth/me')).status).toBe(200);
  });

  test('stays where the password was wrong', async () => {
    await browser.signIn(nurse, A_PASSWORD);
    await browser.signIn(nurse, WRONG);
    expect((await browser.get('/auth/me')).status).toBe(200);
  });
});

/** What PostgreSQL holds of a browser's session; times in seconds from now. */
async function stored(of: Browser): Promise<{ seen: number; expires: number }> {
  const { rows } = await t.superuser.query(
    `SELECT extract(epoch FROM "lastSeenAt" - now())::float AS seen,
       extract(epoch FROM "expiresAt" - now())::float AS expires
     FROM auth.session WHERE token = $1`,
    [hashOfToken(sessionTokenIn(sessionOf(of)) ?? '')],
  );
  return rows[0];
}

/** Time passes for a browser's session alone. */
const shift = (of: Browser, column: 'lastSeenAt' | 'expiresAt', by: string) =>
  t.superuser.query(`UPDATE auth.session SET "${column}" = "${column}" - $2::interval WHERE token = $1`, [
    hashOfToken(sessionTokenIn(sessionOf(of)) ?? ''),
    by,
  ]);

describe('a session that nobody uses', () => {
  test.each([
    ['of staff', 9, 'goes on'],
    ['of staff', 11, 'is over'],
    ['of a patient', 14, 'goes on'],
    ['of a patient', 16, 'is over'],
  ])('%s for %i minutes %s', async (whose, minutes, fate) => {
    await browser.signIn(whose === 'of staff' ? nurse : patient, A_PASSWORD);
    await shift(browser, 'lastSeenAt', `${minutes} minutes`);
    const answer = await browser.get('/auth/me');
    if (fate === 'goes on') expect(answer.status).toBe(200);
    else expect(answer.body).toMatchObject(NOBODY);
  });

  test('is over after as many minutes as the clinic wants', async () => {
    const hasty = await startApi(t, { idleMinutes: { staff: 2, patient: 3 } });
    for (const [who, minutes] of [
      [nurse, 2],
      [patient, 3],
    ] as const) {
      const visitor = aBrowser(hasty.url);
      await visitor.signIn(who, A_PASSWORD);
      expect((await visitor.get('/auth/me')).body.idleMinutes).toBe(minutes);
      await shift(visitor, 'lastSeenAt', `${minutes - 1} minutes`);
      expect((await visitor.get('/auth/me')).status).toBe(200);
      await shift(visitor, 'lastSeenAt', `${minutes + 1} minutes`);
      expect((await visitor.get('/auth/me')).body).toMatchObject(NOBODY);
    }
    await hasty.close();
  });

  test('and is over does not come back to life by being used', async () => {
    await browser.signIn(nurse, A_PASSWORD);
    await shift(browser, 'lastSeenAt', '11 minutes');
    for (let asked = 0; asked < 3; asked += 1) {
      expect((await browser.get('/chairs')).body).toMatchObject(NOBODY);
    }
    expect((await stored(browser)).seen).toBeLessThan(-600);
  });
});

describe('what keeps a session alive', () => {
  beforeEach(async () => {
    await browser.signIn(nurse, A_PASSWORD);
    await shift(browser, 'lastSeenAt', '9 minutes');
  });

  test('is what its person does', async () => {
    expect((await me(sessionOf(browser))).status).toBe(200);
    expect((await stored(browser)).seen).toBeGreaterThan(-60);
  });

  test('is not what the page asks for by itself, and says so', async () => {
    const { seen } = await stored(browser);
    for (let asked = 0; asked < 3; asked += 1) {
      const answer = await me(sessionOf(browser), { 'X-Evenkeel-Background': '1' });
      expect(answer.status).toBe(200);
    }
    expect((await stored(browser)).seen).toBeLessThanOrEqual(seen);
    await shift(browser, 'lastSeenAt', '2 minutes');
    expect((await me(sessionOf(browser))).body).toMatchObject(NOBODY);
  });

  test('is not what another browser of the same person does', async () => {
    const other = aBrowser(api.url);
    await other.signIn(nurse, A_PASSWORD);
    await other.get('/chairs');
    expect((await stored(browser)).seen).toBeLessThan(-500);
  });

  test('is not what is refused from another site', async () => {
    await request(api.url)
      .post('/api/v1/patients')
      .set({ Cookie: sessionOf(browser), Origin: 'https://elsewhere.example' })
      .send({});
    expect((await stored(browser)).seen).toBeLessThan(-500);
  });
});

describe('twelve hours after signing in', () => {
  beforeEach(() => browser.signIn(nurse, A_PASSWORD));

  test('a session is over, however much it was used', async () => {
    const { expires } = await stored(browser);
    expect(expires).toBeGreaterThan(12 * 3600 - 60);
    expect(expires).toBeLessThanOrEqual(12 * 3600);
    await shift(browser, 'expiresAt', '12 hours');
    expect((await browser.get('/auth/me')).body).toMatchObject(NOBODY);
  });

  test('is later for nobody: what is done meanwhile puts it off by nothing', async () => {
    await shift(browser, 'expiresAt', '11 hours 58 minutes');
    await shift(browser, 'lastSeenAt', '1 minute');
    const { expires } = await stored(browser);
    const answer = await browser.get('/auth/me');
    expect(answer.status).toBe(200);
    expect(setCookies(answer)).toEqual([]);
    expect((await stored(browser)).expires).toBeLessThanOrEqual(expires);
  });
});

describe('whom the demo lets sign in', () => {
  test('is told to anybody in the demo, with the password', async () => {
    const demo = await startApi(t, { demo: true });
    const { status, body } = await demo.as(null).get('/demo/people');
    await demo.close();
    expect(status).toBe(200);
    expect(body.password).toBe(DEMO_PASSWORD);
    expect(body.items).toContainEqual({ name: 'The nurse', role: 'nurse', email: nurse });
    expect(body.items).toContainEqual({ name: 'Ana Lima', role: 'patient', email: patient });
  });

  test('is told to nobody elsewhere', async () => {
    expect((await api.as(null).get('/demo/people')).body).toEqual({ items: [], password: null });
  });
});

test('what is answered about sessions is kept by nobody', async () => {
  const answers = [
    await browser.signIn(nurse, WRONG),
    await browser.signIn(nurse, A_PASSWORD),
    await browser.get('/auth/me'),
    await browser.post('/auth/sign-out'),
    await browser.get('/auth/me'),
    await browser.get('/demo/people'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 200, 200, 200, 401, 200]);
  for (const { headers } of answers) expect(headers['cache-control']).toBe('no-store');
});

test('no address, no password and no token is logged', async () => {
  const before = api.logs.length;
  await browser.signIn(nurse, WRONG);
  await browser.signIn(nurse, A_PASSWORD);
  const token = sessionTokenIn(sessionOf(browser)) ?? '';
  await browser.get('/auth/me');
  await browser.post('/auth/sign-out');
  for (let n = 0; n < 100 && api.logs.length < before + 4; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const lines = api.logs.slice(before);
  expect(lines).toHaveLength(4);
  for (const word of [nurse, A_PASSWORD, WRONG, token, hashOfToken(token)]) {
    expect(lines.join('')).not.toContain(word);
  }
});
