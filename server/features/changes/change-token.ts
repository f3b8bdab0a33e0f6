import type { AskedChange } from '#server/booking/judged-change.ts';
import { promise, promisedOf, type Signer } from '#server/booking/preview-token.ts';
import type { ShownPlan } from '#server/scheduling/change/change-as-shown.ts';

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

export const promiseChange = (signer: Signer, change: PromisedChange) => promise(PURPOSE, signer, change);

export const promisedBy = (
  signer: Signer,
  asked: { readonly courseId: string; readonly token: string },
): PromisedChange => promisedOf<PromisedChange>(PURPOSE, signer, asked);
