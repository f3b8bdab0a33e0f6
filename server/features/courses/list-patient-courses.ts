import { knownPatient } from '#server/booking/known.ts';
import type { Course } from '#server/contract/course.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { listPatientCourses as endpoint } from '#server/contract/patients.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentCourse } from '#server/presenters/present-course.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import * as patients from '#server/repositories/patients.ts';

export const listPatientCourses = (
  { db, actor, now }: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<{ items: Course[] }> =>
  readInClinic(db, actor.clinicId, async (sql) => {
    const zone = await clinicZone.find(sql);
    knownPatient(await patients.findById(sql, params.id));
    const found = await courses.listByPatient(sql, params.id);
    return { items: found.map((course) => presentCourse(course, { role: actor.role, zone, now })) };
  });
