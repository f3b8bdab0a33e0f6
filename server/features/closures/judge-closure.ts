import { windowOfDays } from '#server/booking/booking-window.ts';
import { seedOf } from '#server/booking/seed-of.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import { fingerprint } from '#server/platform/fingerprint.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as closures from '#server/repositories/closures.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import * as courses from '#server/repositories/courses.ts';
import { changingCourse } from '#server/repositories/for-core.ts';
import type { ClinicCalendar, Closure, Instant } from '#server/scheduling/calendar.ts';
import { addDays, epochDay, localDateOf } from '#server/scheduling/clinic-time.ts';
import { type Repair, repair } from '#server/scheduling/repair.ts';
import { sessionsWithoutPlace } from '#server/scheduling/repair-broken.ts';

/** Days after the closure to which sessions may be moved. */
const DAYS_AFTER = 28;

/** What somebody asks to close, and what they have decided by hand. */
export type AskedClosure = {
  readonly closure: Closure;
  readonly chosen: readonly { readonly sessionId: string; readonly startsAt: Instant }[];
  readonly leave: readonly string[];
  /** Nothing is moved to a time before: people are told first. */
  readonly notBefore: Instant;
};

/** A closure as it stands by a calendar: what it breaks, and the repair of all of it. */
export type JudgedClosure = {
  readonly asked: AskedClosure;
  /** Of the chair or the person, if it is not the whole clinic. */
  readonly name: string | null;
  readonly calendar: ClinicCalendar;
  readonly courses: ReadonlyMap<string, CourseRecord>;
  readonly repair: Repair;
  /** Sessions that cannot stay, of records that are not open to whoever asks. */
  readonly restricted: readonly string[];
};

/** One pure question: what does it break, and where could all of that go? */
export async function judgeClosure(sql: Sql, asked: AskedClosure, now: Instant): Promise<JudgedClosure> {
  const { closure } = asked;
  const name = await namedIn(sql, closure);
  const zone = await clinicZone.find(sql);
  const today = localDateOf(now, zone);
  const lastDay = addDays(localDateOf(closure.endsAt, zone), DAYS_AFTER);
  const calendar = await loadCalendar(sql, windowOfDays(today, lastDay));
  const after = { ...calendar, closures: [...calendar.closures, closure] };
  const within = { from: Math.max(closure.startsAt, now), to: closure.endsAt };

  const there = calendar.busy.filter(({ startsAt, endsAt }) => startsAt < within.to && endsAt > within.from);
  const found = await courses.listByIds(sql, [...new Set(there.map(({ courseId }) => courseId))]);
  const known = new Map(found.map((course) => [course.id, course]));
  const judged = repair({
    before: calendar,
    after,
    within,
    courses: found.map((course) => ({ id: course.id, course: changingCourse(course, zone) })),
    now,
    notBefore: asked.notBefore,
    lastDay: epochDay(lastDay),
    chosen: new Map(asked.chosen.map(({ sessionId, startsAt }) => [sessionId, startsAt])),
    leave: new Set(asked.leave),
    seed: seedOf(sql.clinicId),
  });
  const closed = there.filter(({ courseId }) => !known.has(courseId));
  const restricted = sessionsWithoutPlace({ before: calendar, after }, closed, within);
  return { asked, name, calendar, courses: known, repair: judged, restricted };
}

async function namedIn(sql: Sql, closure: Closure): Promise<string | null> {
  if (closure.chairId === null && closure.staffId === null) return null;
  const name = await closures.nameOf(sql, closure);
  if (name !== null) return name;
  throw new AppError(
    'not-found',
    closure.chairId === null ? 'Nobody of the staff is meant by this id.' : 'There is no such chair.',
  );
}

/** The courses at their versions, and where each session goes, in few characters. Chairs are no part of it. */
export const digestOf = ({ courses: known, repair: { repaired, left }, restricted }: JudgedClosure): string =>
  fingerprint({
    repaired: byId(repaired).map(({ id, moved, broken }) => [
      id,
      known.get(id)?.version,
      broken.map(({ session }) => session.id),
      moved.map(({ after }) => [after.id, after.startsAt, after.poolId]),
    ]),
    left: byId(left).map(({ id, broken }) => [
      id,
      known.get(id)?.version,
      broken.map(({ session }) => session.id),
    ]),
    restricted,
  });

/** The same question with the answer in it: whoever asks so is told the same, unless something has changed. */
export const answerOf = ({
  repair: { repaired, left },
}: JudgedClosure): Pick<AskedClosure, 'chosen' | 'leave'> => ({
  chosen: repaired.flatMap(({ moved }) =>
    moved.map(({ after }) => ({ sessionId: after.id, startsAt: after.startsAt })),
  ),
  leave: left.map(({ id }) => id),
});

/** Sessions that stay where they cannot be, of records that are open to whoever asks. */
export const leftSessions = ({ repair: { left } }: JudgedClosure): string[] =>
  left.flatMap(({ broken }) => broken.map(({ session }) => session.id));

const byId = <T extends { readonly id: string }>(courses: readonly T[]): T[] =>
  courses.toSorted((one, other) => (one.id < other.id ? -1 : 1));
