import { z } from 'zod';
import { BackfillCandidate, ChairOffer, FreedChair } from './backfill.ts';
import { Course } from './course.ts';
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

export const makeOffer = defineEndpoint({
  id: 'makeOffer',
  method: 'POST',
  path: '/freed-chairs/:id/offers',
  tag: 'backfill',
  summary: 'Offer a freed chair to one whom it would help, and hold it for them for a while',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  /** What the list of candidates said. */
  body: z.strictObject({
    courseId: Id,
    kind: z.enum(['move', 'add', 'booster']),
    /** With `move`. */
    sessionId: Id.nullable().optional(),
  }),
  status: 201,
  response: ChairOffer,
  problems: ['already-offered', 'slot-taken', 'change-refused', 'not-found'],
});

export const acceptOffer = defineEndpoint({
  id: 'acceptOffer',
  method: 'POST',
  path: '/offers/:id/accept',
  tag: 'backfill',
  summary: 'They take it: the session is moved or booked there, whole or not at all',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({}),
  status: 200,
  response: Course,
  problems: ['offer-over', 'slot-taken', 'change-refused', 'course-changed', 'not-found'],
});

const endOffer = <const V extends string>(verb: V, id: string, summary: string) =>
  defineEndpoint({
    id,
    method: 'POST',
    path: `/offers/:id/${verb}`,
    tag: 'backfill',
    summary,
    access: 'signed-in',
    params: z.strictObject({ id: Id }),
    body: z.strictObject({}),
    status: 200,
    response: ChairOffer,
    problems: ['offer-over', 'not-found'],
  });

export const declineOffer = endOffer(
  'decline',
  'declineOffer',
  'They do not take it: the chair is free for the next, and they come last for it',
);
export const withdrawOffer = endOffer(
  'withdraw',
  'withdrawOffer',
  'It was offered by mistake, before anybody was told: as if it had not been',
);
