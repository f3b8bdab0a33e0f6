import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { daysBetween } from '#server/scheduling/time/clinic-time.ts';
import {
  type CourseState,
  type DueReview,
  NEED_CODES,
  type NeedCode,
} from '#server/scheduling/vocabulary.ts';
import type { ReviewDue, ReviewRules } from './reviews-due.ts';

/** What there is to know of a course before one says whether a clinician should look at it. */
export type CourseFacts = {
  readonly state: CourseState;
  readonly relapseReportedOn: LocalDate | null;
  /** An induction with too long a gap, which nobody has decided on. */
  readonly isInterrupted: boolean;
  readonly reviewsDue: readonly ReviewDue[];
  readonly hasFutilitySignal: boolean;
  /** The last day of the booster order that holds. */
  readonly orderEndsOn: LocalDate | null;
  /** The first session that waits for a gate. */
  readonly gateOpenOn: LocalDate | null;
};

export type CourseNeed = {
  readonly code: NeedCode;
  /** Of a review that is due: which. */
  readonly review: DueReview | null;
  /** Since when, or by when. */
  readonly on: LocalDate | null;
};

/** Why a clinician should look, the most pressing first. */
export function needsOf(
  facts: CourseFacts,
  today: LocalDate,
  { orderExpiringDays }: Pick<ReviewRules, 'orderExpiringDays'>,
): CourseNeed[] {
  const { state, relapseReportedOn, orderEndsOn, gateOpenOn } = facts;
  const isExpiring =
    state === 'maintenance' && orderEndsOn !== null && daysBetween(today, orderEndsOn) <= orderExpiringDays;
  const need = (code: NeedCode, applies: boolean, on: LocalDate | null = null): CourseNeed[] =>
    applies ? [{ code, review: null, on }] : [];
  return [
    ...need('relapse-reported', relapseReportedOn !== null, relapseReportedOn),
    ...need('interrupted', facts.isInterrupted),
    ...need('on-hold', state === 'on-hold'),
    ...facts.reviewsDue.map(({ code, dueOn }) => ({
      code: 'response-review-due' as const,
      review: code,
      on: dueOn,
    })),
    ...need('futility-signal', facts.hasFutilitySignal),
    ...need('order-expiring', isExpiring, orderEndsOn),
    ...need('gate-open', gateOpenOn !== null, gateOpenOn),
  ];
}

/**
 * Where a course stands in the caseload, as text that sorts: by its most pressing need, what has waited longest first,
 * then by name. Those that need nobody come last.
 */
export function orderKey([first]: readonly CourseNeed[], name: string): string {
  if (!first) return `9 ${name}`;
  return `${NEED_CODES.indexOf(first.code)} ${first.on ?? ''} ${name}`;
}
