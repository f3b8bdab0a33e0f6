import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import { restateAfterReview } from '#server/booking/restated-course.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { addCourseReview as endpoint } from '#server/contract/response.endpoints.ts';
import type { CourseReview } from '#server/contract/response.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentReview } from '#server/presenters/present-response.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courseResponses from '#server/repositories/course-responses.ts';
import * as courses from '#server/repositories/courses.ts';

/** Of any course, one that has stopped too. What was decided is for somebody to do. */
export const addCourseReview = (
  context: Context,
  { params, body: { kind, outcome } }: ParsedRequestOf<typeof endpoint>,
): Promise<CourseReview> =>
  underClinicLock(context.db, context, async (tx) => {
    const { actor, now, newId } = context;
    const zone = await clinicZone.find(tx);
    const course = knownCourse(await courses.findById(tx, params.id));
    const review = { id: newId(), kind, outcome, reviewedAt: now };
    await courseResponses.insertReview(
      tx,
      { ...review, courseId: course.id, reviewedBy: actor.personId },
      audit(context, 'course.review', {
        patientId: course.patientId,
        subjects: { courseId: course.id, reviewId: review.id },
        detail: { after: { kind, outcome } },
      }),
    );
    if (kind === 'end-of-induction') await restateAfterReview(tx, context, course, zone);
    return presentReview({ ...review, reviewedBy: { id: actor.personId, name: actor.name } }, zone);
  });
