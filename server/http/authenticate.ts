import type { Request } from 'express';
import { hashOfToken } from '#server/accounts/hashed-session-tokens.ts';
import { sessionTokenIn } from '#server/accounts/wire.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import type { Actor, Deps } from '#server/platform/context.ts';
import { findSignedIn } from '#server/repositories/people.ts';

/**
 * Who is asking; null where nobody is signed in, or is no more. A request that the page makes by itself, and says so,
 * keeps no session alive.
 */
export async function authenticate(req: Request, { db, idleMinutes }: Deps): Promise<Actor | null> {
  const token = sessionTokenIn(req.get('cookie') ?? '');
  if (token === null) return null;
  const isActive = req.get('x-evenkeel-background') === undefined;
  return findSignedIn(beforeClinic(db), { tokenHash: hashOfToken(token), isActive }, idleMinutes);
}
