import { z } from 'zod';
import { ROLES } from '#server/scheduling/vocabulary.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id } from './primitives.ts';

/** Somebody who can use Evenkeel: a member of staff, or a patient. */
export const Person = z.object({ id: Id, name: z.string(), role: z.enum(ROLES) }).meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

export const EmailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email('Must be an e-mail address, like ana@example.com.'));

/** What was typed as a password: any text. Its length is judged where one is chosen. */
const TypedPassword = z.string().min(1, 'Must not be empty.').max(200, 'Must be at most 200 characters.');

/** `second-factor`: the password was right, and the code of the authenticator app comes next. */
export const SignInOutcome = z.discriminatedUnion('status', [
  z.object({ status: z.literal('signed-in'), person: Person }),
  z.object({ status: z.literal('second-factor') }),
]);
export type SignInOutcome = z.infer<typeof SignInOutcome>;

export const signIn = defineEndpoint({
  id: 'signIn',
  method: 'POST',
  path: '/auth/sign-in',
  tag: 'accounts',
  summary: 'Sign in by e-mail address and password. The answer sets the session cookie',
  access: 'public',
  body: z.strictObject({ email: EmailAddress, password: TypedPassword }),
  status: 200,
  response: SignInOutcome,
  problems: ['wrong-credentials', 'too-many-guesses'],
});

export const signOut = defineEndpoint({
  id: 'signOut',
  method: 'POST',
  path: '/auth/sign-out',
  tag: 'accounts',
  summary: 'End this session. Answers the same where nobody is signed in',
  access: 'public',
  body: z.strictObject({}),
  status: 200,
  response: z.object({}),
});

export const getMe = defineEndpoint({
  id: 'getMe',
  method: 'GET',
  path: '/auth/me',
  tag: 'accounts',
  summary: 'Who is signed in, and after how many idle minutes the session ends',
  access: ROLES,
  status: 200,
  response: Person.extend({ idleMinutes: z.int() }),
});

export const DemoPerson = z
  .object({ name: z.string(), role: z.enum(ROLES), email: z.string() })
  .meta({ id: 'DemoPerson' });
export type DemoPerson = z.infer<typeof DemoPerson>;

export const listDemoPeople = defineEndpoint({
  id: 'listDemoPeople',
  method: 'GET',
  path: '/demo/people',
  tag: 'accounts',
  summary: 'Who may sign in to the demo clinic, with the password that the demo prints. Empty elsewhere',
  access: 'public',
  status: 200,
  response: z.object({ items: z.array(DemoPerson), password: z.string().nullable() }),
});
