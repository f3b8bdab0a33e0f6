import type { listCourses as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { given } from '#server/platform/given.ts';
import { presentCourseSummary } from '#server/presenters/present-course.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';

export const listCourses = (
  { db, actor, now }: Context,
  { query }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const zone = await clinicZone.find(sql);
    const page = await courses.list(sql, given(query));
    return { ...page, items: page.items.map((course) => presentCourseSummary(course, zone)) };
  });
