import { createHash } from 'node:crypto';
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase } from '#server/db/database.ts';
import { DEMO_PASSWORD } from '#server/platform/demo-password.ts';
import { openStaffedClinic } from '#tests/support/api.ts';
import { makeDatabase } from '#tests/support/database.ts';
import { A_SECRET, type Evenkeel, runEvenkeel, startEvenkeel } from '#tests/support/evenkeel-process.ts';
import { sessionsIn } from '#tests/support/signed-in.ts';

jest.setTimeout(60_000);

let given: Awaited<ReturnType<typeof makeDatabase>>;
let superuser: pg.Pool;
let folder: string;
let evenkeel: Evenkeel | undefined;

beforeAll(async () => {
  given = await makeDatabase('empty');
  superuser = new pg.Pool({ connectionString: given.superuserUrl, max: 2 });
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'evenkeel-given-')), 'data');
});
afterAll(async () => {
  evenkeel?.signal('SIGTERM');
  await evenkeel?.ended;
  await superuser.end();
  await given.drop();
  await rm(path.dirname(folder), { recursive: true, force: true });
});

/** As a service that owns nothing, with the owner named beside it. */
const settings = () => ({
  DATABASE_URL: given.serviceUrl,
  EVENKEEL_OWNER_URL: given.ownerUrl,
  EVENKEEL_SECRET: A_SECRET,
});
const recorded = async () =>
  (
    await superuser.query(
      `SELECT migration_name, checksum, started_at, finished_at, applied_steps_count, logs, rolled_back_at
       FROM _prisma_migrations ORDER BY migration_name`,
    )
  ).rows;

describe('with DATABASE_URL', () => {
  test('a service that may make no tables is refused, and told to name their owner', async () => {
    const { EVENKEEL_OWNER_URL: _, ...ownerless } = settings();
    const { code, said } = await runEvenkeel({ folder, env: ownerless });
    expect(code).toBe(1);
    expect(said).toMatch(/^The database could not be migrated:/m);
    expect(said).toContain('name the owner in EVENKEEL_OWNER_URL');
    expect(said).not.toContain(new URL(given.serviceUrl).password);
  });

  test('two that start at once on an empty database both come up, and it is migrated once', async () => {
    const both = await Promise.all([
      startEvenkeel({ folder, env: settings() }),
      startEvenkeel({ folder, env: settings() }),
    ]);
    for (const { url } of both) expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const [one, other] = both;
    evenkeel = one;
    other.signal('SIGTERM');
    expect(await other.ended).toMatchObject({ code: 0 });

    const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
    const names = (await readdir(migrations, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
    const expected = await Promise.all(
      names.map(async (migration_name) => ({
        migration_name,
        checksum: createHash('sha256')
          .update(await readFile(path.join(migrations, migration_name, 'migration.sql')))
          .digest('hex'),
        finished_at: expect.any(Date),
        applied_steps_count: 1,
        logs: null,
        rolled_back_at: null,
      })),
    );
    expect(await recorded()).toMatchObject(expected);
  });

  test('there is no demo, no database beside it, and nobody is told whom to sign in as', async () => {
    const { url } = evenkeel as Evenkeel;
    const { rows } = await superuser.query('SELECT count(*)::int AS clinics FROM clinic');
    expect(rows).toEqual([{ clinics: 0 }]);
    await expect(access(folder)).rejects.toThrow('ENOENT');

    const db = createDatabase(given.serviceUrl);
    const { people } = await openStaffedClinic(db).finally(db.close); // marked as a demo
    const nurse = sessionsIn(superuser)(people.nurse);
    expect((await fetch(`${url}/api/v1/auth/me`, { headers: { Cookie: await nurse } })).status).toBe(200);
    const told = await fetch(`${url}/api/v1/demo/people`);
    expect(await told.json()).toEqual({ items: [], password: null });
    expect((evenkeel as Evenkeel).said()).not.toContain(DEMO_PASSWORD);
  });

  test('as a demo it makes up a secret, and says what will not survive a restart', async () => {
    const { EVENKEEL_SECRET: _, ...secretless } = settings();
    const demo = await startEvenkeel({ folder, env: { ...secretless, EVENKEEL_DEMO: 'true' } });
    expect(demo.said()).toContain('EVENKEEL_SECRET is not set');
    // The nurse of the test before, who has a session and no password: nobody is told to sign in as somebody who cannot.
    const told = async () => (await fetch(`${demo.url}/api/v1/demo/people`)).json();
    expect(await told()).toEqual({ items: [], password: DEMO_PASSWORD });
    await superuser.query(
      `INSERT INTO auth."account" (id, "accountId", "providerId", "userId") SELECT id, id, 'credential', id FROM auth."user"`,
    );
    expect(await told()).toMatchObject({ items: [{ role: 'nurse' }], password: DEMO_PASSWORD });
    demo.signal('SIGTERM');
    expect(await demo.ended).toMatchObject({ code: 0 });
  });

  test('--reseed is refused: the database is not ours to empty', async () => {
    const { code, said } = await runEvenkeel({ folder, env: settings(), args: ['--reseed'] });
    expect([code, said.trim()]).toEqual([
      1,
      '--reseed empties the database first, and the one of DATABASE_URL is not ours to empty.',
    ]);
  });

  test('stopping it leaves the database, and a second start has nothing to apply', async () => {
    (evenkeel as Evenkeel).signal('SIGTERM');
    expect(await (evenkeel as Evenkeel).ended).toMatchObject({ code: 0 });
    const before = await recorded();
    evenkeel = await startEvenkeel({ folder, env: settings() });
    expect((await fetch(`${evenkeel.url}/readyz`)).status).toBe(200);
    expect(await recorded()).toEqual(before);
  });

  test('a service that is new is let become what it needs, and reads no account by itself', async () => {
    const role = `new_service_${process.pid}`;
    await superuser.query(`CREATE ROLE ${role} LOGIN PASSWORD 'pw'`);
    const url = Object.assign(new URL(given.serviceUrl), { username: role, password: 'pw' }).href;
    try {
      const server = await startEvenkeel({ folder, env: { ...settings(), DATABASE_URL: url } });
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      server.signal('SIGTERM');
      expect(await server.ended).toMatchObject({ code: 0 });
      const { rows } = await superuser.query(
        `SELECT roleid::regrole::text AS role, inherit_option AS inherits, set_option AS becomes
         FROM pg_auth_members WHERE member = $1::regrole ORDER BY 1`,
        [role],
      );
      expect(rows).toEqual([
        { role: 'evenkeel_app', inherits: true, becomes: true },
        { role: 'evenkeel_auth', inherits: false, becomes: true },
      ]);
    } finally {
      await superuser.query(`DROP ROLE ${role}`);
    }
  });

  test('the owner of the tables may serve as well', async () => {
    const env = { DATABASE_URL: given.ownerUrl, EVENKEEL_SECRET: A_SECRET };
    const owner = await startEvenkeel({ folder, env });
    expect((await fetch(`${owner.url}/readyz`)).status).toBe(200);
    owner.signal('SIGTERM');
    expect(await owner.ended).toMatchObject({ code: 0 });
  });

  test('where nothing answers there, it ends with 1 and does not tell the password', async () => {
    const nowhere = 'postgresql://evenkeel:a-well-kept-word@127.0.0.1:1/evenkeel';
    const env = { DATABASE_URL: nowhere, EVENKEEL_SECRET: A_SECRET };
    const { code, said } = await runEvenkeel({ folder, env });
    expect(code).toBe(1);
    expect(said).toMatch(/^The database could not be migrated:\nCan't reach database server at/);
    expect(said).not.toContain('EVENKEEL_OWNER_URL');
    expect(said).not.toContain('a-well-kept-word');
  });
});
