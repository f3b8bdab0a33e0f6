import type { setUpSecondFactor as endpoint } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import { record } from './record.ts';
import { refusal } from './refusal.ts';

/** Whoever only found the browser open cannot make it theirs: the password is asked again. */
export async function setUpSecondFactor(
  context: AccountContext,
  { body: { password } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const { actor, accounts, browser } = context;
  if (actor.secondFactor === 'set') throw new AppError('second-factor-exists');
  const made = await accounts.secondFactor.setUp(actor.userId, password, browser);
  if ('refused' in made) throw refusal(made, 'That is not your password.');
  await record(context, actor, 'second-factor.set-up');
  return { ...made, recoveryCodes: [...made.recoveryCodes] };
}
