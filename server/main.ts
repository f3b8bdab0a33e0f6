import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { openAccounts } from './accounts/open-accounts.ts';
import { createApp } from './app.ts';
import { openAuditChain } from './audit/audit-chain.ts';
import { startSealer } from './audit/sealer.ts';
import { readArguments } from './config/arguments.ts';
import { type Env, readEnv } from './config/env.ts';
import { createDatabase } from './db/database.ts';
import { describeDemo, provideDemo } from './demo.ts';
import { createHttpServer } from './http/http-server.ts';
import { systemClock } from './platform/clock.ts';
import type { Deps } from './platform/context.ts';
import { DEMO_PASSWORD } from './platform/demo-password.ts';
import { newId } from './platform/ids.ts';
import { createMailer } from './platform/mailer.ts';
import { provideDatabase } from './provide-database.ts';
import { sweep } from './sweeping/sweep.ts';
import { startSweeper } from './sweeping/sweeper.ts';

/** How long requests under way may take once we are asked to stop. */
const DRAIN_TIMEOUT_MS = 10_000;

/** What is to be undone at the end, the latest first. */
const cleanup: (() => Promise<unknown>)[] = [];

async function start(env: Env, { reseed }: { reseed: boolean }): Promise<void> {
  const logger = pino({ level: env.logLevel });
  await refuseTakenPort(env);
  const provided = await provideDatabase(env, (text) => logger.warn(text));
  cleanup.push(provided.stop);
  const db = createDatabase(provided.url, {}, (error) =>
    logger.warn({ reason: error.message }, 'a connection was lost'),
  );
  cleanup.push(db.close);
  const accounts = openAccounts({ ...provided, publicUrl: env.publicUrl }, logger);
  cleanup.push(accounts.close);
  const { demo, idleMinutes, publicUrl } = env;
  if (!env.mail && !env.demo)
    logger.warn('EVENKEEL_SMTP_URL is not set: mails are written to files, and reach nobody.');
  const mailer = createMailer(env.mail, env.dataFolder, logger);
  const common = { db, accounts, mailer, clock: systemClock, logger, newId, secret: provided.secret };
  const auditChain = openAuditChain({ ...common, anchorsFile: env.auditAnchors }, logger);
  const deps: Deps = { ...common, auditChain, demo, idleMinutes, publicUrl };

  // It takes a while, and may be broken off: the next start begins it anew.
  if (env.demo) {
    await Promise.race([provideDemo(provided, deps, { dataFolder: env.dataFolder, reseed }), stopped]);
  }
  if (stop.signal.aborted) return;
  cleanup.push(startSealer(auditChain, logger).stop);
  cleanup.push(startSweeper(() => sweep(deps, env.keptDays), logger, env.sweepMinutes).stop);

  const staticDir = fileURLToPath(new URL('../dist/client', import.meta.url));
  const app = createApp({
    ...deps,
    trustedProxies: env.trustedProxies,
    ...(existsSync(staticDir) ? { staticDir } : {}),
  });
  const server = createHttpServer(app, env.patience);
  await listen(server, env);
  cleanup.push(() => drain(server));

  const { port } = server.address() as AddressInfo;
  const host = env.host.includes(':') ? `[${env.host}]` : env.host;
  const people = env.demo ? await describeDemo(deps) : '';
  const choice = people && `Sign in as one of the demo, by the password ${DEMO_PASSWORD}:\n${people}`;
  process.stdout.write(`Evenkeel is at http://${host}:${port}\n${choice}`);
  void provided.embedded?.ended.then(() => {
    logger.fatal(`PostgreSQL has ended by itself. What it said last is in ${env.dataFolder}/postgres.log.`);
    return end(1);
  });
}

/** Before the database and the demo, which take a while to find out that nobody can come in. */
async function refuseTakenPort(env: Env): Promise<void> {
  if (env.port === 0) return;
  const server = createServer();
  await listen(server, env);
  await new Promise((resolve) => server.close(resolve));
}

function listen(server: Server, { host, port }: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} of ${host} is in use. Choose another: PORT=${port + 1} npm start`)
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}

/** Answers what is under way and takes nothing new. */
async function drain(server: Server): Promise<void> {
  const over = new Promise((resolve) => server.close(resolve));
  // A browser keeps its connection for the next request, so it is closed as soon as it has its answer.
  const answered = setInterval(() => server.closeIdleConnections(), 20);
  const impatience = setTimeout(() => server.closeAllConnections(), DRAIN_TIMEOUT_MS);
  await over;
  clearInterval(answered);
  clearTimeout(impatience);
}

let ending: Promise<never> | undefined;

/** Once, whoever asks how often. */
function end(code: number): Promise<never> {
  ending ??= (async () => {
    for (const undo of cleanup.reverse()) {
      await undo().catch((error) => {
        console.error(error);
        code = 1;
      });
    }
    process.exit(code);
  })();
  return ending;
}

// Not `once`: a terminal and npm both pass Ctrl-C on, and the second must not cut the end short.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
const stopped = once(stop.signal, 'abort');

// An npm that is killed passes nothing on, and its `npm start` should not keep the port and the data.
if (process.env.npm_lifecycle_event) {
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && stop.abort(), 500).unref();
}

try {
  const env = readEnv(process.env);
  await start(env, readArguments(process.argv.slice(2), env));
  await stopped;
  await end(0);
} catch (error) {
  // What we refuse has words for whoever started us; anything else is a fault, and its place is needed.
  console.error(error instanceof Error && error.name === 'Error' ? error.message : error);
  await end(1);
}
