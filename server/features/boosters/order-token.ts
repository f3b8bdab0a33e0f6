import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { readToken, signToken } from '#server/platform/signed-token.ts';
import type { OrderTerms } from '#server/scheduling/booster/booster-order.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';

/** How long a preview may be committed. */
const TOKEN_MINUTES = 15;

/** What is signed under a name has one shape: give another name to another shape. */
const PURPOSE = 'booster order 1';

/** A booster that a preview showed outside, and where it would go. */
export type ShownBooster = {
  readonly sessionId: string;
  readonly move: {
    readonly startsAt: Instant;
    readonly poolId: string;
    /** What it bends there, by codes. */
    readonly bent: readonly string[];
  } | null;
};

/** An order as it was shown: of which version of the course, and what came of it. What a clinician writes comes later. */
export type PromisedOrder = {
  /** What the order will be called once it is set: so it is set once. */
  readonly orderId: string;
  readonly courseId: string;
  readonly version: number;
  readonly terms: OrderTerms;
  readonly outside: readonly ShownBooster[];
};

type Claims = PromisedOrder & {
  readonly clinicId: string;
  readonly actorId: string;
  readonly expiresAt: Instant;
};

type Signer = Pick<Context, 'actor' | 'now' | 'secret'>;

export function promiseOrder(
  { actor, now, secret }: Signer,
  order: PromisedOrder,
): { token: string; expiresAt: Instant } {
  const expiresAt = now + TOKEN_MINUTES * 60_000;
  const claims: Claims = { ...order, clinicId: actor.clinicId, actorId: actor.personId, expiresAt };
  return { token: signToken(PURPOSE, claims, secret), expiresAt };
}

/** What was promised by a token: to this person, of this course, and not long ago. */
export function promisedBy(
  { actor, now, secret }: Signer,
  { courseId, token }: { readonly courseId: string; readonly token: string },
): PromisedOrder {
  const claims = readToken(PURPOSE, token, secret) as Claims | null;
  if (
    !claims ||
    claims.clinicId !== actor.clinicId ||
    claims.actorId !== actor.personId ||
    claims.courseId !== courseId
  ) {
    throw new AppError('token-invalid');
  }
  if (claims.expiresAt <= now) throw new AppError('preview-expired');
  const { orderId, version, terms, outside } = claims;
  return { orderId, courseId, version, terms, outside };
}
