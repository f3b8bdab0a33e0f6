import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isRunning, isThere, lockFolder } from '#server/platform/folder-lock.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evenkeel-lock-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Some other process that lives for a while. */
async function somebody(script = 'exec sleep 60'): Promise<ChildProcess & { pid: number }> {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await once(child, 'spawn');
  return child as ChildProcess & { pid: number };
}

/** As Linux counts; null elsewhere, and then a lock holds by its number alone. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

const heldBy = (pid: number, started: string | null) =>
  writeFile(path.join(folder, 'lock'), JSON.stringify({ pid, started }));
const files = () => readdir(folder);

describe('a data folder', () => {
  test('is taken by one, who names itself, and is free again when that one lets go', async () => {
    const lock = await lockFolder(folder);
    expect(JSON.parse(await readFile(path.join(folder, 'lock'), 'utf8'))).toEqual({
      pid: process.pid,
      started: await startOf(process.pid),
    });
    expect(await files()).toEqual(['lock']);
    await expect(lockFolder(folder)).rejects.toThrow(
      `Evenkeel is already running on ${folder} (process ${process.pid}). Stop it, or name another folder in EVENKEEL_DATA.`,
    );
    expect(await files()).toEqual(['lock']);
    await lock.release();
    expect(await files()).toEqual([]);
    await (await lockFolder(folder)).release();
  });

  test('is refused while another process has it', async () => {
    const { pid } = await somebody();
    await heldBy(pid, await startOf(pid));
    await expect(lockFolder(folder)).rejects.toThrow(`(process ${pid})`);
    expect(await files()).toEqual(['lock']);
  });

  test('is taken over from one that has ended', async () => {
    const gone = await somebody('exit 0');
    await once(gone, 'exit');
    await heldBy(gone.pid, null);
    await (await lockFolder(folder)).release();
    expect(await files()).toEqual([]);
  });

  test.each(['', 'nonsense', '{}', '{"pid":"7"}', '{"pid":-1}', '{"pid":0}', 'null'])(
    'is taken over from a lock that says nothing: %s',
    async (content) => {
      await writeFile(path.join(folder, 'lock'), content);
      await (await lockFolder(folder)).release();
      expect(await files()).toEqual([]);
    },
  );

  test('is taken by one of many that come at once upon the lock of the dead', async () => {
    await heldBy(2 ** 22 + 1, null); // no process has a number so high
    const program = path.join(folder, 'take.mts');
    const source = new URL('../../server/platform/folder-lock.ts', import.meta.url).href;
    await writeFile(
      program,
      `import { lockFolder } from ${JSON.stringify(source)};
       const taken = await lockFolder(process.argv[2]).then(() => 'taken', () => 'refused');
       console.log(taken);
       setInterval(() => {}, 1000);`,
    );
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const child = spawn(process.execPath, ['--import', 'tsx', program, folder], {
          cwd: path.resolve(import.meta.dirname, '../..'),
          env: { ...process.env, NODE_OPTIONS: '' },
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        children.push(child);
        const [answer] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
        return String(answer).trim();
      }),
    );
    expect(answers.sort()).toEqual(['refused', 'refused', 'refused', 'taken']);
  }, 30_000);
});

describe('a process', () => {
  test('runs until it has ended', async () => {
    const child = await somebody();
    expect(await isRunning(child.pid)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await isRunning(child.pid)).toBe(false);
  });
});

// Only Linux says when a process began, and whether it is over and its parent has not asked after it.
if (process.platform === 'linux') {
  describe('on Linux', () => {
    test('a folder is taken over where the number in its lock belongs to another process by now', async () => {
      const { pid } = await somebody();
      await heldBy(pid, '1');
      await (await lockFolder(folder)).release();
      expect(await files()).toEqual([]);
    });

    test('a process that is over does not run, though it is there until its parent asks after it', async () => {
      // The shell becomes a program that knows nothing of the child it had.
      const parent = await somebody('sleep 0.05 & echo $!; exec sleep 60');
      const [said] = await once(parent.stdout as NonNullable<ChildProcess['stdout']>, 'data');
      const pid = Number(said);
      for (let look = 0; look < 100 && (await isRunning(pid)); look += 1) await wait(20);
      expect([isThere(pid), await isRunning(pid)]).toEqual([true, false]);
      await heldBy(pid, await startOf(pid));
      await (await lockFolder(folder)).release();
    });
  });
}
