import { spawnSync } from 'node:child_process';
import { chown, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { DEMO_PASSWORD } from '#server/platform/demo-password.ts';
import { A_SECRET, runEvenkeel, startEvenkeel } from '#tests/support/evenkeel-process.ts';

jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../../', import.meta.url));
const NOBODY = { uid: 65534, gid: 65534 };

/** Where the tests run as root and anybody may read the checkout, an ordinary user is tried beside root. */
const nobodyCanRead =
  process.getuid?.() === 0 &&
  // by the whole path: from a folder that one stands in, files are read whatever is closed above it
  spawnSync(
    process.execPath,
    ['-e', 'fs.readFileSync(process.argv[1])', path.join(root, 'server/main.ts')],
    NOBODY,
  ).status === 0;
const starters = [
  { who: process.getuid?.() === 0 ? 'root' : 'the ordinary user of these tests', user: null },
  ...(nobodyCanRead ? [{ who: 'the ordinary user nobody', user: NOBODY }] : []),
];

let folder = '';
afterEach(() => rm(folder, { recursive: true, force: true }));

describe.each(starters)('started by $who', ({ user }) => {
  test('the server runs on a folder that nobody else may enter, and db:reset empties that', async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'evenkeel who ')); // a name may have spaces
    if (user) await chown(folder, user.uid, user.gid);
    // Without a demo, since that takes a while and is the same for everybody.
    const env = { EVENKEEL_DEMO: 'false', EVENKEEL_SECRET: A_SECRET };
    const evenkeel = await startEvenkeel({ folder, env, user });
    expect((await fetch(`${evenkeel.url}/readyz`)).status).toBe(200);
    const told = await fetch(`${evenkeel.url}/api/v1/demo/people`);
    expect(await told.json()).toEqual({ items: [], password: null });
    expect(evenkeel.said()).not.toContain(DEMO_PASSWORD);
    evenkeel.signal('SIGTERM');
    expect(await evenkeel.ended).toMatchObject({ code: 0 });
    expect((await stat(path.join(folder, 'postgres'))).uid).not.toBe(0); // PostgreSQL itself refuses root
    expect((await stat(path.join(folder, 'superuser-password'))).mode & 0o077).toBe(0);

    expect(await runEvenkeel({ folder, user, program: 'server/db/reset-cli.ts' })).toEqual({
      code: 0,
      said: '',
    });
    expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual([]);
  });
});
