import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { CourseRecovery, setCourseRecovery as endpoint } from '#server/contract/ticks.endpoints.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentRecovery } from '#server/presenters/present-recovery.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courseRecovery from '#server/repositories/course-recovery.ts';
import * as courses from '#server/repositories/courses.ts';
import * as sessionTicks from '#server/repositories/session-ticks.ts';

/** A longer recovery from now on: a clinician says so, and every session that is booked later has it. */
export const setCourseRecovery = (
  context: Context,
  { params, body: { extraMinutes } }: ParsedRequestOf<typeof endpoint>,
): Promise<CourseRecovery> =>
  underClinicLock(context.db, context, async (tx) => {
    const { actor, now } = context;
    const zone = await clinicZone.find(tx);
    const before = knownCourse(await courses.findById(tx, params.id));
    if (before.state === 'stopped') throw new AppError('course-not-bookable');
    if (before.extraMinutes !== extraMinutes) {
      await courseRecovery.setExtraMinutes(tx, {
        courseId: before.id,
        expectedVersion: before.version,
        extraMinutes,
        audit: audit(context, 'course.recovery.set', {
          patientId: before.patientId,
          subjects: { courseId: before.id },
          detail: { before: { extraMinutes: before.extraMinutes }, after: { extraMinutes } },
        }),
      });
    }
    const course = knownCourse(await courses.findById(tx, params.id));
    const ticks = await sessionTicks.ofCourse(tx, course.id);
    const leftWithout = await sessionTicks.leftWithout(tx, course.id);
    return presentRecovery(course, ticks, leftWithout, { role: actor.role, zone, now });
  });
