import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays, addInterval, daysBetween } from '#server/scheduling/time/clinic-time.ts';
import type { DueReview, Phase, ReviewKind } from '#server/scheduling/vocabulary.ts';

/** A review that was made. */
export type DoneReview = {
  readonly kind: ReviewKind;
  readonly on: LocalDate;
  /** How many sessions of the course had been given by then. */
  readonly sessionsGiven: number;
};

/** What is known of a course when one asks whether somebody should look at the response. */
export type CourseForReview = {
  readonly phase: Phase;
  readonly sessionsGiven: number;
  readonly lastSessionOn: LocalDate | null;
  /** The next one that is booked. */
  readonly nextSessionOn: LocalDate | null;
  /** The last session of an induction that is over. */
  readonly inductionEndedOn: LocalDate | null;
  /** The days of the scores that stand. */
  readonly assessedOn: readonly LocalDate[];
  /** When maintenance began; null before it, and of a course that never had an induction here. */
  readonly maintenanceBeganOn: LocalDate | null;
  /** From when the next booster may be. Null where one is booked, or none is to come. */
  readonly boosterFrom: LocalDate | null;
  /** Since when boosters are as needed; null where they have an interval, or there is no order. */
  readonly asNeededSince: LocalDate | null;
  readonly reviews: readonly DoneReview[];
};

/** When reviews are due, and how long a score is new enough. A clinic may have its own numbers. */
export type ReviewRules = {
  readonly endOfInductionDays: number;
  readonly secondCheckDays: number;
  readonly scoreHoldsDays: number;
  readonly longPauseDays: number;
  readonly orderExpiringDays: number;
  /** Where boosters are as needed, how often somebody asks how it goes. */
  readonly checkInDays: number;
  readonly continuedNeedMonths: number;
};

/** What a clinic begins with: CLINICAL R10, R15, R17, R18. How early an expiring order is told of is ours. */
export const REVIEW_RULES: ReviewRules = {
  endOfInductionDays: 7,
  secondCheckDays: 28,
  scoreHoldsDays: 30,
  longPauseDays: 13 * 7,
  orderExpiringDays: 14,
  checkInDays: 28,
  continuedNeedMonths: 6,
};

/** `rule` as in CLINICAL section 2; `dueOn` is the last day on which it is in time. */
export type ReviewDue = { readonly code: DueReview; readonly rule: string; readonly dueOn: LocalDate };

/**
 * The reviews that are open on a day, the one that was due first, first. One that is not yet late is open too, so that
 * there is time to do it.
 */
export function reviewsDue(
  course: CourseForReview,
  today: LocalDate,
  rules: ReviewRules = REVIEW_RULES,
): ReviewDue[] {
  const due = {
    induction: [midCourse(course, today)],
    continuation: [endOfInduction(course, rules)],
    maintenance: [
      endOfInduction(course, rules),
      fourWeeksAfter(course, today, rules),
      // Both are ended by a score: one that must be taken before a booster is a check-in too.
      beforeBooster(course, today, rules) ?? checkIn(course, today, rules),
      continuedNeed(course, today, rules),
    ],
  }[course.phase];
  return due
    .filter((review) => review !== null)
    .sort((one, other) => Number(one.dueOn > other.dueOn) - Number(one.dueOn < other.dueOn));
}

/**
 * Before session 4 and before session 5, each by a score taken since the session before it, or by a clinician's look.
 * Scores are taken as somebody comes, so it is asked for on the day of that session, or while none is booked.
 */
function midCourse(course: CourseForReview, today: LocalDate): ReviewDue | null {
  const { lastSessionOn: last, nextSessionOn: next, sessionsGiven, reviews } = course;
  if (last === null || (sessionsGiven !== 3 && sessionsGiven !== 4)) return null;
  if (next !== null && today < next) return null;
  const isReviewed = reviews.some(
    (review) => review.kind === 'mid-course' && review.sessionsGiven === sessionsGiven,
  );
  if (isReviewed || isAssessedAfter(course, last)) return null;
  return { code: 'mid-course', rule: 'R8', dueOn: next ?? today };
}

/** Only a clinician's review ends it: a score that nobody has looked at is none. Any later one has looked at more. */
function endOfInduction(course: CourseForReview, rules: ReviewRules): ReviewDue | null {
  const ended = course.inductionEndedOn;
  if (ended === null) return null;
  if (course.reviews.some(({ kind, on }) => kind !== 'mid-course' && on >= ended)) return null;
  const rule = course.phase === 'continuation' ? 'R26' : 'R10';
  return { code: 'end-of-induction', rule, dueOn: addDays(ended, rules.endOfInductionDays) };
}

/** The second check, by a score or a review of that day or later. */
function fourWeeksAfter(course: CourseForReview, today: LocalDate, rules: ReviewRules): ReviewDue | null {
  if (course.inductionEndedOn === null) return null;
  const dueOn = addDays(course.inductionEndedOn, rules.secondCheckDays);
  if (today < dueOn || course.assessedOn.some((day) => day >= dueOn)) return null;
  if (course.reviews.some(({ kind, on }) => kind !== 'mid-course' && on >= dueOn)) return null;
  return { code: 'four-weeks-after', rule: 'R10', dueOn };
}

/**
 * No booster is booked by the front desk without a score of the last 30 days, nor after a pause without one since. Asked
 * for once a booster may be booked, and by a score alone: a review without one has nothing to go by.
 */
function beforeBooster(course: CourseForReview, today: LocalDate, rules: ReviewRules): ReviewDue | null {
  if (course.boosterFrom === null || today < course.boosterFrom) return null;
  const assessed = course.assessedOn.some(
    (day) => day <= today && daysBetween(day, today) <= rules.scoreHoldsDays,
  );
  return assessed && !isLongPause(course, today, rules)
    ? null
    : { code: 'before-booster', rule: 'R17', dueOn: today };
}

/** After a long pause only a score from after the 13 weeks were over is new enough. */
function isLongPause(course: CourseForReview, today: LocalDate, rules: ReviewRules): boolean {
  if (course.lastSessionOn === null) return false;
  const over = addDays(course.lastSessionOn, rules.longPauseDays);
  return today > over && !isAssessedAfter(course, over);
}

/** Boosters as needed have no day that would bring somebody here: every four weeks it is asked how it goes (R15). */
function checkIn(course: CourseForReview, today: LocalDate, rules: ReviewRules): ReviewDue | null {
  const { asNeededSince, lastSessionOn, assessedOn, reviews } = course;
  if (asNeededSince === null) return null;
  const seen = [lastSessionOn, ...assessedOn, ...reviews.map(({ on }) => on)];
  const since = seen.reduce<LocalDate>(
    (last, day) => (day !== null && day > last ? day : last),
    asNeededSince,
  );
  const dueOn = addDays(since, rules.checkInDays);
  return today < dueOn ? null : { code: 'as-needed-check', rule: 'R15', dueOn };
}

/** Half a year after maintenance began, and after each time that somebody looked at all of it. */
function continuedNeed(course: CourseForReview, today: LocalDate, rules: ReviewRules): ReviewDue | null {
  const looked = course.reviews.filter(({ kind }) => kind === 'continued-need' || kind === 'relapse');
  const since = looked.reduce(
    (last, { on }) => (last === null || on > last ? on : last),
    course.maintenanceBeganOn,
  );
  if (since === null) return null;
  const dueOn = addInterval(since, `P${rules.continuedNeedMonths}M`);
  return today < dueOn ? null : { code: 'continued-need', rule: 'R18', dueOn };
}

const isAssessedAfter = (course: CourseForReview, day: LocalDate): boolean =>
  course.assessedOn.some((assessed) => assessed > day);
