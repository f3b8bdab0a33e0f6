import { addInterval, daysBetween } from '#client/lib/clinic-time.ts';

/** Days of an interval, to compare it with others: a month counts as one of thirty days. */
export const daysOf = (interval: string): number =>
  daysBetween('2027-04-01', addInterval('2027-04-01', interval));

/** The protocol's rungs, shortest first; an interval that holds now and is none of them has its place among them. */
export function rungsOf(ladder: readonly string[], now: string | null): string[] {
  const rungs = now === null || ladder.includes(now) ? [...ladder] : [...ladder, now];
  return rungs.sort((a, b) => daysOf(a) - daysOf(b));
}

export type Steps = { readonly back: string | null; readonly forward: string | null };

/** One rung closer together and one further apart, from what holds now; null at an end, and where no interval holds. */
export function stepsFrom(ladder: readonly string[], now: string | null): Steps {
  if (now === null) return { back: null, forward: null };
  const rungs = rungsOf(ladder, null);
  return {
    back: rungs.findLast((rung) => daysOf(rung) < daysOf(now)) ?? null,
    forward: rungs.find((rung) => daysOf(rung) > daysOf(now)) ?? null,
  };
}
