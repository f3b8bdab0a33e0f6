import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate } from '#server/db/migrate.ts';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres.ts';

/**
 * One PostgreSQL for all the tests of a run, with a migrated database to clone (`database.ts`). Started by
 * `postgres-setup.js`; ends and removes its folder when its input ends, which it does however the tests end.
 */
const folder = await mkdtemp(path.join(tmpdir(), 'evenkeel-tests-'));
const over = new Promise((resolve) => process.stdin.once('end', resolve).resume());
// Ctrl-C reaches us too: the tests that it stops close our input.
process.on('SIGINT', () => {});
try {
  const postgres = await startEmbeddedPostgres({ folder, durable: false });
  try {
    await migrate(postgres.ownerUrl);
    await postgres.grantService();
    const { ownerUrl, serviceUrl, superuserUrl } = postgres;
    process.stdout.write(`${JSON.stringify({ ownerUrl, serviceUrl, superuserUrl })}\n`);
    await over;
  } finally {
    await postgres.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
