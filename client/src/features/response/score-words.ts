import { formatDate, formatDay, formatWeekday } from '#client/lib/clinic-time.ts';
import { changeWords, LEVEL_WORDS } from '#client/lib/response-words.ts';
import type { Assessment, ScoreSeries } from '#server/contract/response.ts';

/** "Mon 2 Mar"; with its year where that is not this one. */
export const dayWords = (date: string, today: string): string =>
  date.slice(0, 4) === today.slice(0, 4) ? formatDay(date) : `${formatWeekday(date)} ${formatDate(date)}`;

/** What a score came to: "50 % below baseline, response". Empty where there is nothing to measure it from. */
export function outcomeWords(score: Assessment): string {
  if (score.isBaseline) return score.level === 'remission' ? 'baseline, remission' : 'baseline';
  return [changeWords(score.percentChange), score.level && LEVEL_WORDS[score.level]]
    .filter(Boolean)
    .join(', ');
}

/** "PHQ-9 9 on Mon 2 Mar, 50 % below baseline, response" */
export function spokenScore(name: string, score: Assessment, today: string): string {
  const outcome = outcomeWords(score);
  return `${name} ${score.total} on ${dayWords(score.assessedOn, today)}${outcome && `, ${outcome}`}`;
}

export const enteredByWords = ({ enteredBy, source }: Assessment): string =>
  source === 'patient' ? 'the patient' : (enteredBy?.name ?? 'staff');

/** Those that no later entry put right. */
export const standingOf = ({ entries }: ScoreSeries): Assessment[] =>
  entries.filter(({ correctedBy }) => correctedBy === null);

export const baselineOf = ({ entries, baselineId }: ScoreSeries): Assessment | null =>
  entries.find(({ id }) => id === baselineId) ?? null;

export const latestOf = ({ entries, latestId }: ScoreSeries): Assessment | null =>
  entries.find(({ id }) => id === latestId) ?? null;
