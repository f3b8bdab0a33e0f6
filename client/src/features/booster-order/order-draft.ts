import {
  addInterval,
  type IntervalUnit,
  intervalParts,
  shiftDays,
  shiftMonths,
} from '#client/lib/clinic-time.ts';
import type { Course } from '#server/contract/course.ts';

/** The interval as it is being written. `choice` is an interval of the ladder, or one of the two words. */
export type OrderDraft = {
  choice: string;
  count: number | '';
  unit: IntervalUnit;
  /** Null until touched: then the protocol's own flex days stand. */
  flexDays: number | '' | null;
  reason: string;
  evidence: string;
  /** A local date, for as-needed orders. */
  expiresOn: string;
};

export const OTHER = 'other';
export const AS_NEEDED = 'as-needed';

type Rules = { flexDays: number; intervalLadder: readonly string[]; minIntervalDays: number };

/** Used where the course's protocol is no longer listed. */
export const USUAL_RULES: Rules = {
  flexDays: 7,
  intervalLadder: ['P1W', 'P2W', 'P4W', 'P6W', 'P8W', 'P12W'],
  minIntervalDays: 7,
};

/** Short intervals leave less room either side. */
const SHORT_INTERVAL_DAYS = 14;
const SHORT_FLEX_DAYS = 3;
const AS_NEEDED_MONTHS = 6;
const MOST_FLEX_DAYS = 31;

const LETTERS: Record<IntervalUnit, string> = { days: 'D', weeks: 'W', months: 'M' };

/** Begins with what holds now. */
export function draftFrom(course: Course, rules: Rules, today: string): OrderDraft {
  const { interval, asNeeded } = course.boosterWindow ?? { interval: null, asNeeded: false };
  const isRung = interval !== null && rules.intervalLadder.includes(interval);
  const parts = interval ? intervalParts(interval) : { count: 4, unit: 'weeks' as const };
  return {
    choice: asNeeded ? AS_NEEDED : isRung ? interval : interval ? OTHER : (rules.intervalLadder[0] ?? OTHER),
    ...parts,
    flexDays: null,
    reason: '',
    evidence: '',
    expiresOn: shiftMonths(today, AS_NEEDED_MONTHS),
  };
}

/** The interval the draft says; null while it says none. */
export function draftInterval(draft: OrderDraft): string | null {
  if (draft.choice === AS_NEEDED) return null;
  if (draft.choice !== OTHER) return draft.choice;
  const isCount =
    typeof draft.count === 'number' &&
    Number.isInteger(draft.count) &&
    draft.count >= 1 &&
    draft.count <= 999;
  return isCount ? `P${draft.count}${LETTERS[draft.unit]}` : null;
}

/** The flex days that will be sent. */
export function draftFlexDays(draft: OrderDraft, rules: Rules): number | null {
  if (draft.flexDays === '') return null;
  if (draft.flexDays !== null) return draft.flexDays;
  const interval = draftInterval(draft);
  return interval && isShort(interval) ? Math.min(SHORT_FLEX_DAYS, rules.flexDays) : rules.flexDays;
}

export type DraftErrors = Partial<Record<'count' | 'flexDays' | 'reason' | 'expiresOn', string>>;

export function draftErrors(draft: OrderDraft, rules: Rules, today: string): DraftErrors {
  const errors: DraftErrors = {};
  const interval = draftInterval(draft);
  const flexDays = draftFlexDays(draft, rules);
  if (draft.choice === OTHER && !interval) errors.count = 'Give a whole number, from 1 to 999.';
  if (interval && intervalDays(interval) < rules.minIntervalDays) {
    errors.count = `Boosters are at least ${rules.minIntervalDays} days apart.`;
  }
  if (flexDays === null || !Number.isInteger(flexDays) || flexDays < 0 || flexDays > MOST_FLEX_DAYS) {
    errors.flexDays = `Give a whole number of days, from 0 to ${MOST_FLEX_DAYS}.`;
  }
  if (draft.reason.trim() === '') errors.reason = 'Say why, in a few words. It stays in the history.';
  if (draft.choice === AS_NEEDED && !(draft.expiresOn > today)) errors.expiresOn = 'Give a day to come.';
  return errors;
}

export type PreviewWindow = {
  dueOn: string | null;
  earliestOn: string;
  latestOn: string;
  provisional: boolean;
  asNeeded: boolean;
};

/** Where the next booster would be under the draft, while it is written. The server's own answer follows. */
export function previewWindow(draft: OrderDraft, course: Course, rules: Rules): PreviewWindow | null {
  const window = course.boosterWindow;
  if (!window) return null;
  const { anchorOn, provisional } = window;
  const soonest = shiftDays(anchorOn, rules.minIntervalDays);
  if (draft.choice === AS_NEEDED) {
    if (!draft.expiresOn) return null;
    return { dueOn: null, earliestOn: soonest, latestOn: draft.expiresOn, provisional, asNeeded: true };
  }
  const interval = draftInterval(draft);
  const flexDays = draftFlexDays(draft, rules);
  if (!interval || flexDays === null) return null;
  const dueOn = addInterval(anchorOn, interval);
  const earliest = shiftDays(dueOn, -flexDays);
  return {
    dueOn,
    earliestOn: earliest < soonest ? soonest : earliest,
    latestOn: shiftDays(dueOn, flexDays),
    provisional,
    asNeeded: false,
  };
}

const DAYS: Record<IntervalUnit, number> = { days: 1, weeks: 7, months: 28 };

/** The fewest days that the interval can be. */
function intervalDays(interval: string): number {
  const { count, unit } = intervalParts(interval);
  return count * DAYS[unit];
}

const isShort = (interval: string): boolean => intervalDays(interval) <= SHORT_INTERVAL_DAYS;
