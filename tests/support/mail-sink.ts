import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { type Mailer, smtpMailer } from '#server/platform/mailer.ts';

export type MailSink = {
  /** Sends by SMTP to this sink. */
  readonly mailer: Mailer;
  /** All that has arrived, the latest last. */
  readonly mails: ParsedMail[];
  /** The next one that arrives, or arrived since the last call. */
  next(): Promise<ParsedMail>;
  close(): Promise<void>;
};

/** A mail server that takes everything and delivers nothing. */
export async function mailSink(): Promise<MailSink> {
  const mails: ParsedMail[] = [];
  let read = 0;
  let arrived = () => {};
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
        arrived();
      }, done);
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const { port } = listening.address() as AddressInfo;
  return {
    mailer: smtpMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'Evenkeel <no-reply@example.com>' }),
    mails,
    async next() {
      while (mails.length <= read) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
      read += 1;
      return mails[read - 1] as ParsedMail;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** What stands behind the # of the link in a mail. */
export const tokenIn = (mail: ParsedMail): string => /#(\S+)/.exec(mail.text ?? '')?.[1] ?? '';

/** The sign-in code in a mail. */
export const codeIn = (mail: ParsedMail): string => /^\d{6}$/m.exec(mail.text ?? '')?.[0] ?? '';
