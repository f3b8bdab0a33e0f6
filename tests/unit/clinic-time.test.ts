import { describe, expect, test } from '@jest/globals';
import {
  addInterval,
  dateOfEpochDay,
  daysBetween,
  epochDay,
  formatInstant,
  instantAt,
  localReading,
  startOfDay,
  weekdayOf,
} from '#server/scheduling/time/clinic-time.ts';

const at = (text: string) => Date.parse(text);

describe('the clinic clock', () => {
  test('10:00 is another instant on either side of a DST change, in each zone', () => {
    // New York, 8 March 2026; London, 29 March 2026; Lord Howe (half an hour), 5 April 2026
    expect(instantAt('2026-03-07', 600, 'America/New_York')).toBe(at('2026-03-07T10:00:00-05:00'));
    expect(instantAt('2026-03-08', 600, 'America/New_York')).toBe(at('2026-03-08T10:00:00-04:00'));
    expect(instantAt('2026-03-28', 600, 'Europe/London')).toBe(at('2026-03-28T10:00:00+00:00'));
    expect(instantAt('2026-03-29', 600, 'Europe/London')).toBe(at('2026-03-29T10:00:00+01:00'));
    expect(instantAt('2026-04-04', 600, 'Australia/Lord_Howe')).toBe(at('2026-04-04T10:00:00+11:00'));
    expect(instantAt('2026-04-05', 600, 'Australia/Lord_Howe')).toBe(at('2026-04-05T10:00:00+10:30'));
  });

  test('a time that the clock skips has no instant', () => {
    expect(instantAt('2026-03-08', 150, 'America/New_York')).toBeNull(); // 02:30
  });

  test('a time that comes twice is the first of the two', () => {
    // 01:30 on 1 November 2026, still in summer time
    expect(instantAt('2026-11-01', 90, 'America/New_York')).toBe(at('2026-11-01T01:30:00-04:00'));
  });

  test('24:00 is midnight of the next day', () => {
    expect(instantAt('2026-03-02', 1440, 'America/New_York')).toBe(at('2026-03-03T00:00:00-05:00'));
  });

  test('a day whose midnight is skipped begins at one', () => {
    // Beirut went from 00:00 to 01:00 on 29 March 2026
    expect(startOfDay('2026-03-29', 'Asia/Beirut')).toBe(at('2026-03-29T01:00:00+03:00'));
  });

  test('an instant reads back as the wall time it was made from, with its offset', () => {
    const instant = at('2026-03-02T10:00:00-05:00');
    expect(localReading(instant, 'America/New_York')).toEqual({ date: '2026-03-02', minute: 600 });
    expect(formatInstant(instant, 'America/New_York')).toBe('2026-03-02T10:00:00-05:00');
    expect(formatInstant(instant, 'Asia/Kathmandu')).toBe('2026-03-02T20:45:00+05:45');
    expect(formatInstant(instant, 'UTC')).toBe('2026-03-02T15:00:00+00:00');
  });
});

describe('local dates', () => {
  test('count in whole days, whatever the clock does', () => {
    expect(daysBetween('2026-03-07', '2026-03-09')).toBe(2);
    expect(dateOfEpochDay(epochDay('2028-02-29'))).toBe('2028-02-29');
    expect(weekdayOf('2026-03-02')).toBe(1);
    expect(weekdayOf('1969-12-28')).toBe(7);
  });

  test('a month on ends where the month does', () => {
    expect(addInterval('2026-01-31', 'P1M')).toBe('2026-02-28');
    expect(addInterval('2028-01-31', 'P1M')).toBe('2028-02-29');
    expect(addInterval('2026-12-31', 'P2M')).toBe('2027-02-28');
    expect(addInterval('2026-01-31', 'P4W')).toBe('2026-02-28');
    expect(addInterval('2026-02-27', 'P10D')).toBe('2026-03-09');
  });
});
