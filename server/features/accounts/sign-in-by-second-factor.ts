import type { signInBySecondFactor as endpoint, SignInOutcome } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import type { PublicContext } from '#server/platform/context.ts';
import { findAccountHolder } from '#server/repositories/people.ts';
import { letIn } from './let-in.ts';
import { recordUnproven } from './record.ts';
import { refusal } from './refusal.ts';

/** The second step, in the browser that did the first. */
export async function signInBySecondFactor(
  context: PublicContext,
  { body: { code = '', recoveryCode } }: ParsedRequestOf<typeof endpoint>,
): Promise<SignInOutcome> {
  const { accounts, browser } = context;
  // Before: a code that was right and is refused as used ends the first step.
  const userId = await accounts.secondFactor.awaited(browser);
  const outcome = await accounts.secondFactor.signIn(
    recoveryCode === undefined ? { code } : { recoveryCode },
    browser,
  );
  if ('refused' in outcome) {
    if (outcome.refused === 'wrong' && userId) {
      const by = recoveryCode === undefined ? 'code' : 'recovery-code';
      context.afterwards(() => recordWrong(context, userId, by));
    }
    throw refusal(outcome, 'That code is not right, or was used. Type the one that is shown now.');
  }
  return letIn(context, outcome);
}

/** Somebody knows the password of this account, and has not its app. */
async function recordWrong(context: PublicContext, userId: string, by: string): Promise<void> {
  const holder = await findAccountHolder(beforeClinic(context.db), userId);
  if (holder) await recordUnproven(context, holder.email, 'second-factor.failed', { by });
}
