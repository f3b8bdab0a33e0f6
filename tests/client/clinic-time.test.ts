import { describe, expect, test } from '@jest/globals';
import {
  addInterval,
  daysBetween,
  formatDayAndTime,
  formatDaysAway,
  formatDuration,
  formatEvery,
  formatLocalTime,
  instantOf,
  isoWeekOf,
  localDateOf,
  weekOf,
} from '#client/lib/clinic-time.ts';

const NEW_YORK = 'America/New_York';

describe('times as the clinic says them', () => {
  test('an instant is read in the clinic’s zone, weekday first', () => {
    // 23:30 in New York on Monday is Tuesday in London
    expect(formatDayAndTime('2027-03-02T04:30:00Z', NEW_YORK)).toBe('Mon 1 Mar, 23:30');
    expect(localDateOf('2027-03-02T04:30:00Z', NEW_YORK)).toBe('2027-03-01');
    expect(localDateOf('2027-03-02T04:30:00Z', 'Europe/London')).toBe('2027-03-02');
  });

  test('ten o’clock is ten o’clock on both sides of a clock change', () => {
    // winter time until 14 March 2027
    expect(instantOf('2027-03-12', '10:00', NEW_YORK)).toBe('2027-03-12T10:00:00.000-05:00');
    expect(instantOf('2027-03-15', '10:00', NEW_YORK)).toBe('2027-03-15T10:00:00.000-04:00');
    expect(formatDayAndTime('2027-03-15T10:00:00-04:00', NEW_YORK)).toBe('Mon 15 Mar, 10:00');
  });

  test.each([
    ['2027-03-02', 'today'],
    ['2027-03-03', 'tomorrow'],
    ['2027-03-01', 'yesterday'],
    ['2027-03-05', 'in 3 days'],
    ['2027-02-25', '5 days ago'],
    ['2027-04-13', 'in 6 weeks'],
    ['2027-09-02', 'in 6 months'],
  ])('%s is %s', (date, words) => {
    expect(formatDaysAway(date, '2027-03-02')).toBe(words);
  });

  test('days are counted on the calendar, not in hours', () => {
    // the night of 14 March has 23 hours
    expect(daysBetween('2027-03-13', '2027-03-15')).toBe(2);
    expect(daysBetween('2027-03-15', '2027-03-13')).toBe(-2);
  });

  test('a month after the last of January is the last of February', () => {
    expect(addInterval('2027-01-31', 'P1M')).toBe('2027-02-28');
    expect(addInterval('2027-03-02', 'P6W')).toBe('2027-04-13');
    expect(addInterval('2027-03-02', 'P10D')).toBe('2027-03-12');
  });

  test('a week runs from Monday to Sunday and has its ISO number', () => {
    expect(weekOf('2027-01-01')).toEqual([
      '2026-12-28',
      '2026-12-29',
      '2026-12-30',
      '2026-12-31',
      '2027-01-01',
      '2027-01-02',
      '2027-01-03',
    ]);
    expect(isoWeekOf('2027-01-01')).toBe(53);
  });

  test('intervals and durations read as they are spoken', () => {
    expect(formatEvery('P1W')).toBe('every week');
    expect(formatEvery('P12W')).toBe('every 12 weeks');
    expect(formatDuration(40)).toBe('40 min');
    expect(formatDuration(120)).toBe('2 h');
    expect(formatDuration(100)).toBe('1 h 40 min');
    expect(formatLocalTime('09:00')).toBe('9:00');
  });
});
