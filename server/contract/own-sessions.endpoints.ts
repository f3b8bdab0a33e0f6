import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Instant } from './primitives.ts';

export const OwnSession = z
  .object({
    id: z.string(),
    /** The one of this very browser. */
    isThis: z.boolean(),
    startedAt: Instant,
    lastSeenAt: Instant,
    /** "Firefox on Windows", as far as the browser says so. */
    device: z.string(),
    address: z.string(),
  })
  .meta({ id: 'OwnSession' });
export type OwnSession = z.infer<typeof OwnSession>;

export const listOwnSessions = defineEndpoint({
  id: 'listOwnSessions',
  method: 'GET',
  path: '/auth/sessions',
  tag: 'accounts',
  summary: 'Where you are signed in, the place that was used last first',
  access: 'signed-in',
  status: 200,
  response: z.object({ items: z.array(OwnSession) }),
});

export const endOwnSession = defineEndpoint({
  id: 'endOwnSession',
  method: 'DELETE',
  path: '/auth/sessions/:id',
  tag: 'accounts',
  summary: 'Sign out somewhere else',
  access: 'signed-in',
  params: z.object({ id: z.string().min(1).max(100) }),
  status: 200,
  response: z.object({}),
  problems: ['not-found'],
});

export const signOutEverywhere = defineEndpoint({
  id: 'signOutEverywhere',
  method: 'POST',
  path: '/auth/sign-out-everywhere',
  tag: 'accounts',
  summary: 'End every session of yours, this one too, and know no other browser of yours any more',
  access: 'signed-in',
  beforeSecondFactor: true,
  body: z.strictObject({}),
  status: 200,
  response: z.object({}),
});
