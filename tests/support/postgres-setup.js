import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Runs once, before the first test that needs a database. Jest loads this file as it is, without a transform, so the
 * TypeScript is in a process of its own.
 */
export default async function startPostgres() {
  const server = spawn(process.execPath, ['--import', 'tsx', 'tests/support/postgres-server.ts'], {
    cwd: new URL('../../', import.meta.url),
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  globalThis.stopPostgres = () =>
    new Promise((resolve) => {
      server.once('exit', resolve);
      server.stdin.end();
    });
  const urls = await new Promise((resolve, reject) => {
    createInterface(server.stdout).once('line', resolve);
    server.once('error', reject);
    server.once('exit', () => reject(new Error('The PostgreSQL of the tests did not start.')));
  });
  // The workers start after this, and inherit it.
  process.env.EVENKEEL_TEST_POSTGRES = urls;
}
