import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pino } from 'pino';
import { openAccounts } from './accounts/open-accounts.ts';
import { readArguments } from './config/arguments.ts';
import { readEnv } from './config/env.ts';
import { createDatabase } from './db/database.ts';
import { provideDemo } from './demo.ts';
import { systemClock } from './platform/clock.ts';
import { newId } from './platform/ids.ts';
import { type ProvidedDatabase, provideDatabase } from './provide-database.ts';

/**
 * `npm run dev`: the page on vite's port with its changes at once, the server restarted at each change of its own, and
 * the database left running meanwhile.
 */
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
const stopped = once(stop.signal, 'abort');

try {
  const env = readEnv(process.env);
  const { reseed } = readArguments(process.argv.slice(2), env);
  const logger = pino({ level: env.logLevel });
  const provided = await provideDatabase(env, (text) => logger.warn(text));
  try {
    const db = createDatabase(provided.url);
    const accounts = openAccounts({ ...provided, publicUrl: env.publicUrl }, logger);
    const deps = { db, accounts, clock: systemClock, logger, newId, secret: provided.secret };
    if (env.demo) {
      await Promise.race([provideDemo(provided, deps, { dataFolder: env.dataFolder, reseed }), stopped]);
    }
    await Promise.all([db.close(), accounts.close()]);
    if (!stop.signal.aborted) await runBoth(provided);
  } finally {
    await provided.stop();
  }
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error && error.name === 'Error' ? error.message : error);
  process.exit(1);
}

/** Until one of them ends, or we are asked to. */
async function runBoth({ url, ownerUrl, secret, embedded }: ProvidedDatabase): Promise<void> {
  const children = [
    run(['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/main.ts'], {
      DATABASE_URL: url,
      EVENKEEL_OWNER_URL: ownerUrl,
      EVENKEEL_SECRET: secret,
      EVENKEEL_DEMO: 'true',
    }),
    run(['node_modules/vite/bin/vite.js', 'client'], {}),
  ];
  const ends: Promise<unknown>[] = [stopped, ...children.map((child) => once(child, 'exit'))];
  if (embedded) ends.push(embedded.ended);
  await Promise.race(ends);
  await Promise.all(children.map(end));
}

function run(args: readonly string[], more: Record<string, string>): ChildProcess {
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...more },
    // Out of reach of Ctrl-C: at a second signal, ours, tsx would kill the server while it is ending.
    detached: true,
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
