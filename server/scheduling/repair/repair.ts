import type { ChangingCourse, CourseSession, MovedSession } from '#server/scheduling/change/course-change.ts';
import { type Displacement, displacement, placeOf } from '#server/scheduling/change/displacement.ts';
import { assignChairs, type Repack } from '#server/scheduling/room/assign-chairs.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import { HOLDING_STATUSES, type SessionStatus, UPCOMING_STATUSES } from '#server/scheduling/vocabulary.ts';
import { against, brokenSessions, isChairOpen, type Span } from './repair-broken.ts';
import { CourseSearch, type Mover } from './repair-course.ts';
import { NO_WATCHING, needsFor, RepairDays, type Seated } from './repair-days.ts';
import { limitsOf } from './repair-limits.ts';
import { type NearestPlace, nearestPlaces, whyNoPlace } from './repair-reasons.ts';
import { type Contender, repairTogether, type Standing } from './repair-together.ts';

/** A course that has to do with what is taken away. */
export type CourseAtRisk = { readonly id: string; readonly course: ChangingCourse };

export type RepairQuestion = {
  /** The calendar as it is, and as it would be. Both know the same sessions, until `lastDay`. */
  readonly before: ClinicCalendar;
  readonly after: ClinicCalendar;
  /** When something is taken away. */
  readonly within: Span;
  readonly courses: readonly CourseAtRisk[];
  readonly now: Instant;
  /** Nothing is moved to a time before: people are told first. */
  readonly notBefore: Instant;
  /** The last local day that a session may be moved to, as an epoch day. */
  readonly lastDay: number;
  /** Starts that were chosen by hand, by session: the others make way. */
  readonly chosen: ReadonlyMap<string, Instant>;
  /** Courses that somebody wants to see to later. */
  readonly leave: ReadonlySet<string>;
  /** Draws among repairs that are equally good. */
  readonly seed: number;
};

export type BrokenSession = { readonly session: CourseSession; readonly violations: readonly Violation[] };

/** A course that is whole again, with every rule kept. */
export type RepairedCourse = {
  readonly id: string;
  readonly broken: readonly BrokenSession[];
  /** None where its broken session keeps its time and gets another chair. */
  readonly moved: readonly MovedSession[];
  readonly displacement: Displacement;
};

/** Why a course is left for a human. */
export type LeftBecause = 'here-already' | 'on-hold' | 'no-place' | 'others-need-it' | 'by-hand';

export type LeftCourse = {
  readonly id: string;
  readonly broken: readonly BrokenSession[];
  readonly because: LeftBecause;
  readonly reasons: readonly Violation[];
  /** For each broken session, the nearest time that is free, and what the course has against it. */
  readonly nearest: readonly NearestPlace[];
};

export type Repair = {
  readonly repaired: readonly RepairedCourse[];
  readonly left: readonly LeftCourse[];
  /** A chair for each session that moves or must leave its chair. */
  readonly chairs: readonly SeatedSession[];
  /** Others that change chairs to make room. */
  readonly repack: readonly Repack[];
};

export type SeatedSession = { readonly sessionId: string; readonly chairId: string };

/** How often places are sought anew because a chair is free at every moment of one, and no chair for all of it. */
const ATTEMPTS = 6;

/**
 * What taking hours, chairs or people away breaks, and a repair for all of it together: as few courses as can be are
 * left for a human, and the others move as little as can be in all. Only courses that are broken are touched.
 */
export function repair(question: RepairQuestion): Repair {
  const courses = question.courses.flatMap((one) => examined(question, one) ?? []);
  const barred: Barred[] = [];
  for (;;) {
    const attempt = repairOnce(question, courses, barred);
    const seats = attempt.repaired.flatMap(({ seats: ofCourse }) => ofCourse);
    const taken = chairsFor(question, seats);
    if (taken.ok) {
      return {
        repaired: attempt.repaired
          .filter(({ seats: ofCourse }) => ofCourse.length > 0)
          .map(({ seats: _, ...course }) => course),
        left: attempt.left,
        chairs: taken.chairs,
        repack: taken.repack,
      };
    }
    const { sessionId, startsAt } = taken.without;
    // Past so many attempts its course is left alone: no start of it will do.
    barred.push({ sessionId, startsAt: barred.length < ATTEMPTS ? startsAt : null });
  }
}

type Barred = { readonly sessionId: string; readonly startsAt: Instant | null };

/** A broken course, with what of it may move. */
type Examined = CourseAtRisk & {
  readonly held: readonly CourseSession[];
  readonly movable: readonly CourseSession[];
  readonly broken: readonly BrokenSession[];
  /** Why it is not repaired, where that is clear without a search. */
  readonly because: LeftBecause | null;
};

const HOLDING: readonly SessionStatus[] = HOLDING_STATUSES;
const UPCOMING: readonly SessionStatus[] = UPCOMING_STATUSES;

function examined(question: RepairQuestion, { id, course }: CourseAtRisk): Examined | null {
  const { after, now, notBefore, lastDay, leave } = question;
  const held = course.sessions
    .filter(({ status }) => HOLDING.includes(status))
    .toSorted((one, other) => one.sequence - other.sequence);
  const unfinished = held.filter(({ status }) => status !== 'fulfilled');
  const violations = brokenSessions(question, course, unfinished, question.within);
  if (violations.size === 0) return null;
  const broken = held.flatMap((session) => {
    const ofSession = violations.get(session.id);
    return ofSession ? [{ session, violations: ofSession }] : [];
  });
  const isToCome = ({ status, startsAt }: CourseSession): boolean =>
    UPCOMING.includes(status) && startsAt > now && placeOf(startsAt, after.zone).epochDay <= lastDay;
  const movable = held.filter(
    (session) =>
      isToCome(session) &&
      // Whatever stands against a rule already does so because somebody decided it: it stays.
      (violations.has(session.id) ||
        (session.startsAt >= notBefore && against(after, course, session).length === 0)),
  );
  const because = leave.has(id)
    ? 'by-hand'
    : course.state === 'on-hold'
      ? 'on-hold'
      : broken.some(({ session }) => !isToCome(session))
        ? 'here-already'
        : null;
  return { id, course, held, movable, broken, because };
}

type SeatedCourse = RepairedCourse & { readonly seats: readonly Wanted[] };

type Attempt = {
  readonly repaired: readonly SeatedCourse[];
  readonly left: readonly LeftCourse[];
};

type Wanted = {
  readonly sessionId: string;
  readonly poolId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
};

function repairOnce(
  question: RepairQuestion,
  courses: readonly Examined[],
  barred: readonly Barred[],
): Attempt {
  const { after, notBefore, seed } = question;
  const open = courses.filter(({ because }) => because === null);
  const aside = new Set(courses.flatMap(({ movable }) => movable.map(({ id }) => id)));
  const days = new RepairDays({ ...after, busy: after.busy.filter(({ id }) => !aside.has(id)) }, notBefore);
  const standing = new Map(courses.map((course) => [course.id, standingOf(question, course, days)]));
  for (const course of courses)
    if (course.because !== null) for (const seat of standing.get(course.id) ?? []) days.seat(seat);

  const searches = new Map(open.map((course) => [course.id, searchFor(question, course, days, barred)]));
  const contenders: Contender[] = [];
  const hopeless: Examined[] = [];
  for (const course of open) {
    const search = searches.get(course.id) as CourseSearch;
    const alone = search.best(days);
    if (alone) contenders.push({ id: course.id, search, alone, asItIs: standing.get(course.id) ?? [] });
    else hopeless.push(course);
  }
  for (const course of hopeless) for (const seat of standing.get(course.id) ?? []) days.seat(seat);
  const placements = repairTogether(contenders, days, seed);

  const repaired: SeatedCourse[] = [];
  const left: LeftCourse[] = courses.flatMap((course) =>
    course.because === null ? [] : [leftCourse(question, course, course.because, days)],
  );
  for (const course of open) {
    const placement = placements.get(course.id);
    if (placement) repaired.push(repairedCourse(question, course, placement.seats));
    else
      left.push(
        leftCourse(question, course, hopeless.includes(course) ? 'no-place' : 'others-need-it', days),
      );
  }
  return { repaired, left };
}

/** Its sessions as they are now, which is how they stay if the course is left. */
function standingOf({ after }: RepairQuestion, course: Examined, days: RepairDays): Standing[] {
  const broken = new Set(course.broken.map(({ session }) => session.id));
  return course.movable.flatMap((session) => {
    const busy = after.busy.find(({ id }) => id === session.id);
    if (!busy) return [];
    const isBroken = broken.has(session.id);
    return [
      {
        epochDay: placeOf(session.startsAt, after.zone).epochDay,
        // Whoever cannot stay does not come: no nurse is kept for them.
        session: isBroken ? { ...busy, block: NO_WATCHING } : busy,
        kind: days.kindOf(needsFor(course.course, session)),
        keeps: !isBroken ? 'all' : isChairOpen(after, busy.chairId, busy) ? 'chair' : 'nothing',
      } as const,
    ];
  });
}

function searchFor(
  { after, notBefore, lastDay, chosen, seed }: RepairQuestion,
  { course, held, movable }: Examined,
  days: RepairDays,
  barred: readonly Barred[],
): CourseSearch {
  const { patientId } = course.needs;
  const span = { from: placeOf(notBefore, after.zone).epochDay, to: lastDay };
  const movers = movable.map(
    (session): Mover => ({
      session,
      patientId,
      kind: days.kindOf(needsFor(course, session)),
      from: placeOf(session.startsAt, after.zone),
      only: chosen.get(session.id) ?? null,
      barred: barred.filter(({ sessionId }) => sessionId === session.id).map(({ startsAt }) => startsAt),
    }),
  );
  const own = new Set(movable.map(({ id }) => id));
  const elsewhere = after.busy.filter((busy) => busy.patientId === patientId && !own.has(busy.id));
  return new CourseSearch(movers, limitsOf(course, held, movable, span, after.zone), span, elsewhere, seed);
}

function repairedCourse(
  { after }: RepairQuestion,
  { id, movable, broken }: Examined,
  seats: readonly Seated[],
): SeatedCourse {
  const moved: MovedSession[] = [];
  const wanted: Wanted[] = [];
  for (const [index, session] of movable.entries()) {
    const seat = seats[index]?.session;
    const busy = after.busy.find((one) => one.id === session.id);
    if (!seat || !busy) continue;
    const { startsAt, endsAt, poolId } = seat;
    const stays = startsAt === session.startsAt;
    if (stays && isChairOpen(after, busy.chairId, busy)) continue;
    wanted.push({ sessionId: session.id, startsAt, endsAt, poolId });
    if (!stays) moved.push({ before: session, after: { ...session, startsAt, endsAt, poolId } });
  }
  const places = moved.map(({ before: from, after: to }) => ({
    from: placeOf(from.startsAt, after.zone),
    to: placeOf(to.startsAt, after.zone),
  }));
  return { id, broken, moved, displacement: displacement(places), seats: wanted };
}

function leftCourse(
  { after, now, notBefore, lastDay }: RepairQuestion,
  { id, course, held, movable, broken }: Examined,
  because: LeftBecause,
  days: RepairDays,
): LeftCourse {
  const sessions = broken
    .map(({ session }) => session)
    .filter((session) => UPCOMING.includes(session.status) && session.startsAt > now);
  const span = { from: placeOf(notBefore, after.zone).epochDay, to: lastDay };
  const asked = { course, held, movable, sessions, span, zone: after.zone, days };
  return { id, broken, because, reasons: whyNoPlace(asked), nearest: nearestPlaces(asked) };
}

/** Chairs for them all, or the first that has none. */
function chairsFor(
  { after, now }: RepairQuestion,
  seats: readonly Wanted[],
):
  | { readonly ok: true; readonly chairs: readonly SeatedSession[]; readonly repack: readonly Repack[] }
  | { readonly ok: false; readonly without: Wanted } {
  const wanted = seats.toSorted((one, other) => one.startsAt - other.startsAt);
  const moving = new Set(wanted.map(({ sessionId }) => sessionId));
  const taken = assignChairs(after, wanted, now, moving);
  if (taken) {
    const chairs = wanted.map(({ sessionId }, index) => ({
      sessionId,
      chairId: taken.chairIds[index] as string,
    }));
    return { ok: true, chairs, repack: taken.repack };
  }
  const without = wanted.find((_, index) => !assignChairs(after, wanted.slice(0, index + 1), now, moving));
  return { ok: false, without: without as Wanted };
}
