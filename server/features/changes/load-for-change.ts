import { windowOfDays, windowsAround } from '#server/booking/booking-window.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import type { Window } from '#server/repositories/calendar.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import * as courses from '#server/repositories/courses.ts';
import { loadForBooking } from '#server/repositories/for-booking.ts';
import { changingCourse } from '#server/repositories/for-core.ts';
import type { ChangeRequest } from '#server/scheduling/change/course-change.ts';
import { daysAsked } from '#server/scheduling/change/days-asked.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';

export type LoadedForChange = { readonly course: CourseRecord; readonly calendar: ClinicCalendar };

/** Everything that a change is judged by. Modes whose days follow from where the course stands read the course first. */
export async function loadForChange(
  sql: Sql,
  courseId: string,
  request: ChangeRequest,
  now: Instant,
): Promise<LoadedForChange> {
  const windows =
    request.mode === 'move'
      ? windowsAround([request.startsAt])
      : await windowsOf(sql, courseId, request, now);
  const found = await loadForBooking(sql, { windows, courseId });
  return { course: knownCourse(found.course), calendar: found.calendar };
}

async function windowsOf(
  sql: Sql,
  courseId: string,
  request: ChangeRequest,
  now: Instant,
): Promise<Window[]> {
  if (!SEARCHING.includes(request.mode)) return [];
  const zone = await clinicZone.find(sql);
  const course = knownCourse(await courses.findById(sql, courseId));
  return daysAsked({ request, course: changingCourse(course, zone), zone, now }).map(({ from, to }) =>
    windowOfDays(from, to),
  );
}

/** The others take nobody's place, or ask for one that is known. */
const SEARCHING: readonly ChangeRequest['mode'][] = ['shift', 'replan', 'extend', 'restart'];
