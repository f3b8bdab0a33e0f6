import { windowsAround } from '#server/booking/booking-window.ts';
import { clinicAllows, type FreedPlace, type JudgedFill, judgeFill } from '#server/booking/judged-fill.ts';
import { neededReview } from '#server/booking/needed-review.ts';
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
} from '#server/scheduling/backfill/backfill.ts';
import { isOrderLive } from '#server/scheduling/booster/booster.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
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
  /** As many as are wanted: who comes after is not judged. */
  readonly most: number;
};

/**
 * Whom each of some freed chairs would help, the first to be asked first; by the chair's id. Of thousands of courses most
 * are set aside by what they are, the others by what the time would be to them; the rules are asked of the few that are left.
 */
export async function findCandidates(
  sql: Sql,
  { chairs, calendar, now, courseId, most }: Question,
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
  const mustBeReviewed = reviewsOnce(sql, { zone, now });
  const candidates = new Map<string, Candidate[]>();
  for (const chair of chairs) {
    const seen = { calendar: around(calendar, chair), now };
    const mayBegin = clinicAllows(seen, chair);
    const turns = byTurn(chair);
    const found: Candidate[] = [];
    for (const ofCourse of (ways.get(chair.id) ?? []).toSorted(turns)) {
      if (found.length === most) break;
      const course = records.get(ofCourse[0]?.courseId ?? '');
      const candidate = course && mayBegin(course) && firstThatMay(ofCourse, course, chair, seen);
      if (!candidate || (isBooster(candidate) && (await mustBeReviewed(candidate.course)))) continue;
      found.push(candidate);
    }
    candidates.set(
      chair.id,
      found.toSorted((a, b) => turns([a.helped], [b.helped])),
    );
  }
  return candidates;
}

const isBooster = ({ helped }: Candidate): boolean => helped.fill.kind === 'booster';

/** Does a clinician look at a course before its next booster is booked? Each is asked about once, whatever the chairs. */
function reviewsOnce(sql: Sql, { zone, now }: { readonly zone: string; readonly now: Instant }) {
  const known = new Map<string, boolean>();
  return async (course: CourseRecord): Promise<boolean> => {
    const needed =
      known.get(course.id) ??
      (await neededReview(sql, course, { sequence: 0, zone, now })).some(
        ({ severity }) => severity === 'hard',
      );
    known.set(course.id, needed);
    return needed;
  };
}

/** Of the calendar of many days what a chair's time has to do with. Its own hold is no reason against it. */
function around(calendar: ClinicCalendar, { startsAt, open }: OfferedChair): ClinicCalendar {
  const windows = windowsAround([startsAt]);
  const isNear = (one: { readonly startsAt: Instant; readonly endsAt: Instant }) =>
    windows.some(({ fromInstant, toInstant }) => one.startsAt < toInstant && one.endsAt > fromInstant);
  return {
    ...calendar,
    closures: calendar.closures.filter(isNear),
    busy: calendar.busy.filter((one) => one.id !== open?.id && isNear(one)),
  };
}

/** Of what the time could be to one course, the best that the rules allow. */
function firstThatMay(
  ways: readonly HelpedCourse[],
  course: CourseRecord,
  place: FreedPlace,
  seen: { readonly calendar: ClinicCalendar; readonly now: Instant },
): Candidate | null {
  for (const helped of ways) {
    // As those who book may: whoever looks on sees the same list.
    const fill = judgeFill(course, helped.fill, place, { ...seen, role: 'front-desk' });
    if (fill) return { course, helped, fill };
  }
  return null;
}

/** Who has said no, or nothing, comes after those who were not asked yet. */
function byTurn({ offers }: OfferedChair) {
  const asked = new Map(
    offers.filter(({ answer }) => answer !== 'withdrawn').map(({ courseId, madeAt }) => [courseId, madeAt]),
  );
  return ([a]: readonly HelpedCourse[], [b]: readonly HelpedCourse[]): number =>
    a && b ? (asked.get(a.courseId) ?? 0) - (asked.get(b.courseId) ?? 0) || byHelp(a, b) : 0;
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
