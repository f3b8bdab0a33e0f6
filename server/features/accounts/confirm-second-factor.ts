import type { confirmSecondFactor as endpoint } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';

/** The app shows right codes, so they can be asked for. The session is a new one then. */
export async function confirmSecondFactor(
  { actor, accounts, browser }: AccountContext,
  { body: { code } }: ParsedRequestOf<typeof endpoint>,
): Promise<Record<string, never>> {
  if (actor.secondFactor === 'set') throw new AppError('second-factor-exists');
  const cookies = await accounts.secondFactor.confirm(code, browser);
  if (!cookies)
    throw new AppError('wrong-credentials', 'That code is not right. Type the one that is shown now.');
  browser.setCookies(cookies);
  return {};
}
