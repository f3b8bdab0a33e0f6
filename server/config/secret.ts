import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const newSecret = (): string => randomBytes(32).toString('base64url');

/** The secret of a data folder: what was signed before a restart is good after it. */
export async function keptSecret(folder: string): Promise<string> {
  const file = path.join(folder, 'secret');
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (kept.length >= 32) return kept;
  const secret = newSecret();
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}
