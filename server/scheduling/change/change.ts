import { type BoosterWindow, isInWindow, leastDaysBetween } from '#server/scheduling/booster/booster.ts';
import { courseBreaches, type DatedSession } from '#server/scheduling/course/course-rules.ts';
import { inCourseOrder, phaseNamed } from '#server/scheduling/course/course-sessions.ts';
import { type ProtocolDefinition, phaseOf } from '#server/scheduling/protocol.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import type { SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import { checkStart } from '#server/scheduling/room/start-times.ts';
import { broken } from '#server/scheduling/rules.ts';
import type { ClinicCalendar, Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay, epochDay, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import type { Phase } from '#server/scheduling/vocabulary.ts';

/** A session of the course that holds its time. */
export type HeldSession = NumberedSession & { readonly id: string; readonly startsAt: Instant };

/** A session's number says its phase, unless a clinician has extended the course. */
export type NumberedSession = { readonly sequence: number; readonly phase?: Phase };

export type CourseRules = {
  readonly definition: ProtocolDefinition;
  readonly zone: string;
  /** Every session of the course that holds its time, past ones too. */
  readonly sessions: readonly HeldSession[];
  /** The window of the next booster, for moving one. */
  readonly boosterWindow: BoosterWindow | null;
  /** Where it is not what the window's order says: days from one booster to the next, at least. */
  readonly leastDaysBetween?: number;
};

/**
 * What the course has against one of its sessions being on a day: order, clear days, so many in a week, the span,
 * or for a booster its window. Breaches that were there before and that the session has no part in are not laid to it.
 */
export function dayViolations(
  course: CourseRules,
  moving: NumberedSession & { id: string },
  day: number,
): Violation[] {
  if (phaseIn(course, moving) === 'maintenance') return boosterViolations(course, moving, day);
  const others = course.sessions.filter(
    (one) => one.id !== moving.id && phaseIn(course, one) !== 'maintenance',
  );
  const days = new Map(others.map((one) => [one.sequence, epochDay(localDateOf(one.startsAt, course.zone))]));
  const sessions = inCourseOrder(
    [...others, moving].map((one) => ({ sequence: one.sequence, phase: phaseIn(course, one) })),
  ).map(
    ({ sequence, phase }): DatedSession => ({
      sequence,
      phase: phaseNamed(course.definition, phase),
      epochDay: days.get(sequence) ?? day,
    }),
  );
  return courseBreaches(sessions)
    .filter(({ involves }) => involves.includes(moving.sequence))
    .map(({ violation }) => violation);
}

const phaseIn = ({ definition }: CourseRules, { sequence, phase }: NumberedSession): Phase =>
  phase ?? phaseOf(definition, sequence);

/** What is against a booster on a day: its window, and the sessions that it must stay clear of (CLINICAL R12, R16). */
export function boosterViolations(
  course: CourseRules,
  booster: { id?: string; sequence: number },
  day: number,
): Violation[] {
  const date = dateOfEpochDay(day);
  const found: Violation[] = [];
  const window = course.boosterWindow;
  if (window && !isInWindow(date, window)) {
    found.push(broken('outside-booster-window', outsideWords(window), booster.sequence));
  }
  const least = course.leastDaysBetween ?? leastDaysBetween(course.definition.booster, window);
  for (const session of course.sessions) {
    if (session.id === booster.id) continue;
    const gap = Math.abs(day - epochDay(localDateOf(session.startsAt, course.zone)));
    if (gap < least) {
      const detail = `Too close to session ${session.sequence}: ${least} days needed between.`;
      found.push({ ...broken('too-close', detail, booster.sequence), rule: 'R16' });
    }
  }
  return found;
}

const outsideWords = ({ earliestOn, latestOn }: { earliestOn: LocalDate; latestOn: LocalDate }): string =>
  `Outside the booster window, which runs from ${spoken(earliestOn)} to ${spoken(latestOn)}.`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const spoken = (date: LocalDate): string =>
  `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]}`;

/** Everything against moving a session of a course to an instant; the pool with room, where there is one. */
export function checkMove(
  calendar: ClinicCalendar,
  needs: SessionNeeds,
  course: CourseRules,
  moving: HeldSession,
  startsAt: Instant,
  now: Instant,
): { violations: Violation[]; poolId: string | null } {
  const asked = { ...needs, ignoreSessionIds: new Set([moving.id]) };
  const clinic = checkStart(
    availabilityFor(calendar, asked, now),
    calendar,
    asked,
    startsAt,
    moving.sequence,
  );
  const day = epochDay(localDateOf(startsAt, calendar.zone));
  return { violations: [...clinic.violations, ...dayViolations(course, moving, day)], poolId: clinic.poolId };
}
