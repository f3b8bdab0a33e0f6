import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { readToken, signToken } from '#server/platform/signed-token.ts';
import type { Instant } from '#server/scheduling/calendar.ts';
import type { AskedClosure } from './judge-closure.ts';

/** How long a preview may be committed. */
const TOKEN_MINUTES = 15;

/** What is signed under a name has one shape: give another name to another shape. */
const PURPOSE = 'closure 2';

/** A closure as it was shown: what was asked, and what came of it. */
export type PromisedClosure = {
  /** What the closure will be called once it is made: so it is made once. */
  readonly closureId: string;
  readonly asked: AskedClosure;
  /** What was shown: where sessions go, and the courses that are left. It is judged again, and not sought again. */
  readonly shown: Pick<AskedClosure, 'chosen' | 'leave'>;
  /** Of every course that it breaks, at which version, and of where its sessions go. */
  readonly digest: string;
};

type Claims = PromisedClosure & {
  readonly clinicId: string;
  readonly actorId: string;
  readonly expiresAt: Instant;
};

type Signer = Pick<Context, 'actor' | 'now' | 'secret'>;

export function promiseClosure(
  { actor, now, secret }: Signer,
  closure: PromisedClosure,
): { token: string; expiresAt: Instant } {
  const expiresAt = now + TOKEN_MINUTES * 60_000;
  const claims: Claims = { ...closure, clinicId: actor.clinicId, actorId: actor.personId, expiresAt };
  return { token: signToken(PURPOSE, claims, secret), expiresAt };
}

/** What was promised by a token: to this person, and not long ago. */
export function promisedBy({ actor, now, secret }: Signer, token: string): PromisedClosure {
  const claims = readToken(PURPOSE, token, secret) as Claims | null;
  if (!claims || claims.clinicId !== actor.clinicId || claims.actorId !== actor.personId) {
    throw new AppError('token-invalid');
  }
  if (claims.expiresAt <= now) throw new AppError('preview-expired');
  const { closureId, asked, shown, digest } = claims;
  return { closureId, asked, shown, digest };
}
