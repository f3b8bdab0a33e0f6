import type { CutOffs } from '#server/scheduling/response/response.ts';
import type { ReviewRules } from '#server/scheduling/response/reviews-due.ts';
import type { DueReview, FutilitySignal } from '#server/scheduling/vocabulary.ts';

/** Words that suggest and leave the decision where it is. */

export const futilityWords = (signal: FutilitySignal, { improvementPercent }: CutOffs): string =>
  ({
    'little-change-after-four': `Less than ${improvementPercent} % better after four sessions or more. Some respond late: look at the course before the next one.`,
    'three-without-improvement': `Three scores in a row less than ${improvementPercent} % better. Some respond late: look at the course before the next session.`,
  })[signal];

export const reviewWords = (review: DueReview, rules: ReviewRules): string =>
  ({
    'mid-course': 'No score since the last session. Take one before the next, or look at the course.',
    'end-of-induction': 'The induction is over. Look at how the patient responded, and say what follows.',
    'four-weeks-after': `${rules.secondCheckDays} days since the induction. Take a score: does the response hold?`,
    'before-booster': `No score of the last ${rules.scoreHoldsDays} days, or none after a long pause. Take one before the next booster is booked.`,
    'as-needed-check': `${rules.checkInDays} days since somebody asked how it goes. Boosters are as needed: call, and take a score.`,
    'continued-need': `${rules.continuedNeedMonths} months since somebody asked whether to go on. Look at the course again.`,
  })[review];
