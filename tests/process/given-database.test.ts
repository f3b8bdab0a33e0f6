import { createHash } from 'node:crypto';
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase } from '#server/db/database.ts';
import { openStaffedClinic } from '#tests/support/api.ts';
import { makeDatabase } from '#tests/support/database.ts';
import { type Evenkeel, runEvenkeel, startEvenkeel } from '#tests/support/evenkeel-process.ts';

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
const settings = () => ({ DATABASE_URL: given.serviceUrl, EVENKEEL_OWNER_URL: given.ownerUrl });
const recorded = async () =>
  (
    await superuser.query(
      `SELECT migration_name, checksum, started_at, finished_at, applied_steps_count, logs, rolled_back_at
       FROM _prisma_migrations ORDER BY migration_name`,
    )
  ).rows;

describe('with DATABASE_URL', () => {
  test('a service that may make no tables is refused, and told to name their owner', async () => {
    const { code, said } = await runEvenkeel({ folder, env: { DATABASE_URL: given.serviceUrl } });
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

  test('there is no demo, no database beside it, and nobody is believed to be who they say', async () => {
    const { url } = evenkeel as Evenkeel;
    const { rows } = await superuser.query('SELECT count(*)::int AS clinics FROM clinic');
    expect(rows).toEqual([{ clinics: 0 }]);
    await expect(access(folder)).rejects.toThrow('ENOENT');

    const db = createDatabase(given.serviceUrl);
    const { people } = await openStaffedClinic(db).finally(db.close); // marked as a demo
    expect(await (await fetch(`${url}/api/v1/demo/people`)).json()).toEqual({ items: [] });
    const asAdmin = await fetch(`${url}/api/v1/patients`, { headers: { 'X-Acting-Person': people.admin } });
    expect(asAdmin.status).toBe(401);
  });

  test('it says that previews will not survive a restart, unless it was given a secret', async () => {
    expect((evenkeel as Evenkeel).said()).toContain('EVENKEEL_SECRET is not set');
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
    evenkeel = await startEvenkeel({ folder, env: { ...settings(), EVENKEEL_SECRET: 'x'.repeat(32) } });
    expect(evenkeel.said()).not.toContain('EVENKEEL_SECRET');
    expect((await fetch(`${evenkeel.url}/readyz`)).status).toBe(200);
    expect(await recorded()).toEqual(before);
  });

  test('the owner of the tables may serve as well', async () => {
    const owner = await startEvenkeel({ folder, env: { DATABASE_URL: given.ownerUrl } });
    expect((await fetch(`${owner.url}/readyz`)).status).toBe(200);
    owner.signal('SIGTERM');
    expect(await owner.ended).toMatchObject({ code: 0 });
  });

  test('where nothing answers there, it ends with 1 and does not tell the password', async () => {
    const nowhere = 'postgresql://evenkeel:a-well-kept-word@127.0.0.1:1/evenkeel';
    const { code, said } = await runEvenkeel({ folder, env: { DATABASE_URL: nowhere } });
    expect(code).toBe(1);
    expect(said).toMatch(/^The database could not be migrated:\nCan't reach database server at/);
    expect(said).not.toContain('EVENKEEL_OWNER_URL');
    expect(said).not.toContain('a-well-kept-word');
  });
});
