import { type FreedPlace, type JudgedFill, judgeFill } from '#server/booking/judged-fill.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import type { CourseRecord, CourseSummaryRecord } from '#server/repositories/courses.ts';
import * as courses from '#server/repositories/courses.ts';
import { windowOf } from '#server/repositories/for-core.ts';
import * as waitlist from '#server/repositories/waitlist.ts';
import {
  byHelp,
  type HelpableCourse,
  type HelpedCourse,
  isHelpable,
  type WaitlistWish,
  waysToHelp,
} from '#server/scheduling/backfill.ts';
import { isOrderLive } from '#server/scheduling/booster.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/calendar.ts';
import { localDateOf } from '#server/scheduling/clinic-time.ts';
import type { OfferedChair } from './load-freed-chairs.ts';

/** A course that may have a freed chair, and why it should. */
export type Candidate = {
  readonly course: CourseRecord;
  readonly helped: HelpedCourse;
  readonly fill: JudgedFill;
};

type Question = {
  readonly chairs: readonly OfferedChair[];
  readonly calendar: ClinicCalendar;
  readonly now: Instant;
  /** Of one course alone. */
  readonly courseId?: string;
};

/**
 * Whom each of some freed chairs would help, the first to be asked first; by the chair's id. Of thousands of courses most
 * are set aside by what they are, the others by what the time would be to them; the rules are asked of the few that are left.
 */
export async function findCandidates(
  sql: Sql,
  { chairs, calendar, now, courseId }: Question,
): Promise<Map<string, Candidate[]>> {
  const { zone } = calendar;
  const today = localDateOf(now, zone);
  const wishes = await waitlist.listWaiting(sql, today);
  const going = await courses.listGoingOn(sql, courseId ?? null);
  const helpable = going
    .map((course) => helpableCourse(course, wishes, { zone, now }))
    .filter((course) => isHelpable(course, zone, now));
  const ways = new Map(
    chairs.map((chair) => [
      chair.id,
      helpable.flatMap((course) => {
        if (course.courseId === chair.courseId) return [];
        const found = waysToHelp(course, { startsAt: chair.startsAt, zone, now });
        return found.length > 0 ? [found] : [];
      }),
    ]),
  );
  const ids = new Set([...ways.values()].flat().map(([first]) => first?.courseId ?? ''));
  const records = new Map((await courses.listByIds(sql, [...ids])).map((course) => [course.id, course]));
  return new Map(
    chairs.map((chair) => {
      // Its own hold is no reason against it: it is what it is held for.
      const free = { ...calendar, busy: calendar.busy.filter(({ id }) => id !== chair.open?.id) };
      const found = (ways.get(chair.id) ?? []).flatMap((ofCourse) =>
        firstThatMay(ofCourse, records, chair, { calendar: free, now }),
      );
      return [chair.id, ranked(found, chair)] as const;
    }),
  );
}

/** Of what the time could be to one course, the best that the rules allow. */
function firstThatMay(
  ways: readonly HelpedCourse[],
  records: ReadonlyMap<string, CourseRecord>,
  place: FreedPlace,
  seen: { readonly calendar: ClinicCalendar; readonly now: Instant },
): Candidate[] {
  for (const helped of ways) {
    const course = records.get(helped.courseId);
    // As those who book may: whoever looks on sees the same list.
    const fill = course && judgeFill(course, helped.fill, place, { ...seen, role: 'front-desk' });
    if (fill) return [{ course, helped, fill }];
  }
  return [];
}

/** Who has said no, or nothing, comes after those who were not asked yet. */
function ranked(candidates: readonly Candidate[], { offers }: OfferedChair): Candidate[] {
  const asked = new Map(
    offers.filter(({ answer }) => answer !== 'withdrawn').map(({ courseId, madeAt }) => [courseId, madeAt]),
  );
  const turn = ({ course }: Candidate): number => asked.get(course.id) ?? 0;
  return candidates.toSorted((a, b) => turn(a) - turn(b) || byHelp(a.helped, b.helped));
}

const helpableCourse = (
  course: CourseSummaryRecord,
  wishes: readonly (WaitlistWish & { readonly courseId: string })[],
  { zone, now }: { readonly zone: string; readonly now: Instant },
): HelpableCourse => {
  const { boosterOrder, definition } = course;
  const mayBook = boosterOrder !== null && isOrderLive(boosterOrder, localDateOf(now, zone));
  return {
    courseId: course.id,
    state: course.state,
    definition,
    plannedCount: course.plannedCount,
    sessions: course.sessions,
    boosterWindow: mayBook ? windowOf(course, definition, zone) : null,
    wishes: wishes.filter(({ courseId }) => courseId === course.id),
  };
};
