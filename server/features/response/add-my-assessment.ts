import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { addMyAssessment as endpoint } from '#server/contract/response.endpoints.ts';
import type { MyAssessment } from '#server/contract/response.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentMyAssessment } from '#server/presenters/present-response.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import { enterScore } from './enter-score.ts';
import { ownCourse } from './own-course.ts';

export const addMyAssessment = (
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<MyAssessment> =>
  underClinicLock(context.db, context, async (tx) => {
    const zone = await clinicZone.find(tx);
    const course = await ownCourse(tx, context, params.id);
    const { entry } = await enterScore(tx, context, { course, zone, source: 'patient', body });
    return presentMyAssessment(entry);
  });
