import { AppError } from '#server/errors.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { takesBooster, windowOf } from '#server/repositories/for-core.ts';
import { isOrderLive } from '#server/scheduling/booster/booster.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';

/** The next booster's number, or the refusal of one: a clinician must have ordered it, and but in a series one is booked at a time. */
export function bookableBooster(
  course: CourseRecord,
  zone: string,
  now: Instant,
): { readonly sequence: number } {
  const refusal = whyNoBooster(course, zone, now);
  if (refusal) throw refusal;
  return { sequence: Math.max(course.plannedCount, ...course.sessions.map(({ sequence }) => sequence)) + 1 };
}

/** The same as a value, for those who ask of many courses; null where nothing is against one. */
export function whyNoBooster(course: CourseRecord, zone: string, now: Instant): AppError | null {
  const { state, boosterOrder, sessions, protocol } = course;
  if (state === 'stopped' || state === 'on-hold') return new AppError('course-not-bookable');
  if (!boosterOrder) return new AppError('no-booster-order');
  if (!isOrderLive(boosterOrder, localDateOf(now, zone))) {
    return new AppError(
      'no-booster-order',
      `The order ended on ${boosterOrder.expiresOn}. Ask a clinician to renew it.`,
    );
  }
  if (takesBooster(sessions, windowOf(course, protocol.definition, zone))) return null;
  const { seriesOf } = boosterOrder;
  return seriesOf === null
    ? new AppError('booster-exists')
    : new AppError(
        'no-booster-order',
        `All ${seriesOf} of the series are booked or over. Ask a clinician what follows.`,
      );
}
