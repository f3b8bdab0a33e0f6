import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase } from '#server/db/database.ts';
import { openStaffedClinic } from '#tests/support/api.ts';
import {
  beginEvenkeel,
  commandOf,
  type Evenkeel,
  familyOf,
  postmasterOf,
  runEvenkeel,
  startEvenkeel,
  stillRunning,
  superuserUrlOf,
} from '#tests/support/evenkeel-process.ts';
import { sessionsIn } from '#tests/support/signed-in.ts';

// The first start of a folder makes the whole demo, on a machine that may be busy.
jest.setTimeout(180_000);

/** One data folder through its days: each test goes on from where the one before left it. */
let folder: string;
let evenkeel: Evenkeel;
/** Of the front desk of a clinic that the demo does not know. It is signed in once, and stays so. */
let cookie: string;
const start = async () => {
  evenkeel = await startEvenkeel({ folder });
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evenkeel-life-'));
});
afterAll(async () => {
  evenkeel?.signal('SIGTERM');
  await evenkeel?.ended;
  await rm(folder, { recursive: true, force: true });
});

const get = (url: string, headers = {}) => fetch(`${evenkeel.url}${url}`, { headers });
const asDesk = () => ({ Cookie: cookie, 'Content-Type': 'application/json' });

async function register(familyName: string): Promise<void> {
  const answer = await fetch(`${evenkeel.url}/api/v1/patients`, {
    method: 'POST',
    headers: asDesk(),
    body: JSON.stringify({ givenName: 'Ana', familyName, dateOfBirth: '1980-05-02' }),
  });
  expect(answer.status).toBe(201);
}

/** Family names, in their order. */
async function registered(): Promise<string[]> {
  const answer = await get('/api/v1/patients', asDesk());
  const { items } = (await answer.json()) as { items: { familyName: string }[] };
  return items.map(({ familyName }) => familyName);
}

type DemoPeople = { items: { name: string; role: string; email: string }[]; password: string };
const demoPeople = async () => (await (await get('/api/v1/demo/people')).json()) as DemoPeople;

/** Through the front door; answers the Cookie header of whoever is let in. */
async function signIn(email: string, password: string): Promise<string> {
  const answer = await fetch(`${evenkeel.url}/api/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  expect(answer.status).toBe(200);
  const [session = ''] = answer.headers.getSetCookie();
  return session.split(';')[0] ?? '';
}

const isHere = (file: string) =>
  access(path.join(folder, file)).then(
    () => true,
    () => false,
  );

describe('with nothing but an empty folder', () => {
  test('the first start brings a database and answers on one port', async () => {
    await start();
    expect(evenkeel.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const health = await get('/healthz');
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    const ready = await get('/readyz');
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
    expect((await get('/api/v1/openapi.json')).status).toBe(200);
    expect((await get('/api/v1/patients')).status).toBe(401); // nobody is signed in
    expect(await isHere('demo-unfinished')).toBe(false);
  });

  test('five may sign in, by addresses and a password that are printed under the address', async () => {
    const { items, password } = await demoPeople();
    expect(evenkeel.said()).toContain(`by the password ${password}:`);
    expect(items).toHaveLength(5);
    for (const { name, role, email } of items) {
      expect(evenkeel.said()).toMatch(new RegExp(`^ +${role} +${email} +${name}$`, 'm'));
      const me = await get('/api/v1/auth/me', { Cookie: await signIn(email, password) });
      expect(await me.json()).toMatchObject({ name, role });
    }
  });

  test('PostgreSQL has counted what the demo brought, and need not guess', async () => {
    const client = new pg.Client({ connectionString: await superuserUrlOf(folder) });
    await client.connect();
    const { rows } = await client.query(
      `SELECT relname FROM pg_stat_user_tables
       WHERE schemaname = 'public' AND relname IN ('session', 'patient', 'audit_event') AND last_analyze IS NOT NULL ORDER BY 1`,
    );
    await client.end();
    expect(rows.map(({ relname }) => relname)).toEqual(['audit_event', 'patient', 'session']);
  });

  test('what is written is kept', async () => {
    const db = createDatabase(await superuserUrlOf(folder));
    const { people } = await openStaffedClinic(db, { isDemo: false });
    cookie = await sessionsIn(db.pool)(people['front-desk']);
    await db.close();
    await register('Amber');
    expect(await registered()).toEqual(['Amber']);
  });
});

describe('a second start on the same folder', () => {
  test('is refused in words, and the first goes on', async () => {
    const second = await runEvenkeel({ folder });
    expect(second.code).toBe(1);
    expect(second.said.trim()).toBe(
      `Evenkeel is already running on ${folder} (process ${evenkeel.pid}). Stop it, or name another folder in EVENKEEL_DATA.`,
    );
    expect((await get('/readyz')).status).toBe(200);
  });

  test('does not take the database away by db:reset either', async () => {
    const reset = await runEvenkeel({ folder, program: 'server/db/reset-cli.ts' });
    expect(reset).toMatchObject({ code: 1, said: expect.stringContaining('is already running on') });
    expect(await registered()).toEqual(['Amber']);
  });
});

describe('asked to stop', () => {
  test('by SIGTERM, it answers what is under way, ends with 0 and leaves nothing behind', async () => {
    const family = [...(await familyOf(evenkeel.pid)), await postmasterOf(folder)];
    const body = JSON.stringify({ givenName: 'Ana', familyName: 'Birch', dateOfBirth: '1980-05-02' });
    const half = Math.floor(body.length / 2);
    const call = request(`${evenkeel.url}/api/v1/patients`, {
      method: 'POST',
      headers: { ...asDesk(), 'Content-Length': body.length },
    });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      call.once('response', (response) => resolve(response.resume().statusCode)).once('error', reject);
    });
    call.write(body.slice(0, half));
    // The server has the request when it answers one that was sent later.
    await get('/healthz');
    evenkeel.signal('SIGTERM');
    while ((await get('/healthz').catch(() => null)) !== null); // until it takes nothing new
    call.end(body.slice(half));
    expect(await answered).toBe(201);
    expect(await evenkeel.ended).toMatchObject({ code: 0 });
    expect(await stillRunning(family)).toEqual([]);
    expect(await isHere('lock')).toBe(false);
    expect(await isHere('postgres/postmaster.pid')).toBe(false);
  });

  test('by Ctrl-C, which reaches every process of the terminal and comes twice through npm, it does the same', async () => {
    await start();
    expect(await registered()).toEqual(['Amber', 'Birch']);
    const family = [...(await familyOf(evenkeel.pid)), await postmasterOf(folder)];
    evenkeel.pressCtrlC();
    await wait(10);
    evenkeel.pressCtrlC();
    const { code, said } = await evenkeel.ended;
    expect(code).toBe(0);
    expect(said).not.toMatch(/error/i);
    expect(await stillRunning(family)).toEqual([]);
  });
});

describe('killed', () => {
  test('the server takes its PostgreSQL along, and the next start finds everything', async () => {
    await start();
    await register('Cedar');
    const family = [...(await familyOf(evenkeel.pid)), await postmasterOf(folder)];
    evenkeel.signal('SIGKILL');
    expect(await evenkeel.ended).toMatchObject({ code: null });
    expect(await stillRunning(family)).toEqual([]);
    await start();
    expect(await registered()).toEqual(['Amber', 'Birch', 'Cedar']);
  });

  test('with the guard of its PostgreSQL, the server leaves that behind, and the next start ends it', async () => {
    await register('Dogwood');
    const family = await familyOf(evenkeel.pid);
    const left = await postmasterOf(folder);
    for (const pid of family) {
      if ((await commandOf(pid)).startsWith('sh ')) process.kill(pid, 'SIGKILL');
    }
    evenkeel.signal('SIGKILL');
    await evenkeel.ended;
    await start();
    expect(await registered()).toEqual(['Amber', 'Birch', 'Cedar', 'Dogwood']);
    expect(await postmasterOf(folder)).not.toBe(left);
    expect(await stillRunning([left])).toEqual([]);
  });

  test('PostgreSQL takes the server along, which says why', async () => {
    await register('Elder');
    process.kill(await postmasterOf(folder), 'SIGKILL');
    const { code, said } = await evenkeel.ended;
    expect(code).toBe(1);
    expect(said).toContain(`PostgreSQL has ended by itself. What it said last is in ${folder}/postgres.log.`);
    await start();
    expect(await registered()).toEqual(['Amber', 'Birch', 'Cedar', 'Dogwood', 'Elder']);
    evenkeel.signal('SIGTERM');
    await evenkeel.ended;
  });

  test('npm passes nothing on, and the server ends by itself', async () => {
    evenkeel = await startEvenkeel({ folder, behindAnother: true });
    const family = [...(await familyOf(evenkeel.pid)), await postmasterOf(folder)];
    evenkeel.signal('SIGKILL');
    await evenkeel.ended;
    expect(await stillRunning(family)).toEqual([]);
    expect(await isHere('lock')).toBe(false); // in order, and not killed too
    await start();
  });
});

describe('--reseed', () => {
  test('makes everything fresh; stopped while the demo is being made, the next start begins it anew', async () => {
    const before = await demoPeople();
    const secret = await readFile(path.join(folder, 'secret'), 'utf8');
    evenkeel.signal('SIGKILL');
    await evenkeel.ended; // and on at once: its PostgreSQL is still ending

    const reseeding = beginEvenkeel({ folder, args: ['--reseed'] });
    while (!(await isHere('demo-unfinished')) && !reseeding.said().includes('Evenkeel is at')) await wait(5);
    reseeding.signal('SIGTERM');
    expect(await reseeding.ended).toMatchObject({ code: 0 });

    await start();
    expect((await get('/api/v1/patients', asDesk())).status).toBe(401); // the clinic of before is gone
    expect(await demoPeople()).toEqual(before);
    expect(await isHere('demo-unfinished')).toBe(false);
    expect(await readFile(path.join(folder, 'secret'), 'utf8')).toBe(secret);
  });
});
