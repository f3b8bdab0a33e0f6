import type { Stretch } from './hours-words.ts';

/** What is wrong with one stretch of a week, in words; null where nothing is. Those that touch are fine. */
export function troubleIn(week: readonly Stretch[], index: number): string | null {
  const one = week[index];
  if (!one) return null;
  if (!one.from || !one.to) return 'Say from when until when.';
  if (one.to <= one.from) return 'Choose an end that is after the start.';
  const overlaps = week.some(
    (other, n) => n !== index && other.weekday === one.weekday && other.from < one.to && one.from < other.to,
  );
  return overlaps ? 'These hours overlap others of this day.' : null;
}
