import type { Suggestion } from '#server/scheduling/booster/booster-suggestions.ts';

/** Words that suggest and leave the decision where it is. */
export const suggestionWords = ({ code, why, interval }: Suggestion): string =>
  `${WHY[why]} ${what(code, interval)}`;

const WHY: Readonly<Record<Suggestion['why'], string>> = {
  'relapse-reported': 'Symptoms are said to be coming back.',
  worse: 'By the last score the response no longer holds.',
  stable: 'Two checks in a row hold at this interval.',
  'six-months': 'Half a year has passed since somebody asked whether to go on.',
  'order-ends': 'The order ends soon.',
  'order-ended': 'The order has ended.',
};

function what(code: Suggestion['code'], interval: string | null): string {
  switch (code) {
    case 'step-back':
      return `One step back would be every ${spoken(interval)}.`;
    case 'step-forward':
      return `One step forward would be every ${spoken(interval)}.`;
    case 'series':
      return 'There is no shorter interval: a series of two to six boosters could be ordered.';
    case 'review-need':
      return 'Look at the course again.';
    case 'renew-order':
      return 'Set it again, or another one.';
  }
}

const UNITS: Readonly<Record<string, string>> = { D: 'day', W: 'week', M: 'month' };

/** "6 weeks", "week". */
function spoken(interval: string | null): string {
  if (interval === null) return '';
  const count = Number(interval.slice(1, -1));
  const unit = UNITS[interval.at(-1) ?? ''] ?? '';
  return count === 1 ? unit : `${count} ${unit}s`;
}
