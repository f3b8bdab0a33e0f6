import type { signInBySecondFactor as endpoint, SignInOutcome } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { PublicContext } from '#server/platform/context.ts';
import { letIn } from './let-in.ts';
import { refusal } from './refusal.ts';

/** The second step, in the browser that did the first. */
export async function signInBySecondFactor(
  context: PublicContext,
  { body: { code = '', recoveryCode } }: ParsedRequestOf<typeof endpoint>,
): Promise<SignInOutcome> {
  const { accounts, browser } = context;
  const outcome = await accounts.secondFactor.signIn(
    recoveryCode === undefined ? { code } : { recoveryCode },
    browser,
  );
  if ('refused' in outcome)
    throw refusal(outcome, 'That code is not right, or was used. Type the one that is shown now.');
  return letIn(context, outcome);
}
