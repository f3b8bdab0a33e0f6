import type { LocalDate } from '#server/scheduling/time/calendar.ts';

/** What somebody typed to find a patient, taken apart. Null: nothing of the kind was typed. */
export type PatientQuery = {
  /** Words of the name. */
  readonly words: string;
  /** More than one where 5/2/1980 may be read either way round. */
  readonly datesOfBirth: readonly LocalDate[] | null;
  /** Part of a telephone number, digits only. */
  readonly digits: string | null;
  /** The beginning of a date of birth: `1980`, `1980-05`. */
  readonly yearAndMonth: string | null;
};

const ISO = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/;
const NUMERIC = /\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/;
const DAY_FIRST = /\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})\b/i;
const MONTH_FIRST = /\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b/i;

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

export function readPatientQuery(q: string): PatientQuery {
  // PostgreSQL's text takes no NUL.
  const { dates, rest } = takeDate(q.replaceAll('\u0000', ''));
  const tokens = rest.split(/\s+/).filter(Boolean);
  const numbers = tokens.filter((token) => /\d/.test(token) && !/\p{L}/u.test(token));
  const digits = numbers.join('').replace(/\D/g, '');
  const [only] = numbers;
  return {
    words: tokens.filter((token) => !numbers.includes(token)).join(' '),
    datesOfBirth: dates,
    digits: digits || null,
    yearAndMonth: numbers.length === 1 && only && /^\d{4}(-\d{0,2})?$/.test(only) ? only : null,
  };
}

function takeDate(q: string): { dates: LocalDate[] | null; rest: string } {
  const readers: [RegExp, (m: string[]) => LocalDate[]][] = [
    [ISO, ([y, m, d]) => date(y, m, d)],
    [NUMERIC, ([a, b, y]) => [...new Set([...date(y, a, b), ...date(y, b, a)])]],
    [DAY_FIRST, ([d, name, y]) => date(y, monthNumber(name), d)],
    [MONTH_FIRST, ([name, d, y]) => date(y, monthNumber(name), d)],
  ];
  for (const [pattern, read] of readers) {
    const match = pattern.exec(q);
    const dates = match ? read(match.slice(1)) : [];
    if (match && dates.length > 0) return { dates, rest: q.replace(match[0], ' ') };
  }
  return { dates: null, rest: q };
}

function monthNumber(name = ''): string {
  const index = MONTHS.findIndex((month) => month.startsWith(name.toLowerCase()));
  return String(index + 1);
}

/** The date, where there is such a day. */
function date(year = '', month = '', day = ''): LocalDate[] {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text) ? [text] : [];
}
