import { AppError } from '#server/errors.ts';

/** Why somebody is not let in, as the accounts say it. */
type Refused =
  | { readonly refused: 'wrong' | 'over' }
  | { readonly refused: 'held-up'; readonly retryAfter: number };

/** The same by our names. `wrong` says what did not fit, where that is no secret. */
export function refusal(outcome: Refused, wrong?: string): AppError {
  switch (outcome.refused) {
    case 'wrong':
      return new AppError('wrong-credentials', wrong);
    case 'over':
      return new AppError('not-signed-in', 'Begin again with your password.');
    case 'held-up':
      return new AppError('too-many-guesses', undefined, { retryAfter: outcome.retryAfter });
  }
}
