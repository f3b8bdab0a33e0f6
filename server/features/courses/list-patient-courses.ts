import { audit } from '#server/booking/audit.ts';
import { knownPatient } from '#server/booking/known.ts';
import type { Course } from '#server/contract/course.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { listPatientCourses as endpoint } from '#server/contract/patients.endpoints.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentCourse } from '#server/presenters/present-course.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import * as patients from '#server/repositories/patients.ts';

export const listPatientCourses = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<{ items: Course[] }> =>
  readOnRecord(context.db, context, async (sql) => {
    const { actor, now } = context;
    const zone = await clinicZone.find(sql);
    knownPatient(await patients.findById(sql, params.id));
    await auditEvents.insert(sql, audit(context, 'patient.courses.read', { patientId: params.id }));
    const found = await courses.listByPatient(sql, params.id);
    return { items: found.map((course) => presentCourse(course, { role: actor.role, zone, now })) };
  });
