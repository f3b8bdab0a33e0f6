import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { Course } from '#server/contract/course.ts';
import type { getCourse as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentCourse } from '#server/presenters/present-course.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';

export const getCourse = (context: Context, { params }: ParsedRequestOf<typeof endpoint>): Promise<Course> =>
  readOnRecord(context.db, context, async (sql) => {
    const { actor, now } = context;
    const zone = await clinicZone.find(sql);
    const course = knownCourse(await courses.findById(sql, params.id));
    await auditEvents.insert(
      sql,
      audit(context, 'course.read', { patientId: course.patientId, subjects: { courseId: course.id } }),
    );
    return presentCourse(course, { role: actor.role, zone, now });
  });
