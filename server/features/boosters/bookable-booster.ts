import { AppError } from '#server/errors.ts';
import { isBookable } from '#server/presenters/present-course.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { bookedBooster } from '#server/repositories/for-core.ts';
import { isOrderLive } from '#server/scheduling/booster.ts';
import type { LocalDate } from '#server/scheduling/calendar.ts';

/** The next booster's number, or the refusal of one: a clinician must have ordered it, and one is booked at a time. */
export function bookableBooster(course: CourseRecord, today: LocalDate): { readonly sequence: number } {
  if (!isBookable(course.state)) throw new AppError('course-not-bookable');
  const { boosterOrder, sessions } = course;
  if (!boosterOrder) throw new AppError('no-booster-order');
  if (!isOrderLive(boosterOrder, today)) {
    throw new AppError(
      'no-booster-order',
      `The order ended on ${boosterOrder.expiresOn}. Ask a clinician to renew it.`,
    );
  }
  if (bookedBooster(sessions)) throw new AppError('booster-exists');
  return { sequence: Math.max(course.plannedCount, ...sessions.map(({ sequence }) => sequence)) + 1 };
}
