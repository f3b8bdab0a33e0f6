import { z } from 'zod';
import { Closure, ClosurePreview, ClosureRequest } from './closure.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id } from './primitives.ts';
import { BrokenCourse, RepairCommit } from './repair.ts';

/** Closing the clinic, a chair or a person's days, with a repair for every course that this breaks. */

export const previewClosure = defineEndpoint({
  id: 'previewClosure',
  method: 'POST',
  path: '/closure-previews',
  tag: 'closures',
  summary: 'What a closure would break, and a repair for all of it together',
  access: 'signed-in',
  body: ClosureRequest,
  status: 200,
  response: ClosurePreview,
});

export const commitClosure = defineEndpoint({
  id: 'commitClosure',
  method: 'POST',
  path: '/closures',
  tag: 'closures',
  summary: 'Close, and move what the preview showed: all of it, or nothing',
  access: 'signed-in',
  body: RepairCommit,
  status: 201,
  response: z.object({
    closure: Closure,
    movedSessions: z.int(),
    leftSessions: z.int(),
  }),
  problems: ['preview-stale', 'preview-expired', 'token-invalid', 'slot-taken'],
});

export const listClosures = defineEndpoint({
  id: 'listClosures',
  method: 'GET',
  path: '/closures',
  tag: 'closures',
  summary: 'What is closed from today on, the next first',
  access: 'signed-in',
  status: 200,
  response: z.object({
    items: z.array(Closure),
    /** Who has hours here, and may be away. */
    staff: z.array(z.object({ id: Id, name: z.string() })),
  }),
});

export const removeClosure = defineEndpoint({
  id: 'removeClosure',
  method: 'DELETE',
  path: '/closures/:id',
  tag: 'closures',
  summary: 'Open again. Sessions that were moved stay where they are',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  /** What was closed until now. Nothing was moved back. */
  response: z.object({ closure: Closure }),
  problems: ['not-found'],
});

export const listBrokenCourses = defineEndpoint({
  id: 'listBrokenCourses',
  method: 'GET',
  path: '/worklists/broken-courses',
  tag: 'closures',
  summary: 'Courses with sessions to come where something is closed, the next first',
  access: 'signed-in',
  status: 200,
  response: z.object({ items: z.array(BrokenCourse) }),
});
