import { z } from 'zod';
import {
  BoosterOrderPreview,
  BoosterSuggestions,
  isOneKind,
  ONE_KIND,
  orderTerms,
  orderWords,
  SetOrder,
} from './booster-order.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id, line } from './primitives.ts';

/** A token carries where each of a few boosters would go. */
const MAX_TOKEN_LENGTH = 10_000;
const MAX_BOOSTERS = 12;

export const previewBoosterOrder = defineEndpoint({
  id: 'previewBoosterOrder',
  method: 'POST',
  path: '/courses/:id/booster-order-previews',
  tag: 'boosters',
  summary: 'A booster order before it is set: its window, and the booked boosters outside it. Writes nothing',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject(orderTerms).refine(isOneKind, ONE_KIND),
  status: 200,
  response: BoosterOrderPreview,
  problems: ['not-found', 'plan-breaks-rules', 'course-not-bookable'],
});

export const getBoosterSuggestions = defineEndpoint({
  id: 'getBoosterSuggestions',
  method: 'GET',
  path: '/courses/:id/booster-suggestions',
  tag: 'boosters',
  summary: 'The ladder of intervals of a course, and how its boosters might go on. A clinician decides',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  response: BoosterSuggestions,
});

export const commitBoosterOrder = defineEndpoint({
  id: 'commitBoosterOrder',
  method: 'POST',
  path: '/courses/:id/booster-order-changes',
  tag: 'boosters',
  summary:
    'Set the order that a preview showed, and move the boosters that were agreed: all of it or nothing',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({
    token: z.string().max(MAX_TOKEN_LENGTH),
    ...orderWords,
    /** One line for each booster that the preview showed outside, and for no other. */
    boosters: z
      .array(
        z.discriminatedUnion('choice', [
          /** It goes where the preview showed it. */
          z.strictObject({ sessionId: Id, choice: z.literal('move') }),
          /** It stays outside the window, and why. */
          z.strictObject({ sessionId: Id, choice: z.literal('leave'), reason: line(500) }),
        ]),
      )
      .max(MAX_BOOSTERS)
      .default([]),
  }),
  status: 200,
  response: SetOrder,
  problems: [
    'preview-stale',
    'preview-expired',
    'token-invalid',
    'course-not-bookable',
    'plan-breaks-rules',
    'not-found',
  ],
});
