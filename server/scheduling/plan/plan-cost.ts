/**
 * What makes one plan better than another: the only place that says so.
 *
 * First comes the wait: session 1 as early as it can be, where a day the patient did not ask for counts as a week
 * later. Among plans that begin on the same day, the one with the fewest points wins. Points have no unit; they only
 * weigh one inconvenience against another. All are whole numbers, so that equal plans are exactly equal.
 */
export type CostWeights = {
  /** For each session on a weekday that the patient did not ask for. */
  readonly weekdayNotPreferred: number;
  /** For each session outside the time of day that the patient asked for. */
  readonly timeNotPreferred: number;
  /** And for each quarter of an hour that it is outside. */
  readonly timeNotPreferredPerQuarter: number;
  /** For each quarter of an hour between a session's time of day and that of session 1. */
  readonly timeVariesPerQuarter: number;
  /** For each day that two sessions are closer or further apart than an even spacing would have them. */
  readonly unevenPerDay: number;
  /** For each day that the course is shorter or longer than its target (CLINICAL R2). */
  readonly outsideTargetPerDay: number;
  /** For a session at a time when every chair would be taken; less in proportion. Leaves contested times to others. */
  readonly contestedAtFull: number;
};

/** Our own choice (no source): a clinic may set its own. */
export const DEFAULT_WEIGHTS: CostWeights = {
  weekdayNotPreferred: 30,
  timeNotPreferred: 20,
  timeNotPreferredPerQuarter: 1,
  timeVariesPerQuarter: 3,
  unevenPerDay: 10,
  outsideTargetPerDay: 25,
  contestedAtFull: 20,
};

export type Preferences = {
  /** ISO weekdays. */
  readonly weekdays?: readonly number[];
  /** The first and the last minute of the day at which the patient would like to start. */
  readonly timeOfDay?: { readonly from: number; readonly to: number };
};

/** How long a wait for a weekday the patient asked for is worth, in days. */
const WAIT_FOR_PREFERRED_DAYS = 7;

const prefersWeekday = (weekday: number, preferences: Preferences): boolean =>
  !preferences.weekdays || preferences.weekdays.includes(weekday);

/** The order in which days are tried for session 1: lower first. */
export const waitRank = (epochDay: number, weekday: number, preferences: Preferences): number =>
  epochDay + (prefersWeekday(weekday, preferences) ? 0 : WAIT_FOR_PREFERRED_DAYS);

export const weekdayCost = (weekday: number, preferences: Preferences, weights: CostWeights): number =>
  prefersWeekday(weekday, preferences) ? 0 : weights.weekdayNotPreferred;

export function timeCost(minute: number, preferences: Preferences, weights: CostWeights): number {
  const wanted = preferences.timeOfDay;
  if (!wanted || (minute >= wanted.from && minute <= wanted.to)) return 0;
  const outside = minute < wanted.from ? wanted.from - minute : minute - wanted.to;
  return weights.timeNotPreferred + Math.ceil(outside / 15) * weights.timeNotPreferredPerQuarter;
}

export const contestedCost = (percent: number, weights: CostWeights): number =>
  Math.round((percent * weights.contestedAtFull) / 100);

export const variesCost = (minute: number, usualMinute: number, weights: CostWeights): number =>
  Math.ceil(Math.abs(minute - usualMinute) / 15) * weights.timeVariesPerQuarter;

/** Even spacing for two a week is three or four days, for three a week two or three, for one a week seven. */
export function unevenCost(gapDays: number, perWeek: number, weights: CostWeights): number {
  const shortest = Math.floor(7 / perWeek);
  const longest = Math.ceil(7 / perWeek);
  return Math.max(0, shortest - gapDays, gapDays - longest) * weights.unevenPerDay;
}

export function spanCost(
  spanDays: number,
  target: { min: number; max: number } | null,
  weights: CostWeights,
): number {
  if (!target) return 0;
  return Math.max(0, target.min - spanDays, spanDays - target.max) * weights.outsideTargetPerDay;
}
