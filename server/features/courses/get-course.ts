import { knownCourse } from '#server/booking/known.ts';
import type { Course } from '#server/contract/course.ts';
import type { getCourse as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentCourse } from '#server/presenters/present-course.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';

export const getCourse = (
  { db, actor, now }: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<Course> =>
  readInClinic(db, actor.clinicId, async (sql) => {
    const zone = await clinicZone.find(sql);
    const course = knownCourse(await courses.findById(sql, params.id));
    return presentCourse(course, { role: actor.role, zone, now });
  });
