import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { endOwnSession as endpoint } from '#server/contract/own-sessions.endpoints.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import { record } from './record.ts';

/** One's own, and nobody else's: of another's nothing is said but that it is not there. */
export async function endOwnSession(
  context: AccountContext,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<Record<string, never>> {
  const { actor, accounts } = context;
  const isEnded = await accounts.sessions.end(actor.userId, params.id);
  if (!isEnded) throw new AppError('not-found', 'You are not signed in there any more.');
  await record(context, actor, 'sign-out', { detail: { from: 'elsewhere' } });
  return {};
}
