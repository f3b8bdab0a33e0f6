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

/** What can be decided by each, the likeliest first. Of the boosters only once there are any to come. */
export const OUTCOMES: Record<ReviewKind, readonly ReviewOutcome[]> = {
  'mid-course': ['continue', 'extend', 'stop', 'other-care'],
  'end-of-induction': [
    'continue',
    'step-forward',
    'step-back',
    'extend',
    'series',
    're-induction',
    'stop',
    'other-care',
  ],
  'four-weeks-after': [
    'continue',
    'step-forward',
    'step-back',
    'series',
    're-induction',
    'stop',
    'other-care',
  ],
  'continued-need': ['continue', 'step-forward', 'step-back', 'stop', 'other-care'],
  relapse: ['step-back', 'series', 're-induction', 'continue', 'stop', 'other-care'],
};
