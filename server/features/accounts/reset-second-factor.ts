import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import type { resetSecondFactor as endpoint } from '#server/contract/staff-access.endpoints.ts';
import { beforeClinic, readInClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import { findAccountHolder } from '#server/repositories/people.ts';
import * as staff from '#server/repositories/staff.ts';
import { resetSecondFactorOf } from './accounts.policy.ts';
import { secondFactorResetMail } from './mails.ts';
import { record } from './record.ts';

/** A colleague has lost their app. They are told by mail: an admin whose session somebody took would do this too. */
export async function resetSecondFactor(
  context: AccountContext,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const { db, actor, accounts, mailer, afterwards } = context;
  if (!resetSecondFactorOf(actor, params.id)) {
    throw new AppError('not-allowed', 'Another admin resets yours, or whoever runs the server.');
  }
  const member = await readInClinic(db, actor.clinicId, (sql) => staff.find(sql, params.id));
  if (!member) throw new AppError('not-found', 'There is nobody of this id on the staff.');
  const { userId } = member;
  if (!userId || !(await accounts.secondFactor.reset(userId))) return { wasSet: false };
  await record(context, actor, 'second-factor.reset', { subjects: { staffId: params.id } });
  const holder = await findAccountHolder(beforeClinic(db), userId);
  if (holder?.isActive) afterwards(() => mailer.send(secondFactorResetMail(holder, actor.name)));
  return { wasSet: true };
}
