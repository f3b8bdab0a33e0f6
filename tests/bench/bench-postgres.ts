import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Starts the PostgreSQL of the tests, a migrated database in a folder that is removed when it ends; it ends when we
 * close its input, and so however we end. It does not wait for the disk at COMMIT, which would add the same to all
 * sides of a comparison and hide what is ours in it.
 */
export async function startBenchPostgres(): Promise<{ stop(): Promise<void> }> {
  const server = spawn(process.execPath, ['--import', 'tsx', 'tests/support/postgres-server.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const urls = await new Promise<string>((resolve, reject) => {
    createInterface(server.stdout).once('line', resolve);
    server.once('exit', () => reject(new Error('PostgreSQL did not start.')));
  });
  // Where tests/support/database.ts looks for it.
  process.env.EVENKEEL_TEST_POSTGRES = urls;
  return {
    stop: () =>
      new Promise((resolve) => {
        server.once('exit', () => resolve());
        server.stdin.end();
      }),
  };
}
