import { knownCourse } from '#server/booking/known.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as courses from '#server/repositories/courses.ts';

/** A course of the patient who asks; no other is there for them. */
export async function ownCourse(
  sql: Sql,
  { actor }: Context,
  courseId: string,
): Promise<courses.CourseRecord> {
  const course = knownCourse(await courses.findById(sql, courseId));
  return knownCourse(course.patientId === actor.patientId ? course : null);
}
