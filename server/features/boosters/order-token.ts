import { promise, promisedOf, type Signer } from '#server/booking/preview-token.ts';
import type { OrderTerms } from '#server/scheduling/booster/booster-order.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';

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

export const promiseOrder = (signer: Signer, order: PromisedOrder) => promise(PURPOSE, signer, order);

export const promisedBy = (
  signer: Signer,
  asked: { readonly courseId: string; readonly token: string },
): PromisedOrder => promisedOf<PromisedOrder>(PURPOSE, signer, asked);
