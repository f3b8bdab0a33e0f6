import type { Instrument } from '#server/contract/response.ts';

/** A score as it is being written. */
export type ScoreDraft = {
  instrument: Instrument['code'];
  total: number | '';
  /** A local date. */
  assessedOn: string;
};

export type ScoreErrors = Partial<Record<keyof ScoreDraft, string>>;

export function scoreErrors(draft: ScoreDraft, mostPoints: number, today: string): ScoreErrors {
  const { total, assessedOn } = draft;
  const errors: ScoreErrors = {};
  if (total === '' || !Number.isInteger(total) || total < 0 || total > mostPoints) {
    errors.total = `Give the whole total, from 0 to ${mostPoints}.`;
  }
  if (assessedOn === '') errors.assessedOn = 'Give the whole date.';
  else if (assessedOn > today) errors.assessedOn = 'Give today, or a day before it.';
  return errors;
}
