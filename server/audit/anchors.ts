import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** How far a clinic's chain was at a moment, kept outside the database. */
export type Anchor = { readonly clinicId: string; readonly sequence: number; readonly digest: string };

/** A file that is only ever added to, a line of JSON for each head. Put it where the database's people have no hand. */
export type Anchors = {
  add(anchor: Anchor): Promise<void>;
  /** Digests by sequence. More than one for a sequence, where the chain was other before. */
  of(clinicId: string): Promise<Map<number, string[]>>;
};

export function anchorsIn(file: string): Anchors {
  return {
    async add(anchor) {
      await mkdir(path.dirname(file), { recursive: true });
      const handle = await open(file, 'a', 0o600);
      try {
        // A line begins by ending the one before: what a crash cut short, or somebody else is just adding, spoils no other.
        await handle.write(`\n${JSON.stringify(anchor)}`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    async of(clinicId) {
      const found = new Map<number, string[]>();
      for await (const line of linesOf(file)) {
        const anchor = read(line);
        if (anchor?.clinicId !== clinicId) continue;
        found.set(anchor.sequence, [...(found.get(anchor.sequence) ?? []), anchor.digest]);
      }
      return found;
    },
  };
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function read(line: string): Anchor | null {
  try {
    return JSON.parse(line) as Anchor;
  } catch {
    return null;
  }
}
