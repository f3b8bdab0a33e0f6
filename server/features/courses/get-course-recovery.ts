import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { CourseRecovery, getCourseRecovery as endpoint } from '#server/contract/ticks.endpoints.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentRecovery } from '#server/presenters/present-recovery.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import * as sessionTicks from '#server/repositories/session-ticks.ts';

export const getCourseRecovery = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<CourseRecovery> =>
  readOnRecord(context.db, context, async (sql) => {
    const zone = await clinicZone.find(sql);
    const course = knownCourse(await courses.findById(sql, params.id));
    const ticks = await sessionTicks.ofCourse(sql, course.id);
    const leftWithout = await sessionTicks.leftWithout(sql, course.id);
    await auditEvents.insert(
      sql,
      audit(context, 'course.recovery.read', {
        patientId: course.patientId,
        subjects: { courseId: course.id },
      }),
    );
    return presentRecovery(course, ticks, leftWithout, { role: context.actor.role, zone, now: context.now });
  });
