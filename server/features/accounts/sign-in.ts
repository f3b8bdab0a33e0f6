import { hashOfToken } from '#server/accounts/hashed-session-tokens.ts';
import { sessionTokenIn } from '#server/accounts/wire.ts';
import type { signIn as endpoint, SignInOutcome } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { PublicContext } from '#server/platform/context.ts';
import { findSignedIn } from '#server/repositories/people.ts';

/** By address and password. Which of the two was wrong, or that the address is nobody's, is not told. */
export async function signIn(
  context: PublicContext,
  { body }: ParsedRequestOf<typeof endpoint>,
): Promise<SignInOutcome> {
  const { accounts, browser } = context;
  const outcome = await accounts.signIn(body, browser);
  if (!outcome) throw new AppError('wrong-credentials');
  if (outcome.status === 'second-factor') {
    browser.setCookies(outcome.cookies);
    return { status: 'second-factor' };
  }
  // A new session for every signing in: one that somebody planted in this browser before stands for nobody.
  await accounts.signOut(browser);
  return signedInAs(context, outcome.cookies);
}

/** Hands the browser its session, and says who it is; somebody who has left the clinic is not let in. */
export async function signedInAs(
  { db, idleMinutes, browser }: PublicContext,
  cookies: readonly string[],
): Promise<SignInOutcome> {
  const token = sessionTokenIn(cookies.map((cookie) => cookie.split(';')[0]).join('; '));
  const person =
    token &&
    (await findSignedIn(beforeClinic(db), { tokenHash: hashOfToken(token), isActive: true }, idleMinutes));
  if (!person) throw new AppError('wrong-credentials');
  browser.setCookies(cookies);
  return { status: 'signed-in', person: { id: person.personId, name: person.name, role: person.role } };
}
