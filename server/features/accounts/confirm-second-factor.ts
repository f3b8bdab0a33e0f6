import type { confirmSecondFactor as endpoint } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import { record } from './record.ts';
import { refusal } from './refusal.ts';

/** The app shows right codes, so they can be asked for. The session is a new one then. */
export async function confirmSecondFactor(
  context: AccountContext,
  { body: { code } }: ParsedRequestOf<typeof endpoint>,
): Promise<Record<string, never>> {
  const { actor, accounts, browser } = context;
  if (actor.secondFactor === 'set') throw new AppError('second-factor-exists');
  const cookies = await accounts.secondFactor.confirm(actor.userId, code, browser);
  if ('refused' in cookies) {
    if (cookies.refused === 'wrong')
      await record(context, actor, 'second-factor.failed', { detail: { by: 'code' } });
    throw refusal(cookies, 'That code is not right. Type the one that is shown now.');
  }
  await record(context, actor, 'second-factor.confirm');
  browser.setCookies(cookies);
  return {};
}
