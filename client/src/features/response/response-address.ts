import type { ScoreSeries } from '#server/contract/response.ts';

/** The scale that is looked at stands in the address. A score that is being written, or a review that is being made, does too: Back closes it. */

const SCORE = 'score';
const REVIEW = 'review';
const SCALE = 'scale';
/** A score that corrects none. */
export const NEW = 'new';

export const scoreIn = (search: URLSearchParams): string | null => search.get(SCORE);
export const reviewIn = (search: URLSearchParams): string | null => search.get(REVIEW);

/** `NEW`, or the entry that is to be corrected. */
export const withScore = (search: URLSearchParams, asked: string) => withOne(search, SCORE, asked);
export const withReview = (search: URLSearchParams, kind: string) => withOne(search, REVIEW, kind);

/** The page as it was before. */
export function withNeither(search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete(SCORE);
  next.delete(REVIEW);
  return next;
}

function withOne(search: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = withNeither(search);
  next.set(name, value);
  return next;
}

/** The series of the scale that is looked at: the leading one, unless another is asked for. */
export const seriesIn = (search: URLSearchParams, all: readonly ScoreSeries[]): ScoreSeries | undefined =>
  all.find(({ instrument }) => instrument === search.get(SCALE)) ?? all[0];

export function withScale(search: URLSearchParams, code: string): URLSearchParams {
  const next = new URLSearchParams(search);
  next.set(SCALE, code);
  return next;
}
