import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { readToken, signToken } from '#server/platform/signed-token.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';

/** How long a preview may be committed. */
const TOKEN_MINUTES = 15;

/** To whom something was promised, and until when. */
type Bounds = { readonly clinicId: string; readonly actorId: string; readonly expiresAt: Instant };

export type Signer = Pick<Context, 'actor' | 'now' | 'secret'>;

/** What a preview showed, signed for whoever asked. Under a purpose it has one shape: give another name to another shape. */
export function promise<Promised extends object>(
  purpose: string,
  { actor, now, secret }: Signer,
  promised: Promised,
): { token: string; expiresAt: Instant } {
  const expiresAt = now + TOKEN_MINUTES * 60_000;
  const claims: Promised & Bounds = {
    ...promised,
    clinicId: actor.clinicId,
    actorId: actor.personId,
    expiresAt,
  };
  return { token: signToken(purpose, claims, secret), expiresAt };
}

/** What was promised by a token: to this person, and not long ago. */
export function promisedTo<Promised extends object>(
  purpose: string,
  { actor, now, secret }: Signer,
  token: string,
  isMeant: (promised: Promised) => boolean = () => true,
): Promised {
  const claims = readToken(purpose, token, secret) as (Promised & Bounds) | null;
  const isTheirs = claims?.clinicId === actor.clinicId && claims.actorId === actor.personId;
  if (!claims || !isTheirs || !isMeant(claims)) throw new AppError('token-invalid');
  if (claims.expiresAt <= now) throw new AppError('preview-expired');
  const { clinicId: _clinic, actorId: _actor, expiresAt: _expires, ...promised } = claims;
  return promised as unknown as Promised;
}

/** The same of one course: a token of another is none here. */
export const promisedOf = <Promised extends { readonly courseId: string }>(
  purpose: string,
  signer: Signer,
  { courseId, token }: { readonly courseId: string; readonly token: string },
): Promised => promisedTo<Promised>(purpose, signer, token, (promised) => promised.courseId === courseId);
