import { knownCourse } from '#server/booking/known.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { addAssessment as endpoint } from '#server/contract/response.endpoints.ts';
import type { Assessment } from '#server/contract/response.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentAssessment } from '#server/presenters/present-response.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import { enterScore } from './enter-score.ts';
import { judgedBy } from './read-response.ts';

/** Answers the score with what it means now. */
export const addAssessment = (
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<Assessment> =>
  underClinicLock(context.db, context, async (tx) => {
    const zone = await clinicZone.find(tx);
    const course = knownCourse(await courses.findById(tx, params.id));
    const { entry, kept } = await enterScore(tx, context, { course, zone, source: 'staff', body });
    return presentAssessment(course.id, await judgedBy(tx, course, kept, zone), entry.id, zone);
  });
