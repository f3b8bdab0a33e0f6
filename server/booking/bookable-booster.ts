import { AppError } from '#server/errors.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { bookedBooster } from '#server/repositories/for-core.ts';
import { isOrderLive } from '#server/scheduling/booster.ts';
import type { LocalDate } from '#server/scheduling/calendar.ts';

/** The next booster's number, or the refusal of one: a clinician must have ordered it, and one is booked at a time. */
export function bookableBooster(course: CourseRecord, today: LocalDate): { readonly sequence: number } {
  const refusal = whyNoBooster(course, today);
  if (refusal) throw refusal;
  return { sequence: Math.max(course.plannedCount, ...course.sessions.map(({ sequence }) => sequence)) + 1 };
}

/** The same as a value, for those who ask of many courses; null where nothing is against one. */
export function whyNoBooster(
  { state, boosterOrder, sessions }: CourseRecord,
  today: LocalDate,
): AppError | null {
  if (state === 'stopped' || state === 'on-hold') return new AppError('course-not-bookable');
  if (!boosterOrder) return new AppError('no-booster-order');
  if (!isOrderLive(boosterOrder, today)) {
    return new AppError(
      'no-booster-order',
      `The order ended on ${boosterOrder.expiresOn}. Ask a clinician to renew it.`,
    );
  }
  return bookedBooster(sessions) ? new AppError('booster-exists') : null;
}
