import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Which process has the folder. A process id alone comes round again, so its start is kept beside it. */
type Holder = { readonly pid: number; readonly started: string | null };

/** Takes the folder for this process, or refuses if another lives in it. A lock of the dead is taken over. */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  const lock = path.join(folder, 'lock');
  const mine = JSON.stringify({ pid: process.pid, started: await startOf(process.pid) } satisfies Holder);
  const draft = path.join(folder, `lock.${process.pid}`);
  await writeFile(draft, mine, { mode: 0o644 });
  try {
    for (;;) {
      // A link appears with all of its content, or not at all.
      if (await linked(draft, lock)) return { release: () => rm(lock, { force: true }) };
      const found = await readFile(lock, 'utf8').catch(() => null);
      if (found === null) continue; // released just now
      const holder = parse(found);
      if (holder && (await isAlive(holder))) {
        throw new Error(
          `Evenkeel is already running on ${folder} (process ${holder.pid}). Stop it, or name another folder in EVENKEEL_DATA.`,
        );
      }
      await removeStale(lock, found);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two that find the same stale lock must not both take it: the slower would remove the lock of the quicker. */
async function removeStale(lock: string, stale: string): Promise<void> {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    await rename(lock, aside);
  } catch {
    return; // the other was quicker
  }
  if ((await readFile(aside, 'utf8')) !== stale) await linked(aside, lock);
  await rm(aside, { force: true });
}

function parse(text: string): Holder | null {
  try {
    const { pid, started } = JSON.parse(text);
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, started: started ?? null } : null;
  } catch {
    return null;
  }
}

async function isAlive({ pid, started }: Holder): Promise<boolean> {
  return (await isRunning(pid)) && (started === null || (await startOf(pid)) === started);
}

/** Whether a process of this number is there, be it over and its parent has not asked after it. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process that is over stays there while its parent asks after nobody, as the first one of a container may not. */
export const isRunning = async (pid: number): Promise<boolean> =>
  isThere(pid) && (await look(pid))?.state !== 'Z';

const startOf = async (pid: number): Promise<string | null> => (await look(pid))?.started ?? null;

/** How a process stands and when it began, as Linux counts; null elsewhere. */
async function look(pid: number): Promise<{ state: string; started: string } | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The second field is a name in brackets, which may itself hold brackets and spaces.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, started] = [fields?.[0], fields?.[19]];
  return state && started ? { state, started } : null;
}
