import type { AskedChange } from '#server/booking/judged-change.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { readToken, signToken } from '#server/platform/signed-token.ts';
import type { ShownPlan } from '#server/scheduling/change/change-as-shown.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';

/** How long a preview may be committed. */
const TOKEN_MINUTES = 15;

/** What is signed under a name has one shape: give another name to another shape. */
const PURPOSE = 'change 4';

/** A change as it was shown: what was asked, of which version of the course, and what came of it. */
export type PromisedChange = {
  /** What the change will be called once it is made: so it is made once. */
  readonly changeId: string;
  readonly courseId: string;
  readonly version: number;
  readonly asked: AskedChange;
  /** What was found, by modes that search. */
  readonly plan: ShownPlan | null;
  /** Of the state after, and of what it bends. */
  readonly digest: string;
};

/** What a preview promised, and to whom. */
type Claims = PromisedChange & {
  readonly clinicId: string;
  readonly actorId: string;
  readonly expiresAt: Instant;
};

type Signer = Pick<Context, 'actor' | 'now' | 'secret'>;

export function promiseChange(
  { actor, now, secret }: Signer,
  change: PromisedChange,
): { token: string; expiresAt: Instant } {
  const expiresAt = now + TOKEN_MINUTES * 60_000;
  const claims: Claims = { ...change, clinicId: actor.clinicId, actorId: actor.personId, expiresAt };
  return { token: signToken(PURPOSE, claims, secret), expiresAt };
}

/** What was promised by a token: to this person, of this course, and not long ago. */
export function promisedBy(
  { actor, now, secret }: Signer,
  { courseId, token }: { readonly courseId: string; readonly token: string },
): PromisedChange {
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
  const { changeId, version, asked, plan, digest } = claims;
  return { changeId, courseId, version, asked, plan, digest };
}
