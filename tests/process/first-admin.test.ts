import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { A_PASSWORD } from '#tests/support/an-account.ts';
import { aBrowser, type Browser } from '#tests/support/browser.ts';
import { makeDatabase } from '#tests/support/database.ts';
import { A_SECRET, type Evenkeel, runEvenkeel, startEvenkeel } from '#tests/support/evenkeel-process.ts';
import { totp } from '#tests/support/totp.ts';

jest.setTimeout(120_000);

let given: Awaited<ReturnType<typeof makeDatabase>>;
let superuser: pg.Pool;
let folder: string;
let server: Evenkeel;

beforeAll(async () => {
  given = await makeDatabase('empty');
  superuser = new pg.Pool({ connectionString: given.superuserUrl, max: 2 });
  folder = await mkdtemp(path.join(tmpdir(), 'evenkeel-first-admin-'));
});
afterAll(async () => {
  server?.signal('SIGTERM');
  await server?.ended;
  await superuser.end();
  await given.drop();
  await rm(folder, { recursive: true, force: true });
});

const settings = () => ({
  DATABASE_URL: given.serviceUrl,
  EVENKEEL_OWNER_URL: given.ownerUrl,
  EVENKEEL_SECRET: A_SECRET,
});
const atTheConsole = (args: readonly string[], env: Record<string, string> = settings()) =>
  runEvenkeel({ folder, program: 'server/console/admin-cli.ts', args, env });

const NEW_CLINIC = ['--clinic', 'Lantern House', '--zone', 'Europe/London', '--chairs', '2'];
const GRACE = ['--name', 'Grace Moreau', '--email', 'grace@lantern.example'];

const clinicsStored = async () => (await superuser.query('SELECT name, zone FROM clinic')).rows;
const tokenIn = (said: string): string => /\/invitation#(\S+)/.exec(said)?.[1] ?? '';

/** The newest mail to an address: a file, where no mail server is set up. */
async function tokenMailedTo(address: string): Promise<string> {
  for (;;) {
    const names = await readdir(path.join(folder, 'mail')).catch(() => []);
    const mails = await Promise.all(names.map((name) => readFile(path.join(folder, 'mail', name), 'utf8')));
    const mail = mails.find((text) => text.startsWith(`To: ${address}\n`) && text.includes('#'));
    if (mail) return tokenIn(mail);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

let link: string;
let secret: string;
const grace = () => aBrowser(server.url);

test('what is wrong is said before anything is made', async () => {
  const bad = ['--clinic', 'Lantern House', '--zone', 'Mars/Olympus', '--name', 'Grace', '--email', 'grace'];
  const { code, said } = await atTheConsole(bad);
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toEqual([
    '--zone: Must be an IANA time zone, like America/New_York.',
    '--email: Must be an e-mail address, like ana@example.com.',
  ]);
  const { rows } = await superuser.query(`SELECT to_regclass('clinic') AS clinic`);
  expect(rows).toEqual([{ clinic: null }]);
});

test('without a terminal, what is missing is named, and nothing is made', async () => {
  const { code, said } = await atTheConsole([...NEW_CLINIC, '--name', 'Grace Moreau']);
  expect([code, said.trim()]).toEqual([1, '--email is missing: their e-mail address.']);
  expect(await clinicsStored()).toEqual([]);
});

test('a demo has its admin already', async () => {
  const { code, said } = await atTheConsole([...NEW_CLINIC, ...GRACE], {});
  expect(code).toBe(1);
  expect(said).toContain('Set DATABASE_URL');
});

test('from an empty database to a clinic and the link of its first admin', async () => {
  const { code, said } = await atTheConsole([...NEW_CLINIC, ...GRACE], {
    ...settings(),
    EVENKEEL_URL: 'https://evenkeel.lantern.example',
  });
  expect(said).toMatch(
    /^Lantern House is made: 2 chairs, open Monday to Friday from 9:00 to 17:00 \(Europe\/London\)\.\nGrace Moreau chooses a password here, once, within seven days:\n\nhttps:\/\/evenkeel\.lantern\.example\/invitation#[\w-]{43}\n$/,
  );
  expect(code).toBe(0);
  for (const word of [A_SECRET, new URL(given.ownerUrl).password]) expect(said).not.toContain(word);
  expect(await clinicsStored()).toEqual([{ name: 'Lantern House', zone: 'Europe/London' }]);
  link = tokenIn(said);
  const { rows } = await superuser.query(
    'SELECT kind, actor_id, request_id, detail FROM audit_event ORDER BY id',
  );
  expect(rows).toEqual([
    {
      kind: 'clinic.open',
      actor_id: null,
      request_id: 'console',
      detail: { zone: 'Europe/London', chairs: 2 },
    },
    {
      kind: 'staff.invite',
      actor_id: null,
      request_id: 'console',
      detail: { role: 'admin', trained: false },
    },
  ]);
});

test('PostgreSQL has counted what there is', async () => {
  const { rows } = await superuser.query(
    `SELECT last_analyze IS NOT NULL AS counted FROM pg_stat_user_tables WHERE relname = 'protocol'`,
  );
  expect(rows).toEqual([{ counted: true }]);
});

test('a second time makes no second clinic, and says so', async () => {
  const other = await atTheConsole(['--name', 'Omar Haddad', '--email', 'omar@lantern.example']);
  expect(other.code).toBe(0);
  expect(other.said).toContain(
    'Lantern House is there already, and stays as it is. This invites another admin.',
  );
  expect(tokenIn(other.said)).toHaveLength(43);
  const uptown = await atTheConsole(['--clinic', 'Uptown', ...NEW_CLINIC.slice(2), ...GRACE]);
  expect(uptown.code).toBe(1);
  expect(uptown.said).toContain('What is there: Lantern House. No other clinic is made.');
  expect(await clinicsStored()).toHaveLength(1);
});

test('two at once make one clinic, and invite two', async () => {
  const empty = await makeDatabase('migrated');
  const client = new pg.Client({ connectionString: empty.superuserUrl });
  await client.connect();
  try {
    const env = { DATABASE_URL: empty.ownerUrl, EVENKEEL_SECRET: A_SECRET };
    const both = await Promise.all([
      atTheConsole([...NEW_CLINIC, ...GRACE], env),
      atTheConsole([...NEW_CLINIC, '--name', 'Omar Haddad', '--email', 'omar@lantern.example'], env),
    ]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM clinic) AS clinics,
         (SELECT count(*)::int FROM invitation WHERE withdrawn_at IS NULL) AS invitations`,
    );
    expect(rows).toEqual([{ clinics: 1, invitations: 2 }]);
  } finally {
    await client.end();
    await empty.drop();
  }
});

test('the admin chooses a password, sets up a second factor, asks two nurses in, and books a course', async () => {
  server = await startEvenkeel({ folder, env: settings() });
  const browser = grace();
  const accepted = await browser.post('/auth/invitations/accept', { token: link, password: A_PASSWORD });
  expect(accepted.body).toMatchObject({
    status: 'signed-in',
    person: { name: 'Grace Moreau', role: 'admin' },
  });
  expect((await browser.get('/clinic')).body.type).toBe('second-factor-missing');
  await setUpSecondFactor(browser);
  expect((await browser.get('/clinic')).body).toMatchObject({ name: 'Lantern House', isDemo: false });

  const protocols = (await browser.get('/protocols')).body.items;
  expect(protocols.map(({ name }: { name: string }) => name)).toEqual([
    'IV twice weekly',
    'IV Mon/Wed/Fri',
    'IM twice weekly',
    'Esketamine nasal',
    'IV twice weekly, then a taper',
  ]);
  const ana = { givenName: 'Ana', familyName: 'Lima', dateOfBirth: '1980-05-02', phone: null, email: null };
  const patientId = (await browser.post('/patients', ana)).body.id;
  const from = (await browser.get('/clinic')).body.nextOpenOn;
  const course = { patientId, protocolId: protocols[0].id };
  // Nobody watches yet, and so nothing can be booked.
  expect((await browser.post('/course-plans', { ...course, from })).body).toMatchObject({ plans: [] });

  for (const name of ['Asha Raman', 'Ben Kowalczyk']) {
    const email = `${name.split(' ')[0]?.toLowerCase()}@lantern.example`;
    expect((await browser.post('/invitations', { name, email, role: 'nurse', trained: true })).status).toBe(
      201,
    );
    const token = await tokenMailedTo(email);
    const joined = await aBrowser(server.url).post('/auth/invitations/accept', {
      token,
      password: A_PASSWORD,
    });
    expect(joined.status).toBe(200);
  }
  const { body } = await browser.post('/course-plans', { ...course, from });
  const booked = await browser.post('/courses', { ...course, sessions: startsOf(body.plans[0]) });
  expect(booked.status).toBe(201);
  expect(booked.body.sessions).toHaveLength(6);
});

const startsOf = ({ sessions }: { sessions: { startsAt: string }[] }) =>
  sessions.map(({ startsAt }) => ({ startsAt }));

async function setUpSecondFactor(browser: Browser): Promise<void> {
  const made = await browser.post('/auth/second-factor/set-up', { password: A_PASSWORD });
  secret = made.body.secret;
  const confirmed = await browser.post('/auth/second-factor/confirm', { code: totp(secret) });
  expect(confirmed.status).toBe(200);
}

test('the sole admin who lost the authenticator app is let in again at the console', async () => {
  const lost = grace();
  expect((await lost.signIn('grace@lantern.example', A_PASSWORD)).body.status).toBe('second-factor');
  const nobody = await atTheConsole(['--reset-second-factor', 'nobody@lantern.example']);
  expect([nobody.code, nobody.said.trim()]).toEqual([1, 'Nobody signs in by nobody@lantern.example.']);
  const { code, said } = await atTheConsole(['--reset-second-factor', 'grace@lantern.example']);
  expect([code, said]).toEqual([
    0,
    expect.stringContaining('The second factor of grace@lantern.example is off'),
  ]);
  const again = grace();
  expect((await again.signIn('grace@lantern.example', A_PASSWORD)).body.status).toBe('signed-in');
  expect((await again.get('/auth/me')).body.secondFactor).toBe('missing');
  const before = secret;
  await setUpSecondFactor(again);
  expect(secret).not.toBe(before);
  const { rows } = await superuser.query(
    `SELECT actor_id, request_id, subjects FROM audit_event WHERE kind = 'second-factor.reset'`,
  );
  expect(rows).toEqual([
    { actor_id: null, request_id: 'console', subjects: { personId: expect.any(String) } },
  ]);
});

test('the reset stands alone', async () => {
  const { code, said } = await atTheConsole(['--reset-second-factor', 'grace@lantern.example', ...GRACE]);
  expect([code, said.trim()]).toEqual([1, '--reset-second-factor stands alone: leave out --name, --email.']);
});
