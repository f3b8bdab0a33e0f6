import type { IntervalUnit } from '#client/lib/clinic-time.ts';
import type { previewBoosterOrder } from '#server/contract/booster-orders.endpoints.ts';
import type { RequestOf } from '#server/contract/endpoint.ts';

/** The order as it is being written. */
export type OrderDraft = {
  /** An interval of the ladder, or one of the words below; empty until something is chosen. */
  choice: string;
  count: number | '';
  unit: IntervalUnit;
  /** How many boosters a series has. */
  seriesOf: number;
  /** Null until touched: then the server fills it in. */
  flexDays: number | '' | null;
  /** A local date. Null until touched: then the server fills it in. */
  expiresOn: string | null;
  reason: string;
  evidence: string;
  /** Booked boosters that are to stay outside the window, by their ids, each with why. */
  left: Record<string, string>;
};

export const OTHER = 'other';
export const AS_NEEDED = 'as-needed';
export const SERIES = 'series';

export const SERIES_COUNTS = [2, 3, 4, 5, 6] as const;
const MOST_FLEX_DAYS = 31;
const LETTERS: Record<IntervalUnit, string> = { days: 'D', weeks: 'W', months: 'M' };

export const emptyDraft = (): OrderDraft => ({
  choice: '',
  count: 5,
  unit: 'weeks',
  seriesOf: 3,
  flexDays: null,
  expiresOn: null,
  reason: '',
  evidence: '',
  left: {},
});

/** The interval the draft says; null while it says none. */
export function draftInterval(draft: OrderDraft): string | null {
  if (draft.choice === '' || draft.choice === AS_NEEDED || draft.choice === SERIES) return null;
  if (draft.choice !== OTHER) return draft.choice;
  const isCount =
    typeof draft.count === 'number' &&
    Number.isInteger(draft.count) &&
    draft.count >= 1 &&
    draft.count <= 999;
  return isCount ? `P${draft.count}${LETTERS[draft.unit]}` : null;
}

/** Does it end by itself? An interval holds until another is set. */
export const isWithEnd = ({ choice }: OrderDraft): boolean => choice === AS_NEEDED || choice === SERIES;

export type TermErrors = Partial<Record<'count' | 'flexDays' | 'expiresOn', string>>;

/** What is wrong with the order itself, so that it cannot even be looked at. */
export function termErrors(draft: OrderDraft, today: string): TermErrors {
  const errors: TermErrors = {};
  if (draft.choice === OTHER && !draftInterval(draft)) errors.count = 'Give a whole number, from 1 to 999.';
  const { flexDays, expiresOn } = draft;
  const isFlex =
    flexDays === null ||
    (flexDays !== '' && Number.isInteger(flexDays) && flexDays >= 0 && flexDays <= MOST_FLEX_DAYS);
  if (!isFlex) errors.flexDays = `Give a whole number of days, from 0 to ${MOST_FLEX_DAYS}.`;
  if (isWithEnd(draft) && expiresOn !== null && !(expiresOn >= today)) {
    errors.expiresOn = 'Give today, or a day to come.';
  }
  return errors;
}

export type OrderTerms = RequestOf<typeof previewBoosterOrder>['body'];

/** What is asked of the server; null while there is nothing to ask. What was not touched is left to it. */
export function draftTerms(draft: OrderDraft, today: string): OrderTerms | null {
  if (draft.choice === '' || Object.keys(termErrors(draft, today)).length > 0) return null;
  const interval = draftInterval(draft);
  const { flexDays, expiresOn } = draft;
  return {
    ...(draft.choice === AS_NEEDED && { asNeeded: true }),
    ...(draft.choice === SERIES && { seriesOf: draft.seriesOf }),
    ...(interval && { interval }),
    ...(typeof flexDays === 'number' && draft.choice !== SERIES && { flexDays }),
    ...(isWithEnd(draft) && expiresOn !== null && { expiresOn }),
  };
}
