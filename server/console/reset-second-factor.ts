import { audit } from '#server/booking/audit.ts';
import { beforeClinic, readOnRecord } from '#server/db/in-clinic.ts';
import { secondFactorResetMail } from '#server/features/accounts/mails.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import { findAccountHolder, findMember } from '#server/repositories/people.ts';
import { type Console, consoleLine } from './console.ts';

/** For an admin who has lost theirs and has no colleague who could reset it. Answers what the operator is to read. */
export async function resetSecondFactorOf(by: Console, email: string): Promise<string> {
  const { db, accounts, mailer } = by;
  const member = await findMember(beforeClinic(db), email);
  const userId = member && (await accounts.findUser(email));
  if (!userId) throw new Error(`Nobody signs in by ${email}.`);
  if (!(await accounts.secondFactor.reset(userId))) {
    throw new Error(`${email} has no second factor: they sign in by their password, and set one up then.`);
  }
  const told = { patientId: member.patientId, subjects: { personId: member.personId } };
  await readOnRecord(db, member.clinicId, (sql) =>
    auditEvents.insert(sql, audit(consoleLine(by), 'second-factor.reset', told)),
  );
  const holder = await findAccountHolder(beforeClinic(db), userId);
  if (mailer && holder) await mailer.send(secondFactorResetMail(holder, null));
  return `The second factor of ${email} is off, and they are signed out everywhere. They sign in by their password and set up a new one.\n`;
}
