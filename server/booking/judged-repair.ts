import { fingerprint } from '#server/platform/fingerprint.ts';
import type { loadCalendar } from '#server/repositories/calendar.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import * as courses from '#server/repositories/courses.ts';
import { changingCourse } from '#server/repositories/for-core.ts';
import { type Repair, repair } from '#server/scheduling/repair/repair.ts';
import { type Span, sessionsWithoutPlace } from '#server/scheduling/repair/repair-broken.ts';
import type { BusySession, ClinicCalendar, Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { epochDay, parseInstant } from '#server/scheduling/time/clinic-time.ts';
import { seedOf } from './seed-of.ts';

type Sql = Parameters<typeof loadCalendar>[0];

/** What somebody has decided by hand of the courses that are to be repaired. */
export type AskedRepair = {
  readonly chosen: readonly { readonly sessionId: string; readonly startsAt: Instant }[];
  readonly leave: readonly string[];
  /** Nothing is moved to a time before: people are told first. */
  readonly notBefore: Instant;
};

/** How long before a session people are told that it moves there. */
const NOTICE_MS = 2 * 60 * 60_000;

/** As it is sent. */
export const askedRepair = (
  {
    chosen = [],
    leave = [],
  }: {
    readonly chosen?: readonly { readonly sessionId: string; readonly startsAt: string }[] | undefined;
    readonly leave?: readonly string[] | undefined;
  },
  now: Instant,
): AskedRepair => ({
  chosen: chosen.map(({ sessionId, startsAt }) => ({ sessionId, startsAt: parseInstant(startsAt) })),
  leave,
  notBefore: now + NOTICE_MS,
});

/** What is taken away of the clinic's hours, chairs or people, as calendars before and after. */
export type Taken = {
  readonly before: ClinicCalendar;
  readonly after: ClinicCalendar;
  readonly within: Span;
  /** Sessions that it may touch. */
  readonly there: readonly BusySession[];
  /** The last day to which anything may be moved. */
  readonly lastDay: LocalDate;
};

/** What is taken away as it stands by a calendar: what that breaks, and the repair of all of it. */
export type JudgedRepair = {
  readonly calendar: ClinicCalendar;
  readonly courses: ReadonlyMap<string, CourseRecord>;
  readonly repair: Repair;
  /** Sessions that cannot stay, of records that are not open to whoever asks. */
  readonly restricted: readonly string[];
};

/** One pure question: what does it break, and where could all of that go? */
export async function judgeRepair(
  sql: Sql,
  { before, after, within, there, lastDay }: Taken,
  asked: AskedRepair,
  now: Instant,
): Promise<JudgedRepair> {
  const found = await courses.listByIds(sql, [...new Set(there.map(({ courseId }) => courseId))]);
  const known = new Map(found.map((course) => [course.id, course]));
  const judged = repair({
    before,
    after,
    within,
    courses: found.map((course) => ({ id: course.id, course: changingCourse(course, before.zone) })),
    now,
    notBefore: asked.notBefore,
    lastDay: epochDay(lastDay),
    chosen: new Map(asked.chosen.map(({ sessionId, startsAt }) => [sessionId, startsAt])),
    leave: new Set(asked.leave),
    seed: seedOf(sql.clinicId),
  });
  const closed = there.filter(({ courseId }) => !known.has(courseId));
  const restricted = sessionsWithoutPlace({ before, after }, closed, within);
  return { calendar: before, courses: known, repair: judged, restricted };
}

/** The courses at their versions, and where each session goes, in few characters. Chairs are no part of it. */
export const digestOf = ({ courses: known, repair: { repaired, left }, restricted }: JudgedRepair): string =>
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
}: JudgedRepair): Pick<AskedRepair, 'chosen' | 'leave'> => ({
  chosen: repaired.flatMap(({ moved }) =>
    moved.map(({ after }) => ({ sessionId: after.id, startsAt: after.startsAt })),
  ),
  leave: left.map(({ id }) => id),
});

/** Sessions that stay where they cannot be, of records that are open to whoever asks. */
export const leftSessions = ({ repair: { left } }: JudgedRepair): string[] =>
  left.flatMap(({ broken }) => broken.map(({ session }) => session.id));

export const movedSessions = ({ repair: { repaired } }: JudgedRepair): string[] =>
  repaired.flatMap(({ moved }) => moved.map(({ after }) => after.id));

/** Every course that is broken, repaired or not. */
export const brokenCourses = ({ repair: { left, repaired } }: JudgedRepair): string[] =>
  [...left, ...repaired].map(({ id }) => id);

const byId = <T extends { readonly id: string }>(all: readonly T[]): T[] =>
  all.toSorted((one, other) => (one.id < other.id ? -1 : 1));
