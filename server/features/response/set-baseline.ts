import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { setBaseline as endpoint } from '#server/contract/response.endpoints.ts';
import type { CourseResponse } from '#server/contract/response.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentResponse } from '#server/presenters/present-response.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courseResponses from '#server/repositories/course-responses.ts';
import * as courses from '#server/repositories/courses.ts';
import { isCorrected } from './enter-score.ts';
import { readResponse } from './read-response.ts';

/** Once named it stays so through corrections: what puts it right is the baseline then. */
export const setBaseline = (
  context: Context,
  { params, body: { assessmentId } }: ParsedRequestOf<typeof endpoint>,
): Promise<CourseResponse> =>
  underClinicLock(context.db, context, async (tx) => {
    const { actor, now } = context;
    const zone = await clinicZone.find(tx);
    const course = knownCourse(await courses.findById(tx, params.id));
    const { kept } = await readResponse(tx, course, zone);
    if (assessmentId !== null) refuseUnfit(kept.assessments, assessmentId);
    if (assessmentId !== kept.baselineId) {
      await courseResponses.setBaseline(
        tx,
        course.id,
        assessmentId,
        audit(context, 'baseline.set', {
          patientId: course.patientId,
          subjects: { courseId: course.id },
          detail: { before: { assessmentId: kept.baselineId }, after: { assessmentId } },
        }),
      );
    }
    return presentResponse(course, await readResponse(tx, course, zone), { role: actor.role, zone, now });
  });

function refuseUnfit(assessments: readonly courseResponses.AssessmentRecord[], id: string): void {
  if (!assessments.some((one) => one.id === id)) {
    throw new AppError('not-found', 'There is no such score of this course.');
  }
  if (isCorrected(assessments, id)) throw new AppError('assessment-corrected');
}
