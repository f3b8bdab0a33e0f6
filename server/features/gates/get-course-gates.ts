import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { CourseGates, getCourseGates as endpoint } from '#server/contract/gates.endpoints.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentGates } from '#server/presenters/present-gates.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';

export const getCourseGates = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<CourseGates> =>
  readOnRecord(context.db, context, async (sql) => {
    const { actor, now } = context;
    const zone = await clinicZone.find(sql);
    const course = knownCourse(await courses.findById(sql, params.id));
    await auditEvents.insert(
      sql,
      audit(context, 'gates.read', { patientId: course.patientId, subjects: { courseId: course.id } }),
    );
    return presentGates(course, { role: actor.role, zone, now });
  });
