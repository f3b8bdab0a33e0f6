import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { MAIL_FOLDER } from './demo-time.ts';

/** The mails that were written to this address, the latest last. */
export async function mailsTo(address: string): Promise<string[]> {
  const names = (await readdir(MAIL_FOLDER).catch(() => [])).sort(); // ids sort by when they were made
  const mails = await Promise.all(names.map((name) => readFile(path.join(MAIL_FOLDER, name), 'utf8')));
  return mails.filter((mail) => mail.startsWith(`To: ${address}\n`));
}

/** The code in the mail that comes after so many to the same address. */
export async function codeAfter(mails: number, address: string): Promise<string> {
  await expect.poll(async () => (await mailsTo(address)).length).toBeGreaterThan(mails);
  const latest = (await mailsTo(address)).at(-1) ?? '';
  return /^\d{6}$/m.exec(latest)?.[0] ?? '';
}

/** Where the link in the first mail to this address leads, from its path on. */
export async function linkMailedTo(address: string): Promise<string> {
  await expect.poll(async () => (await mailsTo(address)).length).toBeGreaterThan(0);
  const [mail = ''] = await mailsTo(address);
  const link = new URL(/^https?:\S+$/m.exec(mail)?.[0] ?? '');
  return link.pathname + link.hash;
}
