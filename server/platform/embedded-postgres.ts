import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  access,
  chown,
  constants,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { isRunning, isThere, lockFolder } from './folder-lock.ts';
import { type Account, type Binaries, chooseAccount, findBinaries, spawnAs } from './postgres-binaries.ts';

/**
 * A real PostgreSQL of this process alone, with its data in a folder, for a machine that has none. It listens on
 * 127.0.0.1 at a free port, and ends with us, however we end.
 */
export type EmbeddedPostgres = {
  /** Owns the database and its tables, and migrates. No superuser. */
  readonly ownerUrl: string;
  /** What the service connects as: owns nothing, and sees what `evenkeel_app` may see. */
  readonly serviceUrl: string;
  readonly superuserUrl: string;
  /** Lets the service become `evenkeel_app`, which the first migration makes. */
  grantService(): Promise<void>;
  /** Drops the database with everything in it, and makes an empty one. */
  recreateDatabase(): Promise<void>;
  /** Settles when PostgreSQL ends without having been asked to. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
};

type Options = {
  /** Everything is kept in here. It is made if it is missing. */
  readonly folder: string;
  /** False: quicker, and worth nothing after a power cut. For tests. */
  readonly durable?: boolean;
};

const VERSION = '18';
const DATABASE = 'evenkeel';
const OWNER = 'evenkeel_owner';
const SERVICE = 'evenkeel_service';

/** After a crash PostgreSQL first goes through its log, which may take a while. */
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;

export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const durable = options.durable ?? true;
  const folder = await makeFolder(options.folder);
  const lock = await lockFolder(folder);
  try {
    const cluster = path.join(folder, 'postgres');
    const account = await chooseAccount(cluster);
    const password = await keptPassword(folder);
    const binaries = await findBinaries();
    await initialise(binaries, account, cluster, password, durable);
    await stopLeftover(cluster);
    const { child, port } = await startServer(binaries, account, folder, cluster, durable);
    const guard = stopWhenWeDie(child);
    let stopping = false;
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => {
        guard.kill('SIGKILL');
        if (!stopping) resolve();
      });
    });
    const stop = async () => {
      stopping = true;
      await stopServer(child);
      await lock.release();
    };
    try {
      const url = (user: string, pass: string, database: string) =>
        `postgresql://${user}:${pass}@127.0.0.1:${port}/${database}`;
      const superuser = url('postgres', password, 'postgres');
      const superuserUrl = url('postgres', password, DATABASE);
      // Nobody else connects, so these need not outlive the server.
      const passwords = { owner: randomPassword(), service: randomPassword() };
      await provideRoles(superuser, passwords);
      await provideDatabase(superuser, superuserUrl);
      return {
        ownerUrl: url(OWNER, passwords.owner, DATABASE),
        serviceUrl: url(SERVICE, passwords.service, DATABASE),
        superuserUrl,
        grantService: () =>
          asked(superuser, (sql) =>
            sql.query(`
            GRANT evenkeel_app TO ${SERVICE};
            GRANT evenkeel_auth TO ${SERVICE} WITH INHERIT FALSE, SET TRUE`),
          ),
        recreateDatabase: async () => {
          await asked(superuser, (sql) => sql.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`));
          await provideDatabase(superuser, superuserUrl);
        },
        ended,
        stop,
      };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Removes the database of a folder, and leaves whatever else is in there. Refuses while it is in use. */
export async function removeEmbeddedPostgres(given: string): Promise<void> {
  const folder = await makeFolder(given);
  const lock = await lockFolder(folder);
  try {
    await stopLeftover(path.join(folder, 'postgres'));
    for (const name of ['postgres', 'postgres.new', 'postgres.log', 'superuser-password']) {
      await rm(path.join(folder, name), { recursive: true, force: true });
    }
  } finally {
    await lock.release();
  }
}

async function makeFolder(given: string): Promise<string> {
  const folder = path.resolve(given);
  try {
    // PostgreSQL does not run as root, so its user must be able to pass through a folder that root makes.
    await mkdir(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
    const cluster = await stat(path.join(folder, 'postgres')).catch(() => null);
    const uid = process.getuid?.();
    if (cluster && uid && uid !== cluster.uid) throw new Error(`it belongs to user ${cluster.uid}`);
  } catch (error) {
    throw new Error(
      `The data folder ${folder} cannot be used: ${(error as Error).message}. Name another in EVENKEEL_DATA, or start as its owner.`,
    );
  }
  return folder;
}

const randomPassword = () => randomBytes(24).toString('base64url');

async function keptPassword(folder: string): Promise<string> {
  const file = path.join(folder, 'superuser-password');
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept) return kept.trim();
  if (await exists(path.join(folder, 'postgres'))) {
    throw new Error(`${file} is missing, and without it nobody can sign in to the database beside it.`);
  }
  const password = randomPassword();
  await writeFile(`${file}.new`, password, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return password;
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

/** Makes the cluster beside its place and then moves it there, so that half a cluster is never taken for one. */
async function initialise(
  { initdb }: Binaries,
  account: Account,
  cluster: string,
  password: string,
  durable: boolean,
): Promise<void> {
  if (await exists(cluster)) {
    const version = await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch(() => '');
    if (version.trim() === VERSION) return;
    throw new Error(
      `${cluster} is of PostgreSQL ${version.trim() || 'no version'}, and this is ${VERSION}. Name another folder in EVENKEEL_DATA, or remove it: \`npm run db:reset\`.`,
    );
  }
  const draft = `${cluster}.new`;
  const passwordFile = `${cluster}.password`;
  await rm(draft, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    if (account) {
      await chown(draft, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    const args = [`--pgdata=${draft}`, '--username=postgres', `--pwfile=${passwordFile}`];
    args.push('--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions');
    if (!durable) args.push('--no-sync');
    const child = await spawnAs(account, initdb, args, [draft], {
      cwd: path.dirname(draft),
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // as the server below, so that Ctrl-C does not look like a fault of the set-up
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk;
      });
    }
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`The database could not be set up.\n${lastLines(output)}`);
    await rename(draft, cluster);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

/** Not ours: PGDATA, PGPORT and the like would be obeyed, and passwords of the service are none of its business. */
const environment = () => ({ PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' });

const lastLines = (text: string) => text.trim().split('\n').slice(-8).join('\n');

/**
 * A process that was killed may have left its PostgreSQL behind. It ends itself by then (`stopWhenWeDie`), unless that
 * was killed too. And a number in postmaster.pid may be another process's by now, which PostgreSQL would take for its own.
 */
async function stopLeftover(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!(pid > 0) || !isThere(pid)) return;
  if (!(await worksOn(pid, cluster))) return rm(file, { force: true });
  for (const [signal, patience] of [
    ['SIGINT', STOP_TIMEOUT_MS],
    ['SIGQUIT', 5_000],
  ] as const) {
    ask(pid, signal);
    for (const until = Date.now() + patience; Date.now() < until; await wait(50)) {
      if (!(await isRunning(pid))) return;
    }
  }
  throw new Error(`A PostgreSQL from before (process ${pid}) still runs on ${cluster} and does not stop.`);
}

function ask(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it ended just now
  }
}

/** Whether the process was started as `postgres -D <cluster>`. */
async function worksOn(pid: number, cluster: string): Promise<boolean> {
  const started = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(async () => {
    const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'args=']).catch(() => ({
      stdout: '',
    }));
    return stdout.trim().replaceAll(' ', '\0');
  });
  return `${started}\0`.includes(`\0-D\0${cluster.replaceAll(' ', started.includes('\0') ? ' ' : '\0')}\0`);
}

async function startServer(
  { postgres }: Binaries,
  account: Account,
  folder: string,
  cluster: string,
  durable: boolean,
): Promise<{ child: ChildProcess; port: number }> {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
  ];
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const logFile = path.join(folder, 'postgres.log');
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    await rm(logFile, { force: true });
    const log = await open(logFile, 'w', 0o600);
    const args = ['-D', cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
    const child = await spawnAs(account, postgres, args, [cluster], {
      cwd: folder,
      env: environment(),
      stdio: ['ignore', log.fd, log.fd],
      // In a process group of its own: Ctrl-C reaches a whole group, and we still have requests to answer.
      detached: true,
    }).finally(() => log.close());
    child.unref();
    if (await becomesReady(child, cluster)) return { child, port };
    const said = await readFile(logFile, 'utf8');
    // Somebody took the port between our look and PostgreSQL's; or what a killed server left is ending just now.
    if (/could not bind|shared memory block .* still in use/.test(said) && attempt < 20) {
      await wait(250);
      continue;
    }
    throw new Error(`PostgreSQL did not start.\n${lastLines(said)}`);
  }
}

async function becomesReady(child: ChildProcess, cluster: string): Promise<boolean> {
  let over = false;
  child.once('exit', () => {
    over = true;
  });
  child.once('error', () => {
    over = true;
  });
  for (const until = Date.now() + START_TIMEOUT_MS; Date.now() < until; await wait(20)) {
    if (over) return false;
    const lines = (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
  }
  await stopServer(child);
  return false;
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** A shell that waits for its input to end, as it does when we are gone, and then stops PostgreSQL. */
function stopWhenWeDie(server: ChildProcess): ChildProcess {
  const guard = spawn('sh', ['-c', 'read -r _; kill -INT "$0"', String(server.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: environment(),
    detached: true,
  });
  guard.on('error', () => {}); // no shell: the next start finds what was left
  guard.unref();
  (guard.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return guard;
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, and everything is written. */
async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const over = once(child, 'exit');
  child.kill('SIGINT');
  const patience = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS);
  await over;
  clearTimeout(patience);
}

async function asked(url: string, work: (sql: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // the query under way reports it
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Roles belong to the whole server, so they are there again after the database was dropped. */
const provideRoles = (superuser: string, passwords: { owner: string; service: string }) =>
  asked(superuser, async (sql) => {
    const { rows } = await sql.query('SELECT rolname FROM pg_roles');
    const provide = (role: string, rights: string, password: string) => {
      const verb = rows.some((row) => row.rolname === role) ? 'ALTER' : 'CREATE';
      return sql.query(`${verb} ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS ${rights} PASSWORD '${password}'`);
    };
    await provide(OWNER, 'CREATEROLE', passwords.owner);
    await provide(SERVICE, 'NOCREATEROLE', passwords.service);
  });

async function provideDatabase(superuser: string, superuserUrl: string): Promise<void> {
  await asked(superuser, async (sql) => {
    const { rowCount } = await sql.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (!rowCount) await sql.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
  });
  await asked(superuserUrl, (sql) => sql.query('CREATE EXTENSION IF NOT EXISTS btree_gist'));
}
