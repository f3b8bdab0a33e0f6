import type { Told } from '#server/booking/audit.ts';
import type { SignInOutcome } from '#server/contract/accounts.endpoints.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { PublicContext } from '#server/platform/context.ts';
import { findSignedIn } from '#server/repositories/people.ts';
import { record } from './record.ts';

/** Hands the browser its new session, and says who it is. Somebody who has left the clinic is not let in. */
export async function letIn(
  context: PublicContext,
  { tokenHash, cookies }: { readonly tokenHash: string; readonly cookies: readonly string[] },
  told: Told = {},
): Promise<Extract<SignInOutcome, { status: 'signed-in' }>> {
  const { db, idleMinutes, accounts, browser } = context;
  // A session that somebody planted in this browser before stands for nobody now.
  await accounts.signOut(browser);
  const person = await findSignedIn(beforeClinic(db), { tokenHash, isActive: true }, idleMinutes);
  if (!person) throw new AppError('wrong-credentials');
  await record(context, person, 'sign-in', told);
  browser.setCookies(cookies);
  browser.setCookies(await accounts.devices.remember(person.userId, browser));
  return { status: 'signed-in', person: { id: person.personId, name: person.name, role: person.role } };
}
