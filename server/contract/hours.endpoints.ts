import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Hours, HoursChangeRequest, HoursPreview } from './hours.ts';
import { RepairCommit } from './repair.ts';

/** Opening hours, staff shifts and chairs, with a repair for every course that a change of them breaks. */

export const getHours = defineEndpoint({
  id: 'getHours',
  method: 'GET',
  path: '/hours',
  tag: 'hours',
  summary: 'Opening hours, staff with their shifts, and chairs, as they are and as they are to be',
  access: 'signed-in',
  status: 200,
  response: Hours,
});

export const previewHoursChange = defineEndpoint({
  id: 'previewHoursChange',
  method: 'POST',
  path: '/hours-change-previews',
  tag: 'hours',
  summary: 'What a change of hours, shifts or chairs would break, and a repair for all of it together',
  access: 'signed-in',
  body: HoursChangeRequest,
  status: 200,
  response: HoursPreview,
  problems: ['not-found'],
});

export const commitHoursChange = defineEndpoint({
  id: 'commitHoursChange',
  method: 'POST',
  path: '/hours-changes',
  tag: 'hours',
  summary: 'Change the hours, and move what the preview showed: all of it, or nothing',
  access: 'signed-in',
  body: RepairCommit,
  status: 201,
  response: z.object({ movedSessions: z.int(), leftSessions: z.int() }),
  problems: ['preview-stale', 'preview-expired', 'token-invalid', 'slot-taken'],
});
