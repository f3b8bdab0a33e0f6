import { describe, expect, test } from '@jest/globals';
import { instantOfWallTime, offsetMinutes } from '#server/scheduling/time/zone.ts';

/** Ordinary ones, and every oddity that a zone has come up with this century. */
const ZONES = [
  'UTC',
  'America/New_York',
  'America/Los_Angeles',
  'America/Phoenix',
  'America/St_Johns', // until 2011 the clocks changed at one minute past midnight
  'America/Sao_Paulo', // midnight was skipped
  'America/Santiago',
  'America/Caracas', // half an hour back in 2007, and forward again in 2016
  'Atlantic/Azores',
  'Europe/London',
  'Europe/Dublin',
  'Europe/Berlin',
  'Europe/Moscow',
  'Europe/Istanbul',
  'Africa/Casablanca', // changes for Ramadan
  'Africa/Johannesburg',
  'Asia/Beirut',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Pyongyang',
  'Asia/Tokyo',
  'Australia/Adelaide',
  'Australia/Lord_Howe', // changes by half an hour
  'Antarctica/Troll', // changes by two hours
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia', // had no 30 December 2011
  'Pacific/Kiritimati',
] as const;
const YEARS = [2007, 2011, 2016, 2026, 2027, 2038] as const;

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** What the clock of a zone shows, to the second, as if it were UTC. */
const clockOf = (zone: string): ((at: number) => number) => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 0, day = 0, hour, minute, second } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
};

/** The last moment before each change of the offset within a year. */
function changesIn(year: number, offsetAt: (at: number) => number): number[] {
  const changes = [];
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += DAY) {
    if (offsetAt(day) === offsetAt(day + DAY)) continue;
    let [before, after] = [day, day + DAY];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(middle) === offsetAt(day)) before = middle;
      else after = middle;
    }
    changes.push(before);
  }
  return changes;
}

describe.each(ZONES)('the clock of %s', (zone) => {
  const clock = clockOf(zone);
  const offsetAt = (at: number) => (clock(at) - Math.floor(at / 1000) * 1000) / MINUTE;

  test('is ahead of UTC by what Intl says, through many years and to the millisecond at every change', () => {
    const wrong: string[] = [];
    for (const year of YEARS) {
      const moments = changesIn(year, offsetAt).flatMap((last) => [last - DAY, last, last + 1, last + DAY]);
      moments.push(Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1) - 1);
      for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 5 * DAY) moments.push(at);
      for (const at of moments) {
        const [found, expected] = [offsetMinutes(at, zone), offsetAt(at)];
        if (found !== expected) wrong.push(`${new Date(at).toISOString()}: ${found} for ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('shows every wall time first at the instant that is found for it, and one that it skips never', () => {
    const wrong: string[] = [];
    for (const year of [2011, 2026]) {
      for (const last of [...changesIn(year, offsetAt), Date.UTC(year, 5, 15) - 1]) {
        const change = last + 1;
        // Everything that the clock shows around the change, or a day in June, and when it does so first.
        const shown = new Map<number, number>();
        for (let at = change - 30 * HOUR; at <= change + 30 * HOUR; at += 10 * MINUTE) {
          if (!shown.has(clock(at))) shown.set(clock(at), at);
        }
        for (
          let wall = clock(last - 3 * HOUR) + 1000;
          wall <= clock(change + 3 * HOUR);
          wall += 10 * MINUTE
        ) {
          const [found, expected] = [instantOfWallTime(wall, zone), shown.get(wall) ?? null];
          if (found !== expected) wrong.push(`${new Date(wall).toISOString()}: ${found} for ${expected}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
