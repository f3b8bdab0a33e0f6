import type { LocalDate } from './calendar.ts';
import { addDays, addInterval, daysBetween } from './clinic-time.ts';

/** What is known of a course when one asks whether somebody should look at the response. */
export type CourseForReview = {
  readonly phase: 'induction' | 'maintenance';
  readonly sessionsGiven: number;
  readonly lastSessionOn: LocalDate | null;
  /** The last session of an induction that is over. */
  readonly inductionEndedOn: LocalDate | null;
  /** The days of the scores that stand. */
  readonly assessedOn: readonly LocalDate[];
  /** When the continued need was last reviewed; where it never was, when maintenance began. */
  readonly needReviewedOn: LocalDate | null;
};

export type ReviewCode =
  | 'mid-course'
  | 'end-of-induction'
  | 'four-weeks-after'
  | 'before-booster'
  | 'continued-need';

/** `rule` as in CLINICAL section 2; `dueOn` is the last day on which it is in time. */
export type ReviewDue = { readonly code: ReviewCode; readonly rule: string; readonly dueOn: LocalDate };

const DAYS_AFTER_INDUCTION = 7;
const FOUR_WEEKS = 28;
const ASSESSMENT_HOLDS_DAYS = 30;
const LONG_PAUSE_DAYS = 13 * 7;

/** The reviews that are open on a day. One that is not yet late is open too, so that there is time to do it. */
export function reviewsDue(course: CourseForReview, today: LocalDate): ReviewDue[] {
  const due =
    course.phase === 'induction'
      ? [midCourse(course, today)]
      : [
          endOfInduction(course),
          fourWeeksAfter(course, today),
          beforeBooster(course, today),
          continuedNeed(course, today),
        ];
  return due.filter((review) => review !== null);
}

/** Before session 4 and before session 5, each by a score taken since the session before it. */
function midCourse(course: CourseForReview, today: LocalDate): ReviewDue | null {
  const last = course.lastSessionOn;
  if (last === null || (course.sessionsGiven !== 3 && course.sessionsGiven !== 4)) return null;
  return isAssessedAfter(course, last) ? null : { code: 'mid-course', rule: 'R8', dueOn: today };
}

function endOfInduction(course: CourseForReview): ReviewDue | null {
  const ended = course.inductionEndedOn;
  if (ended === null || isAssessedAfter(course, ended)) return null;
  return { code: 'end-of-induction', rule: 'R10', dueOn: addDays(ended, DAYS_AFTER_INDUCTION) };
}

/** The second check, by a score of that day or later. */
function fourWeeksAfter(course: CourseForReview, today: LocalDate): ReviewDue | null {
  if (course.inductionEndedOn === null) return null;
  const dueOn = addDays(course.inductionEndedOn, FOUR_WEEKS);
  if (today < dueOn || course.assessedOn.some((day) => day >= dueOn)) return null;
  return { code: 'four-weeks-after', rule: 'R10', dueOn };
}

/** No booster is booked by the front desk without a score of the last 30 days, nor after a pause without one since. */
function beforeBooster(course: CourseForReview, today: LocalDate): ReviewDue | null {
  const assessed = course.assessedOn.some(
    (day) => day <= today && daysBetween(day, today) <= ASSESSMENT_HOLDS_DAYS,
  );
  return assessed && !isLongPause(course, today)
    ? null
    : { code: 'before-booster', rule: 'R17', dueOn: today };
}

/** After a long pause only a score from after the 13 weeks were over is new enough. */
function isLongPause(course: CourseForReview, today: LocalDate): boolean {
  if (course.lastSessionOn === null) return false;
  const over = addDays(course.lastSessionOn, LONG_PAUSE_DAYS);
  return today > over && !isAssessedAfter(course, over);
}

function continuedNeed(course: CourseForReview, today: LocalDate): ReviewDue | null {
  if (course.needReviewedOn === null) return null;
  const dueOn = addInterval(course.needReviewedOn, 'P6M');
  return today < dueOn ? null : { code: 'continued-need', rule: 'R18', dueOn };
}

const isAssessedAfter = (course: CourseForReview, day: LocalDate): boolean =>
  course.assessedOn.some((assessed) => assessed > day);
