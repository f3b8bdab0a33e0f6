import { spawn } from 'node:child_process';
import path from 'node:path';

const cli = path.join(import.meta.dirname, 'migrate-cli.ts');

/** Brings a database up to date in a process of its own; answers the names of the migrations it applied. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', cli, 'deploy'], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { ...process.env, DATABASE_URL: ownerUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
    // a Ctrl-C is for the parent to answer: half a migration helps nobody
    detached: true,
  });
  let applied = '';
  let complaint = '';
  child.stdout.on('data', (chunk) => {
    applied += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`The database could not be migrated:\n${complaint.trim()}`);
  return applied.split('\n').filter(Boolean);
}
