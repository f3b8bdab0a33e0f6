import { dayViolations } from '#server/scheduling/change/change.ts';
import type { ChangingCourse, CourseSession } from '#server/scheduling/change/course-change.ts';
import { displacementPoints, placeOf } from '#server/scheduling/change/displacement.ts';
import { reasonsIn } from '#server/scheduling/room/day-starts.ts';
import { violationOf } from '#server/scheduling/room/start-times.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import type { ViolationCode } from '#server/scheduling/vocabulary.ts';
import { needsFor, type RepairDays } from './repair-days.ts';
import { type DayRange, limitsOf } from './repair-limits.ts';

/** The nearest time that the clinic has for a session, and what its course has against it. */
export type NearestPlace = {
  readonly sessionId: string;
  readonly startsAt: Instant;
  readonly violations: readonly Violation[];
};

type Asked = {
  readonly course: ChangingCourse;
  readonly held: readonly CourseSession[];
  readonly movable: readonly CourseSession[];
  /** Those that cannot stay. */
  readonly sessions: readonly CourseSession[];
  readonly span: DayRange;
  readonly zone: string;
  /** With everybody else in place. */
  readonly days: RepairDays;
};

/** What is against every start of the days that the rules leave to a session, of each session that cannot stay. */
export function whyNoPlace({ course, held, movable, sessions, span, zone, days }: Asked): Violation[] {
  const { ranges } = limitsOf(course, held, movable, span, zone);
  return sessions.flatMap((session) => {
    const range = ranges[movable.findIndex(({ id }) => id === session.id)];
    if (!range) return [];
    const kind = days.kindOf(needsFor(course, session));
    const codes = new Set<ViolationCode>();
    for (let day = range.from; day <= range.to; day += 1) {
      const { refusals } = days.starts(day, kind);
      // A day without hours says so by having no start at all.
      if (refusals.length === 0) codes.add('closed');
      for (const bits of refusals) for (const code of reasonsIn(bits)) codes.add(code);
    }
    return [...codes].map((code) => violationOf(code, session.sequence));
  });
}

/** For each session that cannot stay, the nearest start that the clinic has, if it were moved alone. */
export function nearestPlaces({ course, held, sessions, span, zone, days }: Asked): NearestPlace[] {
  const rules = {
    definition: course.definition,
    zone,
    sessions: held,
    boosterWindow: course.boosterWindow,
  };
  return sessions.flatMap((session) => {
    const kind = days.kindOf(needsFor(course, session));
    const from = placeOf(session.startsAt, zone);
    let nearest: { startsAt: Instant; epochDay: number } | null = null;
    let least = Infinity;
    for (let epochDay = span.from; epochDay <= span.to; epochDay += 1) {
      const { minutes, instants, refusals } = days.starts(epochDay, kind);
      for (const [index, minute] of minutes.entries()) {
        if (refusals[index] !== 0) continue;
        const points = displacementPoints(from, { epochDay, minute });
        if (points >= least) continue;
        least = points;
        nearest = { startsAt: instants[index] as number, epochDay };
      }
    }
    if (!nearest) return [];
    const { startsAt, epochDay } = nearest;
    return [{ sessionId: session.id, startsAt, violations: dayViolations(rules, session, epochDay) }];
  });
}
