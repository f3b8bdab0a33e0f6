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

/** Length, and not composition. What is easy to guess is refused besides. */
export const NewPassword = z
  .string()
  .min(12, 'Must be at least 12 characters.')
  .max(200, 'Must be at most 200 characters.');

/** Part of a link that was mailed. */
export const LinkToken = z.string().min(1).max(100);

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

/** Six digits: of an authenticator app, or of a mail. */
export const Code = z
  .string()
  .trim()
  .regex(/^\d{6}$/, 'Must be six digits.');

export const signInBySecondFactor = defineEndpoint({
  id: 'signInBySecondFactor',
  method: 'POST',
  path: '/auth/second-factor',
  tag: 'accounts',
  summary: 'The second step of signing in: a code of the authenticator app, or a recovery code',
  access: 'public',
  body: z
    .strictObject({ code: Code.optional(), recoveryCode: z.string().trim().min(1).max(40).optional() })
    .refine(
      ({ code, recoveryCode }) => (code === undefined) !== (recoveryCode === undefined),
      'Must have a code or a recovery code, and not both.',
    ),
  status: 200,
  response: SignInOutcome,
  problems: ['wrong-credentials', 'not-signed-in', 'too-many-guesses'],
});

export const setUpSecondFactor = defineEndpoint({
  id: 'setUpSecondFactor',
  method: 'POST',
  path: '/auth/second-factor/set-up',
  tag: 'accounts',
  summary:
    'Begin a second factor: what the authenticator app is given, and the recovery codes, shown this once',
  access: 'signed-in',
  beforeSecondFactor: true,
  body: z.strictObject({ password: TypedPassword }),
  status: 200,
  response: z.object({
    /** For a QR code. */
    uri: z.string(),
    /** The same for somebody who types. */
    secret: z.string(),
    recoveryCodes: z.array(z.string()),
  }),
  problems: ['wrong-credentials', 'second-factor-exists', 'too-many-guesses'],
});

export const confirmSecondFactor = defineEndpoint({
  id: 'confirmSecondFactor',
  method: 'POST',
  path: '/auth/second-factor/confirm',
  tag: 'accounts',
  summary: 'Show by a code that the authenticator app works: from now on it is asked for',
  access: 'signed-in',
  beforeSecondFactor: true,
  body: z.strictObject({ code: Code }),
  status: 200,
  response: z.object({}),
  problems: ['wrong-credentials', 'second-factor-exists', 'too-many-guesses'],
});

export const renewRecoveryCodes = defineEndpoint({
  id: 'renewRecoveryCodes',
  method: 'POST',
  path: '/auth/second-factor/recovery-codes',
  tag: 'accounts',
  summary: 'New recovery codes, shown this once. The old ones are good for nothing then',
  access: 'signed-in',
  body: z.strictObject({ password: TypedPassword }),
  status: 200,
  response: z.object({ recoveryCodes: z.array(z.string()) }),
  problems: ['wrong-credentials', 'second-factor-missing', 'too-many-guesses'],
});

export const changePassword = defineEndpoint({
  id: 'changePassword',
  method: 'POST',
  path: '/auth/password',
  tag: 'accounts',
  summary: 'Choose another password. Every other session of yours ends',
  access: 'signed-in',
  body: z.strictObject({ current: TypedPassword, next: NewPassword }),
  status: 200,
  response: z.object({}),
  problems: ['wrong-credentials', 'too-many-guesses'],
});

export const requestPasswordReset = defineEndpoint({
  id: 'requestPasswordReset',
  method: 'POST',
  path: '/auth/password-reset-requests',
  tag: 'accounts',
  summary:
    'Have a link mailed by which a new password can be set. Answers the same whether the address is known or not',
  access: 'public',
  body: z.strictObject({ email: EmailAddress }),
  status: 200,
  response: z.object({}),
  problems: ['too-many-guesses'],
});

export const resetPassword = defineEndpoint({
  id: 'resetPassword',
  method: 'POST',
  path: '/auth/password-resets',
  tag: 'accounts',
  summary: 'Set a new password by a link that was mailed: once, within half an hour. Every session ends',
  access: 'public',
  body: z.strictObject({ token: LinkToken, password: NewPassword }),
  status: 200,
  response: z.object({}),
  problems: ['link-expired', 'too-many-guesses'],
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
  access: 'signed-in',
  beforeSecondFactor: true,
  status: 200,
  response: Person.extend({
    idleMinutes: z.int(),
    /** `missing`: until it is set up, nothing else can be done. */
    secondFactor: z.enum(['missing', 'set', 'not-needed']),
  }),
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
