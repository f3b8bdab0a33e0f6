import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isRunning } from '#server/platform/folder-lock.ts';

/** The real server as a process of its own, as `npm start` has it, on a free port. */
export type Evenkeel = {
  readonly pid: number;
  /** Its address, as it printed it. */
  readonly url: string;
  /** Everything it has said. */
  said(): string;
  signal(name: NodeJS.Signals): void;
  /** As a terminal does on Ctrl-C: to the process and to everything of its group. */
  pressCtrlC(): void;
  readonly ended: Promise<Ended>;
};

export type Ended = {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly said: string;
};

export type Given = {
  /** The data folder. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What follows `npm start --`. */
  readonly args?: readonly string[];
  /** An ordinary user, where the tests run as root. */
  readonly user?: { readonly uid: number; readonly gid: number } | null;
  /** Another program of the server than `main.ts`. */
  readonly program?: string;
  /** With a process between it and us, as npm is; that one is then what `signal` reaches. */
  readonly behindAnother?: boolean;
};

/** What a server that is no demo must be given: 32 characters or more of pure chance. */
export const A_SECRET = 'q8W2-zR5tY7uI0oP3aS6dF9gH1jK4lXc';

const root = fileURLToPath(new URL('../../', import.meta.url));

function launch({ folder, env, args = [], user, program = 'server/main.ts', behindAnother }: Given) {
  const command = [process.execPath, '--import', 'tsx', program, ...args];
  const [file = '', ...rest] = behindAnother ? ['sh', '-c', '"$@" & wait', 'sh', ...command] : command;
  const child = spawn(file, rest, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, as behind a terminal
    env: {
      PATH: process.env.PATH ?? '',
      PORT: '0',
      LOG_LEVEL: 'warn',
      // as of `npm start`: so it ends with the tests, however they end
      npm_lifecycle_event: 'start',
      ...(folder === undefined ? {} : { EVENKEEL_DATA: folder, HOME: folder }),
      ...env,
    },
    ...user,
  });
  return watched(child);
}

function watched(child: ChildProcess) {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
  return { child, ended, said: () => said };
}

/** Until it has printed its address; an error with all it said where it ends before. */
export async function startEvenkeel(given: Given): Promise<Evenkeel> {
  const { child, ended, said } = launch(given);
  const printed = new Promise<string>((resolve) => {
    child.stdout?.on('data', () => {
      const url = said().match(/^Evenkeel is at (\S+)$/m)?.[1];
      if (url) resolve(url);
    });
  });
  const before = ended.then(({ code }) => {
    throw new Error(`Evenkeel ended with ${code} before it was ready:\n${said()}`);
  });
  const url = await Promise.race([printed, before]);
  before.catch(() => {});
  const pid = child.pid ?? 0;
  return {
    pid,
    url,
    said,
    signal: (name) => void child.kill(name),
    pressCtrlC: () => void process.kill(-pid, 'SIGINT'),
    ended,
  };
}

/** A start that is begun and not waited for. */
export function beginEvenkeel(given: Given): Pick<Evenkeel, 'ended' | 'said' | 'signal'> {
  const { child, ended, said } = launch(given);
  return { ended, said, signal: (name) => void child.kill(name) };
}

/** From start to end: for what is refused. */
export const runEvenkeel = (given: Given): Promise<Ended> => launch(given).ended;

export async function postmasterOf(folder: string): Promise<number> {
  const file = await readFile(path.join(folder, 'postgres/postmaster.pid'), 'utf8');
  return Number(file.split('\n')[0]);
}

/** A process with all that it started, and what those started. Nothing but itself where there is no /proc. */
export async function familyOf(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc').catch(() => [])) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (parent) parents.set(Number(name), Number(parent));
  }
  const family = [pid];
  for (const member of family) {
    for (const [child, parent] of parents) if (parent === member) family.push(child);
  }
  return family;
}

/** Those of these processes that do not end within some seconds. */
export async function stillRunning(pids: readonly number[]): Promise<number[]> {
  let left = [...pids];
  for (let look = 0; look < 100; look += 1) {
    const running = await Promise.all(left.map(isRunning));
    left = left.filter((_, index) => running[index]);
    if (left.length === 0) break;
    await wait(50);
  }
  return left;
}

export async function commandOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim();
}

/** The database of a data folder that is in use, as the one who may do anything. */
export async function superuserUrlOf(folder: string): Promise<string> {
  const password = await readFile(path.join(folder, 'superuser-password'), 'utf8');
  const port = (await readFile(path.join(folder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[3];
  return `postgresql://postgres:${password}@127.0.0.1:${port}/evenkeel`;
}
