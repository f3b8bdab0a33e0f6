import type { setUpSecondFactor as endpoint } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import { refusal } from './refusal.ts';

/** Whoever only found the browser open cannot make it theirs: the password is asked again. */
export async function setUpSecondFactor(
  { actor, accounts, browser }: AccountContext,
  { body: { password } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  if (actor.secondFactor === 'set') throw new AppError('second-factor-exists');
  const made = await accounts.secondFactor.setUp(actor.userId, password, browser);
  if ('refused' in made) throw refusal(made, 'That is not your password.');
  return { ...made, recoveryCodes: [...made.recoveryCodes] };
}
