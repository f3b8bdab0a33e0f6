import { TZDate } from '@date-fns/tz';
import { addDays, addMonths, differenceInCalendarDays, format, getISOWeek } from 'date-fns';

/**
 * Dates and times as people of the clinic say them. An instant is ISO 8601 with an offset and is read in the
 * clinic's zone; a local date (`2026-03-02`) and a local time (`09:00`) have no zone and are never moved by one.
 */

/** `2026-03-02T09:00:00-05:00` → `2026-03-02` */
export const localDateOf = (instant: string, zone: string): string =>
  format(inZone(instant, zone), 'yyyy-MM-dd');

/** `2026-03-02T09:00:00-05:00` → `09:00` */
export const localTimeOf = (instant: string, zone: string): string => format(inZone(instant, zone), 'HH:mm');

/** Minutes of the clinic's clock since midnight. */
export const minutesOf = (instant: string, zone: string): number => minutesOfTime(localTimeOf(instant, zone));

/** `09:30` → 570. `24:00` is the end of the day. */
export const minutesOfTime = (time: string): number =>
  Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** `09:00` on `2026-03-02` in the zone, as an instant. A time that the zone's clock skips is the one an hour later. */
export function instantOf(date: string, time: string, zone: string): string {
  const minutes = minutesOfTime(time);
  return new TZDate(
    Number(date.slice(0, 4)),
    Number(date.slice(5, 7)) - 1,
    Number(date.slice(8, 10)),
    Math.floor(minutes / 60),
    minutes % 60,
    zone,
  ).toISOString();
}

/** "9:00" */
export const formatTime = (instant: string, zone: string): string => format(inZone(instant, zone), 'H:mm');

/** `09:00` → "9:00" */
export const formatLocalTime = (time: string): string => time.replace(/^0(?=\d)/, '');

/** 570 → "9:30" */
export const formatMinuteOfDay = (minutes: number): string =>
  `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

/** "9:00–11:00" */
export const formatTimeRange = (from: string, to: string, zone: string): string =>
  `${formatTime(from, zone)}–${formatTime(to, zone)}`;

/** "Tue 2 Mar" */
export const formatDay = (date: string): string => format(asDate(date), 'EEE d MMM');

/** "Tuesday 2 March 2027" */
export const formatLongDay = (date: string): string => format(asDate(date), 'EEEE d MMMM yyyy');

/** "2 Mar" */
export const formatDayMonth = (date: string): string => format(asDate(date), 'd MMM');

/** "2 Mar 1980" */
export const formatDate = (date: string): string => format(asDate(date), 'd MMM yyyy');

/** "Tue" */
export const formatWeekday = (date: string): string => format(asDate(date), 'EEE');

/** "Tue 2 Mar, 9:00" */
export const formatDayAndTime = (instant: string, zone: string): string =>
  format(inZone(instant, zone), 'EEE d MMM, H:mm');

/** "Tue 2 Mar to Fri 5 Mar"; one day stands alone. */
export const formatDayRange = (from: string, to: string): string =>
  from === to ? formatDay(from) : `${formatDay(from)} to ${formatDay(to)}`;

/** "today", "tomorrow", "in 3 days", "5 days ago", "in 6 weeks" */
export function formatDaysAway(date: string, today: string): string {
  const days = daysBetween(today, date);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  const size = Math.abs(days);
  const words =
    size < 21
      ? `${size} days`
      : size < 91
        ? `${Math.round(size / 7)} weeks`
        : `${Math.round(size / 30.44)} months`;
  return days > 0 ? `in ${words}` : `${words} ago`;
}

/** 100 → "1 h 40 min" */
export function formatDuration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 && `${hours} h`, (rest > 0 || hours === 0) && `${rest} min`].filter(Boolean).join(' ');
}

export type IntervalUnit = 'days' | 'weeks' | 'months';

const UNITS: Record<string, IntervalUnit> = { D: 'days', W: 'weeks', M: 'months' };

/** `P6W` → 6 weeks */
export const intervalParts = (interval: string): { count: number; unit: IntervalUnit } => ({
  count: Number.parseInt(interval.slice(1), 10),
  unit: UNITS[interval.slice(-1)] ?? 'days',
});

/** `P6W` → "every 6 weeks", `P1W` → "every week" */
export function formatEvery(interval: string): string {
  const { count, unit } = intervalParts(interval);
  return count === 1 ? `every ${unit.slice(0, -1)}` : `every ${count} ${unit}`;
}

/** A month after 31 January is the last day of February. */
export function addInterval(date: string, interval: string): string {
  const { count, unit } = intervalParts(interval);
  if (unit === 'months') return asLocalDate(addMonths(asDate(date), count));
  return shiftDays(date, unit === 'weeks' ? count * 7 : count);
}

export const shiftDays = (date: string, days: number): string => asLocalDate(addDays(asDate(date), days));

/** Local days from one to the other; negative where `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  differenceInCalendarDays(asDate(to), asDate(from));

/** ISO: 1 is Monday, 7 is Sunday. */
export const weekdayOf = (date: string): number => asDate(date).getDay() || 7;

/** The ISO number of the week that the day is in. */
export const isoWeekOf = (date: string): number => getISOWeek(asDate(date));

/** Monday to Sunday of the week that the day is in. */
export function weekOf(date: string): string[] {
  const monday = shiftDays(date, 1 - weekdayOf(date));
  return Array.from({ length: 7 }, (_, i) => shiftDays(monday, i));
}

/** `America/New_York` → "New York time" */
export const zoneWords = (zone: string): string =>
  `${(zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')} time`;

/** Whether the reader's own clock shows another time than the clinic's now. */
export function isReaderElsewhere(zone: string, now: string): boolean {
  const reader = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return formatDayAndTime(now, zone) !== formatDayAndTime(now, reader);
}

const inZone = (instant: string, zone: string): TZDate => new TZDate(instant, zone);

/** A local date as a Date of the browser's own calendar: at noon, where no clock change can move it to another day. */
const asDate = (date: string): Date =>
  new Date(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)), 12);

const asLocalDate = (date: Date): string => format(date, 'yyyy-MM-dd');
