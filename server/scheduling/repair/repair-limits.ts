import type { ChangingCourse, CourseSession } from '#server/scheduling/change/course-change.ts';
import { placeOf } from '#server/scheduling/change/displacement.ts';
import type { ProtocolPhase } from '#server/scheduling/protocol.ts';
import { epochDay } from '#server/scheduling/time/clinic-time.ts';

/** The days that one session of a course may be on: both ends are included. */
export type DayRange = { readonly from: number; readonly to: number };

/** A session is at least `least` days after an earlier one of those that may move, and at most `most`. */
export type GapLimit = { readonly earlier: number; readonly least: number; readonly most: number };

export type CourseLimits = {
  /** By session that may move: its days as far as the clock, the sessions that stay and its booster window go. */
  readonly ranges: readonly DayRange[];
  /** By session that may move: its distance from those before it. */
  readonly gaps: readonly (readonly GapLimit[])[];
};

type Dated = { readonly session: CourseSession; readonly day: number };

/**
 * The rules between a course's sessions, as distances in days, so that a search can keep them as it goes. What the
 * course breaks already stays allowed, and no more than that: a human has decided on it.
 *
 * `held` are all sessions that hold their time, by number; `movable` those of them that may move, in the same order.
 */
export function limitsOf(
  course: ChangingCourse,
  held: readonly CourseSession[],
  movable: readonly CourseSession[],
  days: DayRange,
  zone: string,
): CourseLimits {
  const dated = held.map((session) => ({ session, day: placeOf(session.startsAt, zone).epochDay }));
  const indexOf = new Map(movable.map(({ id }, index) => [id, index]));
  const ranges = movable.map((session) => windowOf(course, session, days));
  const gaps: GapLimit[][] = movable.map(() => []);
  for (const { earlier, later, least, most } of pairs(course, dated)) {
    const from = indexOf.get(earlier.session.id);
    const to = indexOf.get(later.session.id);
    if (from !== undefined && to !== undefined) gaps[to]?.push({ earlier: from, least, most });
    else if (to !== undefined) narrow(ranges, to, earlier.day + least, earlier.day + most);
    else if (from !== undefined) narrow(ranges, from, later.day - most, later.day - least);
  }
  return { ranges, gaps };
}

function windowOf(
  { boosterWindow }: ChangingCourse,
  { phase }: CourseSession,
  { from, to }: DayRange,
): { from: number; to: number } {
  if (phase !== 'maintenance' || !boosterWindow) return { from, to };
  return {
    from: Math.max(from, epochDay(boosterWindow.earliestOn)),
    to: Math.min(to, epochDay(boosterWindow.latestOn)),
  };
}

function narrow(ranges: { from: number; to: number }[], index: number, from: number, to: number): void {
  const range = ranges[index];
  if (!range) return;
  range.from = Math.max(range.from, from);
  range.to = Math.min(range.to, to);
}

type Pair = {
  readonly earlier: Dated;
  readonly later: Dated;
  readonly least: number;
  readonly most: number;
};

function* pairs(course: ChangingCourse, dated: readonly Dated[]): Generator<Pair> {
  const planned = dated.filter(({ session }) => session.phase !== 'maintenance');
  for (const [index, later] of planned.entries()) {
    const phase = phaseNamed(course, later.session);
    if (!phase) continue;
    const before = planned[index - 1];
    if (before) yield relaxed(before, later, phase.minClearDays + 1, phase.maxClearDays + 1);
    const early = planned[index - phase.maxInRolling7Days];
    if (early) yield relaxed(early, later, 7, Infinity);
    const first = planned.find(({ session }) => session.phase === later.session.phase);
    if (first && first !== later && phase.maxSpanDays !== null)
      yield relaxed(first, later, -Infinity, phase.maxSpanDays);
  }
  const { minIntervalDays } = course.definition.booster;
  for (const [index, later] of dated.entries()) {
    if (later.session.phase !== 'maintenance') continue;
    for (const earlier of dated.slice(0, index)) yield relaxed(earlier, later, minIntervalDays, Infinity);
  }
}

const phaseNamed = ({ definition }: ChangingCourse, { phase }: CourseSession): ProtocolPhase | undefined =>
  definition.phases.find((one) => one.phase === phase);

function relaxed(earlier: Dated, later: Dated, least: number, most: number): Pair {
  const now = later.day - earlier.day;
  return { earlier, later, least: Math.min(least, now), most: Math.max(most, now) };
}
