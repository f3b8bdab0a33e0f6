import { z } from 'zod';
import { ROLES } from '#server/scheduling/vocabulary.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id } from './primitives.ts';

/** Somebody who can use Evenkeel: a member of staff, or a patient. */
export const Person = z.object({ id: Id, name: z.string(), role: z.enum(ROLES) }).meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

export const listDemoPeople = defineEndpoint({
  id: 'listDemoPeople',
  method: 'GET',
  path: '/demo/people',
  tag: 'people',
  summary: 'The people of the demo clinic, one of whom the page acts as until sign-in exists',
  access: 'public',
  status: 200,
  response: z.object({ items: z.array(Person) }),
});

export const getMe = defineEndpoint({
  id: 'getMe',
  method: 'GET',
  path: '/auth/me',
  tag: 'people',
  summary: 'Who is asking',
  access: ROLES,
  status: 200,
  response: Person,
});
