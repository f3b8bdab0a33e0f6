import { z } from 'zod';
import { BackfillCandidate, FreedChair } from './backfill.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id } from './primitives.ts';

/** Freed chairs, whom they help, and offering one to them. */

export const listFreedChairs = defineEndpoint({
  id: 'listFreedChairs',
  method: 'GET',
  path: '/worklists/freed-chairs',
  tag: 'backfill',
  summary: 'Chairs of the next days that somebody gave up and that are free still, the next first',
  access: 'signed-in',
  status: 200,
  response: z.object({ items: z.array(FreedChair) }),
});

export const listBackfillCandidates = defineEndpoint({
  id: 'listBackfillCandidates',
  method: 'GET',
  path: '/freed-chairs/:id/candidates',
  tag: 'backfill',
  summary: 'Whom a freed chair would help, and why, the first to be asked first',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  response: z.object({ chair: FreedChair, items: z.array(BackfillCandidate) }),
});
