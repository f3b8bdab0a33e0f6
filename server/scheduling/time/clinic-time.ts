import type { Instant, LocalDate, LocalTime } from './calendar.ts';
import { instantOfWallTime, offsetMinutes } from './zone.ts';

/**
 * Between the clinic's wall clock and instants. A plan is made in local dates and minutes of the day, and becomes
 * instants once, here. Local dates are counted in whole days (epoch days), which know no time zone.
 */

const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;

/** Days since 1970-01-01 of a local date. `epochDay('1970-01-02')` is 1. */
export const epochDay = (date: LocalDate): number =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / MS_PER_DAY;

/** The local date of an epoch day. */
export function dateOfEpochDay(day: number): LocalDate {
  const date = new Date(day * MS_PER_DAY);
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

const two = (count: number): string => (count < 10 ? `0${count}` : `${count}`);

export const addDays = (date: LocalDate, days: number): LocalDate => dateOfEpochDay(epochDay(date) + days);

/** Days from one local date to another. Monday to Wednesday is 2: one clear day between. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => epochDay(to) - epochDay(from);

/** ISO weekday, 1 for Monday to 7 for Sunday. Epoch day 0 was a Thursday. */
export const weekdayOfEpochDay = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
export const weekdayOf = (date: LocalDate): number => weekdayOfEpochDay(epochDay(date));

/** Minutes after midnight of a reading of the clock; "24:00" is 1440. */
export const minuteOf = (time: LocalTime): number =>
  digit(time, 0) * 600 + digit(time, 1) * 60 + digit(time, 3) * 10 + digit(time, 4);

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;

export const timeOfMinute = (minute: number): LocalTime =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/**
 * The instant at which the clinic's clock shows this, or null where it never does (the hour that is skipped in
 * spring). A time that comes twice, in autumn, is the first of the two.
 */
export const instantAt = (date: LocalDate, minute: number, zone: string): Instant | null =>
  instantOfWallTime(epochDay(date) * MS_PER_DAY + minute * MS_PER_MINUTE, zone);

/** The first instant of a local date: midnight, or later where midnight is skipped. */
export const startOfDay = (date: LocalDate, zone: string): Instant => startOfEpochDay(epochDay(date), zone);

export function startOfEpochDay(day: number, zone: string): Instant {
  const wall = day * MS_PER_DAY;
  // Where midnight is skipped, the offset that held before it still tells the moment of the change.
  return instantOfWallTime(wall, zone) ?? wall - offsetMinutes(wall - MS_PER_DAY, zone) * MS_PER_MINUTE;
}

/** What the clinic's calendar and clock show at an instant. */
export function localReading(at: Instant, zone: string): { date: LocalDate; minute: number } {
  const shifted = new Date(at + offsetMinutes(at, zone) * MS_PER_MINUTE);
  return {
    date: shifted.toISOString().slice(0, 10),
    minute: shifted.getUTCHours() * 60 + shifted.getUTCMinutes(),
  };
}

export const localDateOf = (at: Instant, zone: string): LocalDate => localReading(at, zone).date;

/** ISO 8601 with the clinic's offset: `2026-03-02T10:00:00-05:00`. */
export function formatInstant(at: Instant, zone: string): string {
  const offset = offsetMinutes(at, zone);
  const sign = offset < 0 ? '-' : '+';
  const local = new Date(at + offset * MS_PER_MINUTE).toISOString();
  // Whole seconds are all that people and calendars use; a fraction is written only where there is one.
  const reading = local.endsWith('.000Z') ? local.slice(0, 19) : local.slice(0, 23);
  return `${reading}${sign}${timeOfMinute(Math.abs(offset))}`;
}

/** Reads an instant off the wire. The contract has checked its form. */
export const parseInstant = (text: string): Instant => Date.parse(text);

/**
 * A local date and an ISO 8601 duration of days, weeks or months. Months end where the month does:
 * 31 January and P1M is 28 February, or 29 in a leap year.
 */
export function addInterval(date: LocalDate, interval: string): LocalDate {
  const count = Number(interval.slice(1, -1));
  const unit = interval.at(-1);
  if (unit === 'D') return addDays(date, count);
  if (unit === 'W') return addDays(date, count * 7);
  const monthIndex = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + count;
  const lastDay = new Date(Date.UTC(Math.floor(monthIndex / 12), (monthIndex % 12) + 1, 0)).getUTCDate();
  const day = Math.min(Number(date.slice(8, 10)), lastDay);
  return `${Math.floor(monthIndex / 12)}-${String((monthIndex % 12) + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
