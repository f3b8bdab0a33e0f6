import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pino } from 'pino';
import { readEnv } from './config/env.ts';
import { createDatabase } from './db/database.ts';
import { provideDemo } from './demo.ts';
import { systemClock } from './platform/clock.ts';
import { newId } from './platform/ids.ts';
import { provideDatabase } from './provide-database.ts';

/**
 * `npm run dev`: the page on vite's port with its changes at once, the server restarted at each change of its own, and
 * the database left running meanwhile.
 */
const env = readEnv(process.env);
const logger = pino({ level: env.logLevel });
const provided = await provideDatabase(env, (text) => logger.warn(text));

const children: ChildProcess[] = [];
let over = false;
const end = async () => {
  if (over) return;
  over = true;
  await Promise.all(children.map(stopped));
  await provided.stop();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);

const db = createDatabase(provided.url);
await provideDemo(
  provided,
  { db, clock: systemClock, logger, newId, secret: provided.secret, demoSeam: true },
  { dataFolder: env.dataFolder, reseed: process.argv.includes('--reseed') },
).finally(db.close);

run(['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/main.ts'], {
  DATABASE_URL: provided.url,
  EVENKEEL_OWNER_URL: provided.ownerUrl,
  EVENKEEL_SECRET: provided.secret,
  EVENKEEL_DEMO: 'true',
});
run(['node_modules/vite/bin/vite.js', 'client'], {});

function run(args: readonly string[], more: Record<string, string>): void {
  if (over) return;
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...more } });
  child.once('exit', end);
  children.push(child);
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
