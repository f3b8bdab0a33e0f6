import type { Assessment } from '#server/contract/response.ts';

/** What a score says, in words. Fewer points are better on every scale here. */

export type Level = NonNullable<Assessment['level']>;

export const LEVEL_WORDS: Record<Level, string> = {
  remission: 'remission',
  response: 'response',
  'partial-response': 'partial response',
  improvement: 'improvement',
  none: 'no improvement',
};

/** -50 → "50 % below baseline". Null where the baseline is 0, from which nothing can fall. */
export function changeWords(percent: number | null): string | null {
  if (percent === null) return null;
  const size = wholePercent(percent);
  if (size === 0) return 'as at baseline';
  return `${size} % ${percent < 0 ? 'below' : 'above'} baseline`;
}

/** Toward zero: what is a little short of half is not said to be half. */
const wholePercent = (percent: number): number => Math.floor(Math.abs(percent));
