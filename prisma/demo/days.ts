import { nextOpenDay } from '#server/features/clinic/next-open-day.ts';
import type { NewClinic } from '#server/repositories/seed-writes.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import {
  addDays,
  instantAt,
  localReading,
  minuteOf,
  startOfDay,
  weekdayOf,
} from '#server/scheduling/time/clinic-time.ts';

/** The clinic's days, and its clock. */
export type Days = {
  readonly zone: string;
  isOpen(date: LocalDate): boolean;
  /** The day itself, or the first one after it on which the clinic is open. */
  onOrAfter(date: LocalDate): LocalDate;
  onOrBefore(date: LocalDate): LocalDate;
  /** The minutes of the day at which the clinic opens and closes; null where it has no hours. */
  hours(date: LocalDate): { readonly opens: number; readonly closes: number } | null;
  at(date: LocalDate, minute: number): Instant;
  /** Somewhere in the clinic's hours, a share of them after it opens. */
  during(date: LocalDate, percent: number): Instant;
};

/** No clinic is closed for longer. */
const MOST_CLOSED_DAYS = 30;

export function daysOf(clinic: Pick<NewClinic, 'zone' | 'openingHours' | 'closures'>): Days {
  const { zone } = clinic;
  const isOpen = (date: LocalDate): boolean => nextOpenDay(clinic, date, 1) !== null;
  const search = (date: LocalDate, step: 1 | -1): LocalDate => {
    for (let n = 0; n < MOST_CLOSED_DAYS; n += 1) {
      const day = addDays(date, n * step);
      if (isOpen(day)) return day;
    }
    throw new Error(`The demo clinic has no open day near ${date}.`);
  };
  const hours: Days['hours'] = (date) => {
    const found = clinic.openingHours.find(({ weekday }) => weekday === weekdayOf(date));
    return found ? { opens: minuteOf(found.opensAt), closes: minuteOf(found.closesAt) } : null;
  };
  const at = (date: LocalDate, minute: number): Instant =>
    instantAt(date, minute, zone) ?? startOfDay(date, zone);
  return {
    zone,
    isOpen,
    onOrAfter: (date) => search(date, 1),
    onOrBefore: (date) => search(date, -1),
    hours,
    at,
    during: (date, percent) => {
      const { opens, closes } = hours(date) ?? { opens: 9 * 60, closes: 17 * 60 };
      return at(date, Math.round(opens + ((closes - opens) * percent) / 100));
    },
  };
}

/** The day that the board opens on: today until the clinic closes, then the next day that it is open. */
export function boardDayAt(now: Instant, days: Days): { date: LocalDate; minuteOfNow: number | null } {
  const { date, minute } = localReading(now, days.zone);
  const hours = days.isOpen(date) ? days.hours(date) : null;
  if (!hours || minute >= hours.closes) return { date: days.onOrAfter(addDays(date, 1)), minuteOfNow: null };
  return { date, minuteOfNow: minute >= hours.opens ? minute : null };
}
