import type { signInBySecondFactor as endpoint, SignInOutcome } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { AppError } from '#server/errors.ts';
import type { PublicContext } from '#server/platform/context.ts';
import { letIn } from './let-in.ts';

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
  switch (outcome) {
    case 'wrong':
      throw new AppError('wrong-credentials', 'That code is not right. Type the one that is shown now.');
    case 'over':
      throw new AppError('not-signed-in', 'Begin again with your password.');
    case 'locked':
      throw new AppError('too-many-guesses');
    default:
      return letIn(context, outcome);
  }
}
