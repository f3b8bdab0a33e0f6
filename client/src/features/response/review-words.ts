import type { ChangeMode } from '#client/lib/change-address.ts';
import type { CourseReview } from '#server/contract/response.ts';

export type ReviewKind = CourseReview['kind'];
export type ReviewOutcome = CourseReview['outcome'];

export const REVIEW_WORDS: Record<ReviewKind, string> = {
  'mid-course': 'mid-course review',
  'end-of-induction': 'end-of-induction review',
  'four-weeks-after': 'review four weeks after',
  'continued-need': 'review of continued need',
  relapse: 'review of the relapse',
};

export const OUTCOME_WORDS: Record<ReviewOutcome, string> = {
  continue: 'Go on as planned',
  extend: 'Add sessions to the induction',
  'step-back': 'Boosters closer together',
  'step-forward': 'Boosters further apart',
  series: 'A series of boosters',
  're-induction': 'A new induction',
  stop: 'Stop the course',
  'other-care': 'Other care than this',
};

/** Where a decision is carried out, where it is a change of the course. */
export const OUTCOME_MODES: Partial<Record<ReviewOutcome, ChangeMode>> = {
  extend: 'extend',
  're-induction': 'restart',
  stop: 'stop',
};

const DURING_INDUCTION: readonly ReviewOutcome[] = ['continue', 'extend', 'stop', 'other-care'];
const AFTER_INDUCTION: readonly ReviewOutcome[] = [
  'continue',
  'step-forward',
  'step-back',
  'series',
  'extend',
  're-induction',
  'stop',
  'other-care',
];

/** What can be decided by a review: of the boosters, only once there are any to come. */
export const outcomesOf = (kind: ReviewKind): readonly ReviewOutcome[] =>
  kind === 'mid-course' ? DURING_INDUCTION : AFTER_INDUCTION;
