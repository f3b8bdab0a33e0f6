import type { renewRecoveryCodes as endpoint } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import { record } from './record.ts';
import { refusal } from './refusal.ts';

/** The old ones are good for nothing from now on. */
export async function renewRecoveryCodes(
  context: AccountContext,
  { body: { password } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const { actor, accounts, browser } = context;
  if (actor.secondFactor !== 'set') throw new AppError('second-factor-missing');
  const codes = await accounts.secondFactor.newRecoveryCodes(actor.userId, password, browser);
  if ('refused' in codes) throw refusal(codes, 'That is not your password.');
  await record(context, actor, 'second-factor.recovery-codes');
  return { recoveryCodes: [...codes] };
}
