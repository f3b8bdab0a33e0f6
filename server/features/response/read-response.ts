import type { Sql } from '#server/db/in-clinic.ts';
import * as courseResponses from '#server/repositories/course-responses.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { respondingCourse } from '#server/repositories/response-for-core.ts';
import * as responseSettings from '#server/repositories/response-settings.ts';
import type { RespondingCourse } from '#server/scheduling/response/course-response.ts';
import { type Instrument, instrumentsOf } from '#server/scheduling/response/response.ts';
import { REVIEW_RULES, type ReviewRules } from '#server/scheduling/response/reviews-due.ts';

/** All that a response is judged by. */
export type FoundResponse = {
  readonly kept: courseResponses.ResponseRecord;
  readonly course: RespondingCourse;
  readonly instruments: readonly Instrument[];
  readonly reviewRules: ReviewRules;
};

export async function readResponse(sql: Sql, course: CourseRecord, zone: string): Promise<FoundResponse> {
  const kept = await courseResponses.findByCourse(sql, course.id);
  if (!kept) throw new Error('The course is there, and what is kept of it is not.');
  return judgedBy(sql, course, kept, zone);
}

/** The same of what is known already. */
export async function judgedBy(
  sql: Sql,
  course: CourseRecord,
  kept: courseResponses.ResponseRecord,
  zone: string,
): Promise<FoundResponse> {
  const own = await responseSettings.find(sql);
  return {
    kept,
    course: respondingCourse(course, kept, zone),
    instruments: instrumentsOf(own.cutOffs),
    reviewRules: { ...REVIEW_RULES, ...own.reviews },
  };
}
