import type { BoosterRules } from '#server/scheduling/protocol.ts';
import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays, addInterval, daysBetween } from '#server/scheduling/time/clinic-time.ts';

/** A clinician's order, as far as dates go. */
export type BoosterOrder = {
  /** ISO 8601 calendar duration; null where boosters are as needed, or a series. */
  readonly interval: string | null;
  readonly asNeeded: boolean;
  readonly flexDays: number;
  readonly expiresOn: LocalDate | null;
  /** Of a booster series: how many, how many of them are booked or have taken place, and since when. */
  readonly series?: { readonly of: number; readonly used: number; readonly setOn: LocalDate } | null;
};

/** A session of the course, as far as the next booster goes. */
export type CountedSession = {
  readonly on: LocalDate;
  readonly phase: string;
  /** `done`: fulfilled; `to-come`: still holds its time. Others do not count. */
  readonly state: 'done' | 'to-come';
};

export type BoosterWindow = {
  readonly dueOn: LocalDate | null;
  readonly earliestOn: LocalDate;
  readonly latestOn: LocalDate;
  readonly interval: string | null;
  readonly asNeeded: boolean;
  /** Of a booster series, how many of it are still to be booked. */
  readonly seriesLeft?: number;
  readonly source: 'order' | 'protocol';
  readonly anchorOn: LocalDate;
  readonly provisional: boolean;
};

/**
 * When the next booster may be: the last session and the interval, with the flex days either side (CLINICAL R12, R14).
 *
 * It is counted from the last fulfilled session. While planned sessions are still to come it is counted from the last of
 * them, and is provisional. A booster that is booked already is the one this window is for, so it does not count.
 * A clinician's order holds; without one, the protocol's own interval. Null where the course has no session at all.
 */
export function boosterWindow(
  rules: BoosterRules,
  order: BoosterOrder | null,
  sessions: readonly CountedSession[],
): BoosterWindow | null {
  const planned = sessions.filter(({ phase, state }) => state === 'to-come' && phase !== 'maintenance');
  const done = sessions.filter(({ state }) => state === 'done');
  const anchorOn = latest(planned.length > 0 ? planned : done);
  if (anchorOn === null) return null;
  const shared = {
    source: order ? ('order' as const) : ('protocol' as const),
    anchorOn,
    provisional: planned.length > 0,
  };
  if (order?.series) {
    const { of, used, setOn } = order.series;
    const { minClearDays, days } = seriesRules(rules);
    // As soon as may be: who has a series ordered feels worse.
    const earliestOn = later(setOn, addDays(anchorOn, minClearDays + 1));
    return {
      ...shared,
      dueOn: earliestOn,
      earliestOn,
      latestOn: order.expiresOn ?? addDays(setOn, days),
      interval: null,
      asNeeded: false,
      seriesLeft: Math.max(0, of - used),
    };
  }
  if (order?.asNeeded) {
    return {
      ...shared,
      dueOn: null,
      earliestOn: addDays(anchorOn, rules.minIntervalDays),
      latestOn: order.expiresOn ?? addInterval(anchorOn, `P${rules.asNeededMonths}M`),
      interval: null,
      asNeeded: true,
    };
  }
  const boostersDone = done.filter(({ phase }) => phase === 'maintenance').length;
  const interval = order?.interval ?? defaultInterval(rules, boostersDone);
  const dueOn = addInterval(anchorOn, interval);
  const flex = order ? order.flexDays : defaultFlexDays(rules, interval);
  // Never so early that it would be a booster series (R16), nor past the order's own end.
  const earliestOn = later(addDays(dueOn, -flex), earlier(dueOn, addDays(anchorOn, rules.minIntervalDays)));
  const latestOn = order?.expiresOn ? earlier(addDays(dueOn, flex), order.expiresOn) : addDays(dueOn, flex);
  return { ...shared, dueOn, earliestOn, latestOn, interval, asNeeded: false };
}

/** Days from one booster to the next, at least: closer than an interval may be only within a series (CLINICAL R16). */
export const leastDaysBetween = (rules: BoosterRules, window: BoosterWindow | null): number =>
  window?.seriesLeft === undefined ? rules.minIntervalDays : seriesRules(rules).minClearDays + 1;

/** What a series is, where the protocol says nothing of it: a clear day between any two, within four weeks. */
export const seriesRules = (rules: BoosterRules): { readonly minClearDays: number; readonly days: number } =>
  rules.series ?? { minClearDays: 1, days: 28 };

/** The protocol's interval after so many boosters: the steps of its taper, the last for ever (CLINICAL R11). */
export function defaultInterval(rules: BoosterRules, boostersDone: number): string {
  let { interval } = rules.defaultIntervals[0];
  let last = 0;
  for (const step of rules.defaultIntervals) {
    if (boostersDone < last) break;
    interval = step.interval;
    last += step.count;
  }
  return interval;
}

/** Does an order allow a booster on a day? One that has ended is renewed by a clinician first. */
export const isOrderLive = (order: BoosterOrder, today: LocalDate): boolean =>
  order.expiresOn === null || order.expiresOn >= today;

/** Flex days where the clinician gave none: fewer for short intervals (CLINICAL R14). */
export const defaultFlexDays = (rules: BoosterRules, interval: string): number =>
  daysBetween('2026-01-01', addInterval('2026-01-01', interval)) <= rules.shortIntervalDays
    ? rules.flexDaysShort
    : rules.flexDays;

export const isInWindow = (date: LocalDate, window: BoosterWindow): boolean =>
  date >= window.earliestOn && date <= window.latestOn;

const latest = (sessions: readonly CountedSession[]): LocalDate | null =>
  sessions.reduce<LocalDate | null>((last, { on }) => (last === null || on > last ? on : last), null);
const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);
