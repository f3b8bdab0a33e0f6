import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { getCourseResponse as endpoint } from '#server/contract/response.endpoints.ts';
import type { CourseResponse } from '#server/contract/response.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentResponse } from '#server/presenters/present-response.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import { readResponse } from './read-response.ts';

export const getCourseResponse = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<CourseResponse> =>
  readOnRecord(context.db, context, async (sql) => {
    const { actor, now } = context;
    const zone = await clinicZone.find(sql);
    const course = knownCourse(await courses.findById(sql, params.id));
    const found = await readResponse(sql, course, zone);
    await auditEvents.insert(
      sql,
      audit(context, 'response.read', { patientId: course.patientId, subjects: { courseId: course.id } }),
    );
    return presentResponse(course, found, { role: actor.role, zone, now });
  });
