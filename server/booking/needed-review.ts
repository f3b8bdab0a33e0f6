import * as courseResponses from '#server/repositories/course-responses.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { respondingCourse } from '#server/repositories/response-for-core.ts';
import * as responseSettings from '#server/repositories/response-settings.ts';
import { reviewViolations } from '#server/scheduling/booster/booster-review.ts';
import { courseForReview } from '#server/scheduling/response/course-response.ts';
import { REVIEW_RULES, reviewsDue } from '#server/scheduling/response/reviews-due.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { Violation } from '#server/scheduling/violation.ts';

type Sql = Parameters<typeof responseSettings.find>[0];

/** What is against any booster of the course today, whatever its day. Protocols that ask for no review read nothing. */
export async function neededReview(
  sql: Sql,
  course: CourseRecord,
  booster: { readonly sequence: number; readonly zone: string; readonly now: Instant },
): Promise<Violation[]> {
  const rules = course.protocol.definition.booster;
  if (!rules.review) return [];
  const today = localDateOf(booster.now, booster.zone);
  const kept = await courseResponses.findByCourse(sql, course.id);
  const own = await responseSettings.find(sql);
  // Asked of today: whoever books now looks at what is known now.
  const forReview =
    kept &&
    courseForReview(respondingCourse(course, kept, booster.zone), { from: today, asNeededSince: null });
  const due = forReview ? reviewsDue(forReview, today, { ...REVIEW_RULES, ...own.reviews }) : [];
  return reviewViolations(
    rules,
    {
      isScoreDue: due.some(({ code }) => code === 'before-booster'),
      lastSessionOn: forReview?.lastSessionOn ?? null,
    },
    today,
    booster.sequence,
  );
}
