import type { Request } from 'express';
import { hashOfToken } from '#server/accounts/hashed-session-tokens.ts';
import { sessionTokenIn } from '#server/accounts/wire.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import { needsSecondFactor } from '#server/features/accounts/accounts.policy.ts';
import type { Deps, SecondFactorState, SignedInActor } from '#server/platform/context.ts';
import { findSignedIn, type SignedInPerson } from '#server/repositories/people.ts';

/**
 * Who is asking; null where nobody is signed in, or is no more. A request that the page makes by itself, and says so,
 * keeps no session alive.
 */
export async function authenticate(
  req: Request,
  { db, demo, idleMinutes, publicUrl }: Deps,
): Promise<SignedInActor | null> {
  const token = sessionTokenIn(req.get('cookie') ?? '', publicUrl);
  if (token === null) return null;
  const isActive = req.get('x-evenkeel-background') === undefined;
  const person = await findSignedIn(
    beforeClinic(db),
    { tokenHash: hashOfToken(token), isActive },
    idleMinutes,
  );
  return person && { ...person, secondFactor: demo ? 'not-needed' : secondFactorOf(person) };
}

function secondFactorOf(person: SignedInPerson): SecondFactorState {
  if (person.hasSecondFactor) return 'set';
  return needsSecondFactor(person) ? 'missing' : 'not-needed';
}
