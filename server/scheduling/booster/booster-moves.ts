import { boosterViolations, type CourseRules } from '#server/scheduling/change/change.ts';
import { withStarts } from '#server/scheduling/change/change-move.ts';
import type { ChangingCourse, CourseSession } from '#server/scheduling/change/course-change.ts';
import { isHolding, isOpen, isPlanned } from '#server/scheduling/course/course-sessions.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import { broken } from '#server/scheduling/rules.ts';
import type { ClinicCalendar, Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import {
  addDays,
  dateOfEpochDay,
  daysBetween,
  epochDay,
  localDateOf,
  localReading,
} from '#server/scheduling/time/clinic-time.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import { type BoosterWindow, isInWindow } from './booster.ts';

/** Where booked boosters would go when a clinician orders another interval. `course` has the window of the new order. */

/** Days that are looked at, either side of the day that is wanted. */
const MOST_DAYS = 21;

export type ProposedMove = {
  readonly session: CourseSession;
  /** Null where there is no time. */
  readonly startsAt: Instant | null;
  readonly whyNot: readonly Violation[];
};

/** The booked boosters that the window does not hold, by time. Whoever has arrived already is not sent away. */
export const boostersOutside = (
  { sessions, boosterWindow }: Pick<ChangingCourse, 'sessions' | 'boosterWindow'>,
  zone: string,
  now: Instant,
): CourseSession[] =>
  boosterWindow === null
    ? []
    : sessions
        .filter((one) => !isPlanned(one) && isOpen(one, now))
        .filter(({ startsAt }) => !isInWindow(localDateOf(startsAt, zone), boosterWindow))
        .sort((a, b) => a.startsAt - b.startsAt);

/** The days on which a booster might go, and the one that is best. */
export type WantedDays = { readonly from: LocalDate; readonly to: LocalDate; readonly best: LocalDate };

/**
 * Nobody is asked to come on the very day, so the days begin tomorrow. Once the window has passed, the sooner the better.
 * Boosters as needed have no due date: they stay as near as they can to the day they had.
 */
export function wantedDays(
  window: BoosterWindow,
  expiresOn: LocalDate | null,
  day: LocalDate,
  today: LocalDate,
): WantedDays {
  const from = later(window.earliestOn, addDays(today, 1));
  if (from > window.latestOn) {
    const to = addDays(from, MOST_DAYS);
    return { from, to: earlier(to, expiresOn ?? to), best: from };
  }
  const best = earlier(later(window.dueOn ?? day, from), window.latestOn);
  return {
    from: later(from, addDays(best, -MOST_DAYS)),
    to: earlier(window.latestOn, addDays(best, MOST_DAYS)),
    best,
  };
}

/** A start for each that is outside: nearest to the due date, then to its own time of day, and with nothing against it. */
export function proposeMoves(
  course: ChangingCourse,
  expiresOn: LocalDate | null,
  calendar: ClinicCalendar,
  now: Instant,
): ProposedMove[] {
  const { boosterWindow: window } = course;
  const { zone } = calendar;
  if (window === null) return [];
  let { sessions } = course;
  return boostersOutside(course, zone, now).map((session): ProposedMove => {
    if (course.state === 'on-hold') {
      const onHold = broken('on-hold', 'Nothing moves while the course is on hold.', session.sequence);
      return { session, startsAt: null, whyNot: [onHold] };
    }
    const own = localDateOf(session.startsAt, zone);
    const days = wantedDays(window, expiresOn, own, localDateOf(now, zone));
    const found = nearestStart({ ...course, sessions }, session, days, calendar, now);
    if (typeof found !== 'number') return { session, startsAt: null, whyNot: [found] };
    if (days.from > window.latestOn && found >= session.startsAt) {
      return {
        session,
        startsAt: null,
        whyNot: [broken('no-plan', 'No sooner time is free.', session.sequence)],
      };
    }
    // The next one goes by where this one will be.
    sessions = withStarts(sessions, new Map([[session.id, found]]));
    return { session, startsAt: found, whyNot: [] };
  });
}

function nearestStart(
  course: ChangingCourse,
  session: CourseSession,
  wanted: WantedDays,
  calendar: ClinicCalendar,
  now: Instant,
): Instant | Violation {
  const { zone } = calendar;
  const own = localReading(session.startsAt, zone).minute;
  const others = course.sessions.filter((one) => isHolding(one));
  const rules: CourseRules = { ...course, zone, sessions: others };
  const needs = { ...course.needs, block: session.block, ignoreSessionIds: new Set([session.id]) };
  const availability = availabilityFor(calendar, needs, now);
  for (const date of nearestFirst(wanted)) {
    const day = epochDay(date);
    const against = boosterViolations(rules, session, day).filter(
      ({ code }) => code !== 'outside-booster-window',
    );
    if (against.length > 0) continue;
    const starts = availability.day(day);
    const distance = (index: number): number => Math.abs((starts.minutes[index] ?? 0) - own);
    const [best] = starts.minutes
      .map((_, index) => index)
      .filter((index) => starts.refusals[index] === 0)
      .sort((a, b) => distance(a) - distance(b) || a - b);
    const startsAt = best === undefined ? undefined : starts.instants[best];
    if (startsAt !== undefined) return startsAt;
  }
  const why =
    wanted.from > wanted.to
      ? `The order ends before ${wanted.from}.`
      : `No time is free from ${wanted.from} to ${wanted.to}.`;
  return broken('no-plan', why, session.sequence);
}

/** Of two days that are as near, the earlier: better a little before the effect wears off. */
const nearestFirst = ({ from, to, best }: WantedDays): LocalDate[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) =>
    dateOfEpochDay(epochDay(from) + index),
  ).sort((a, b) => Math.abs(daysBetween(best, a)) - Math.abs(daysBetween(best, b)) || (a < b ? -1 : 1));

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);
