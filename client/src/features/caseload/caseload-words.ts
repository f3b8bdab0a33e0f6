import { formatDate, formatDaysAway } from '#client/lib/clinic-time.ts';
import { changeWords, LEVEL_WORDS } from '#client/lib/response-words.ts';
import type { CaseloadCourse, CourseNeed } from '#server/contract/response.endpoints.ts';

export type NeedCode = CourseNeed['code'];

/** What it is, and what to do about it. In the order in which they press. */
export const NEED_WORDS: Record<NeedCode, { is: string; todo: string }> = {
  'relapse-reported': { is: 'Symptoms are coming back', todo: 'Open the course and review the relapse.' },
  interrupted: {
    is: 'Interrupted',
    todo: 'Decide whether it continues, is extended, or starts again.',
  },
  'on-hold': { is: 'On hold', todo: 'Resume it, or decide otherwise.' },
  'response-review-due': { is: 'Response review due', todo: 'Look at the scores, and mark it as reviewed.' },
  'futility-signal': { is: 'Little change so far', todo: 'Look at the scores, and consider how it goes on.' },
  'order-expiring': { is: 'Order expiring', todo: 'Set the booster interval anew, or let it end.' },
  'gate-open': { is: 'Something is open before the next session', todo: 'See to what is missing.' },
};

export const NEEDS = Object.keys(NEED_WORDS) as NeedCode[];

const REVIEW_NAMES: Record<NonNullable<CourseNeed['review']>, string> = {
  'mid-course': 'mid-course',
  'end-of-induction': 'end of induction',
  'four-weeks-after': 'four weeks after',
  'before-booster': 'score before the booster',
  'as-needed-check': 'check-in, boosters as needed',
  'continued-need': 'continued need',
};

/** What tells one course of a group from another: "mid-course, due 2 Mar 2027, today". */
export function needDetail({ code, review, on }: CourseNeed, today: string): string {
  const day = on && `${dayWord(code, on, today)} ${formatDate(on)}, ${formatDaysAway(on, today)}`;
  return [review && REVIEW_NAMES[review], day].filter(Boolean).join(', ');
}

/** "four weeks after, order expiring": what a course waits for besides. */
export const moreNeeds = (needs: readonly CourseNeed[]): string =>
  needs
    .map(({ code, review }) => (review ? REVIEW_NAMES[review] : NEED_WORDS[code].is.toLowerCase()))
    .join(', ');

function dayWord(code: NeedCode, on: string, today: string): string {
  if (code === 'order-expiring') return on < today ? 'ended' : 'ends';
  if (code === 'response-review-due') return on < today ? 'was due' : 'due';
  return on > today ? 'by' : 'since';
}

/** "PHQ-9 9, 50 % below baseline". Null where there is no score. */
export function scoreWords({ scores, percentChange }: CaseloadCourse, instrumentName: string): string | null {
  const latest = scores.at(-1);
  return latest
    ? [`${instrumentName} ${latest.total}`, changeWords(percentChange)].filter(Boolean).join(', ')
    : null;
}

/** "response"; a course with one score alone has none yet. */
export const levelWords = ({ level }: CaseloadCourse): string => (level ? LEVEL_WORDS[level] : '');
