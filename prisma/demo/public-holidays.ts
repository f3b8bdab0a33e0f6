import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays, weekdayOf } from '#server/scheduling/time/clinic-time.ts';

const MONDAY = 1;
const THURSDAY = 4;

/** The days on which a clinic in New York stays closed, between two days, both included. */
export function publicHolidays(from: LocalDate, to: LocalDate): { date: LocalDate; name: string }[] {
  const years: number[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) years.push(year);
  return years.flatMap(holidaysOf).filter(({ date }) => date >= from && date <= to);
}

const holidaysOf = (year: number): { date: LocalDate; name: string }[] => [
  { date: `${year}-01-01`, name: "New Year's Day" },
  { date: nth(3, MONDAY, `${year}-01`), name: 'Martin Luther King Jr. Day' },
  { date: nth(3, MONDAY, `${year}-02`), name: "Presidents' Day" },
  { date: addDays(nth(1, MONDAY, `${year}-06`), -7), name: 'Memorial Day' },
  { date: `${year}-06-19`, name: 'Juneteenth' },
  { date: `${year}-07-04`, name: 'Independence Day' },
  { date: nth(1, MONDAY, `${year}-09`), name: 'Labor Day' },
  { date: nth(4, THURSDAY, `${year}-11`), name: 'Thanksgiving' },
  { date: `${year}-12-25`, name: 'Christmas Day' },
];

/** The first, second ... such weekday of a month. */
function nth(count: number, weekday: number, month: string): LocalDate {
  const first = `${month}-01`;
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (count - 1) * 7);
}
