import { bookableBooster } from '#server/booking/bookable-booster.ts';
import { neededReview } from '#server/booking/needed-review.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';

/** A freed chair is no way around what a clinician looks at before a booster. */
export async function refuseBeforeReview(
  sql: Sql,
  course: CourseRecord,
  { zone, now }: { readonly zone: string; readonly now: Instant },
): Promise<void> {
  const { sequence } = bookableBooster(course, zone, now);
  const [first, ...rest] = await neededReview(sql, course, { sequence, zone, now });
  if (first) throw new AppError('change-refused', first.detail, { violations: [first, ...rest] });
}
