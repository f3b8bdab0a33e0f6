import type { signIn as endpoint, SignInOutcome } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { PublicContext } from '#server/platform/context.ts';
import { letIn } from './let-in.ts';
import { recordUnproven } from './record.ts';
import { refusal } from './refusal.ts';

/** By address and password. Which of the two was wrong, or that the address is nobody's, is not told. */
export async function signIn(
  context: PublicContext,
  { body }: ParsedRequestOf<typeof endpoint>,
): Promise<SignInOutcome> {
  const { accounts, browser } = context;
  const outcome = await accounts.signIn(body, browser);
  if ('refused' in outcome) {
    // Behind the answer, whose time would tell whether the address is known; and not of those who are held up, or
    // whoever guesses could fill the trail.
    if (outcome.refused === 'wrong') {
      context.afterwards(() => recordUnproven(context, body.email, 'sign-in.failed'));
    }
    throw refusal(outcome);
  }
  if (outcome.status === 'signed-in') return letIn(context, outcome);
  browser.setCookies(outcome.cookies);
  return { status: 'second-factor' };
}
