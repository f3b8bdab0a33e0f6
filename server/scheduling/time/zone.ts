import { TZDate } from '@date-fns/tz';

/**
 * A zone's offset from UTC, quickly. Asking a date library costs some microseconds a time, and a plan asks thousands
 * of times; so each zone's changes of offset are looked up once a year (by the library) and kept. The table is a
 * cache of facts: the same question always has the same answer.
 */

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;

/** `at[i]` is when `minutes[i]` begins to hold; `at[0]` is the beginning of the year. */
type YearOfOffsets = { readonly at: readonly number[]; readonly minutes: readonly number[] };

const zones = new Map<string, Map<number, YearOfOffsets>>();

/** Minutes that the zone's clock is ahead of UTC at an instant: -300 in New York in winter. */
export function offsetMinutes(at: number, zone: string): number {
  if (zone !== held.zone || at < held.from || at >= held.to) held = stretchAround(at, zone);
  return held.minutes;
}

/** A stretch of one offset: the one asked about last, since the next question is mostly about it too. */
let held = { zone: '', from: 0, to: 0, minutes: 0 };

function stretchAround(at: number, zone: string): typeof held {
  const year = new Date(at).getUTCFullYear();
  const { at: changes, minutes } = offsetsOf(year, zone);
  let last = changes.length - 1;
  while (last > 0 && (changes[last] as number) > at) last -= 1;
  return {
    zone,
    from: changes[last] as number,
    to: changes[last + 1] ?? Date.UTC(year + 1, 0, 1),
    minutes: minutes[last] as number,
  };
}

/**
 * The instant at which the zone's clock shows a local date and time (given as if it were UTC), the first of two
 * where it comes twice, or null where the clock skips it.
 */
export function instantOfWallTime(wallMs: number, zone: string): number | null {
  const before = offsetMinutes(wallMs - MS_PER_DAY, zone);
  const after = offsetMinutes(wallMs + MS_PER_DAY, zone);
  const early = wallMs - before * MS_PER_MINUTE;
  if (before === after || offsetMinutes(early, zone) === before) return early;
  const late = wallMs - after * MS_PER_MINUTE;
  return offsetMinutes(late, zone) === after ? late : null;
}

function offsetsOf(year: number, zone: string): YearOfOffsets {
  let years = zones.get(zone);
  if (!years) {
    years = new Map();
    zones.set(zone, years);
  }
  let offsets = years.get(year);
  if (!offsets) {
    offsets = lookUp(year, zone);
    years.set(year, offsets);
  }
  return offsets;
}

/** No zone has changed its offset twice within a day, so one look a day finds every change. */
function lookUp(year: number, zone: string): YearOfOffsets {
  const ask = (ms: number) => -new TZDate(ms, zone).getTimezoneOffset();
  const start = Date.UTC(year, 0, 1);
  const end = Date.UTC(year + 1, 0, 1);
  const at = [start];
  const minutes = [ask(start)];
  for (let day = start; day < end; day += MS_PER_DAY) {
    const held = minutes[minutes.length - 1] as number;
    const next = ask(day + MS_PER_DAY);
    if (next === held) continue;
    let low = day;
    let high = day + MS_PER_DAY;
    while (high - low > MS_PER_MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MS_PER_MINUTE) * MS_PER_MINUTE;
      if (ask(middle) === held) low = middle;
      else high = middle;
    }
    if (high < end) {
      at.push(high);
      minutes.push(next);
    }
  }
  return { at, minutes };
}
