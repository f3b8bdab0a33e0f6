import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { readToken, signToken } from '#server/platform/signed-token.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { AskedRepair } from './judged-repair.ts';

/** How long a preview may be committed. */
const TOKEN_MINUTES = 15;

/** A repair as it was shown: what was asked, and what came of it. */
export type PromisedRepair<Asked extends AskedRepair> = {
  /** What is made with it will be called so: it is made once. */
  readonly id: string;
  readonly asked: Asked;
  /** What was shown: where sessions go, and the courses that are left. It is judged again, and not sought again. */
  readonly shown: Pick<AskedRepair, 'chosen' | 'leave'>;
  /** Of every course that is broken, at which version, and of where its sessions go. */
  readonly digest: string;
};

type Claims<Asked extends AskedRepair> = PromisedRepair<Asked> & {
  readonly clinicId: string;
  readonly actorId: string;
  readonly expiresAt: Instant;
};

type Signer = Pick<Context, 'actor' | 'now' | 'secret'>;

/** What is signed under a purpose has one shape: give another name to another shape. */
export function promiseRepair<Asked extends AskedRepair>(
  purpose: string,
  { actor, now, secret }: Signer,
  promised: PromisedRepair<Asked>,
): { token: string; expiresAt: Instant } {
  const expiresAt = now + TOKEN_MINUTES * 60_000;
  const claims: Claims<Asked> = {
    ...promised,
    clinicId: actor.clinicId,
    actorId: actor.personId,
    expiresAt,
  };
  return { token: signToken(purpose, claims, secret), expiresAt };
}

/** What was promised by a token: to this person, and not long ago. */
export function repairPromisedBy<Asked extends AskedRepair>(
  purpose: string,
  { actor, now, secret }: Signer,
  token: string,
): PromisedRepair<Asked> {
  const claims = readToken(purpose, token, secret) as Claims<Asked> | null;
  if (!claims || claims.clinicId !== actor.clinicId || claims.actorId !== actor.personId) {
    throw new AppError('token-invalid');
  }
  if (claims.expiresAt <= now) throw new AppError('preview-expired');
  const { id, asked, shown, digest } = claims;
  return { id, asked, shown, digest };
}
