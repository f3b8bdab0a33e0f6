import { z } from 'zod';
import { CourseChange } from './change.ts';
import { Course } from './course.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id, page, pageQuery } from './primitives.ts';

/** What was done to a course, and taking the last of it back. Previews and commits stand with the courses. */

export const listCourseChanges = defineEndpoint({
  id: 'listCourseChanges',
  method: 'GET',
  path: '/courses/:id/changes',
  tag: 'courses',
  summary: 'The changes that were made to a course, newest first',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  query: z.strictObject(pageQuery),
  status: 200,
  response: page(CourseChange),
});

export const undoCourseChange = defineEndpoint({
  id: 'undoCourseChange',
  method: 'POST',
  path: '/courses/:id/undo',
  tag: 'courses',
  summary: 'Take back the last change of a course, while nothing has overtaken it',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ changeId: Id }),
  status: 200,
  response: Course,
  problems: ['change-refused', 'slot-taken', 'not-found'],
});
