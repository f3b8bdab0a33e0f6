import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import { newId } from './ids.ts';

/** Plain text. It passes through hands that we do not know: nothing in it names a drug, a diagnosis or an infusion. */
export type Mail = { readonly to: string; readonly subject: string; readonly text: string };

export type Mailer = {
  send(mail: Mail): Promise<void>;
  /** Nothing leaves: what is sent is kept beside the server's data. */
  readonly keepsMails?: true;
};

export type MailSettings = { readonly smtpUrl: string; readonly from: string };

/** By SMTP where that is set up, otherwise into a folder. */
export const createMailer = (settings: MailSettings | null, dataFolder: string, logger: Logger): Mailer =>
  settings ? smtpMailer(settings) : folderMailer(path.join(dataFolder, 'mail'), logger);

export function smtpMailer({ smtpUrl, from }: MailSettings): Mailer {
  const transport = createTransport(smtpUrl, { from });
  return {
    send: async ({ to, subject, text }) => {
      // As an object: an address is one address, whatever commas are in it.
      await transport.sendMail({ to: { name: '', address: to }, subject, text });
    },
  };
}

/** For the demo, whose addresses are nobody's: each mail is a file, and the log says which. */
export function folderMailer(folder: string, logger: Pick<Logger, 'info'>): Mailer {
  return {
    keepsMails: true,
    send: async ({ to, subject, text }) => {
      await mkdir(folder, { recursive: true });
      const file = path.join(folder, `${newId()}.txt`);
      await writeFile(file, `To: ${to}\nSubject: ${subject}\n\n${text}`, { mode: 0o600 });
      logger.info({ file }, 'a mail was written');
    },
  };
}
