import { z } from 'zod';
import { Code, EmailAddress, Person } from './accounts.endpoints.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id } from './primitives.ts';

export const requestPatientCode = defineEndpoint({
  id: 'requestPatientCode',
  method: 'POST',
  path: '/auth/patient-codes',
  tag: 'accounts',
  summary:
    'Have a sign-in code mailed to a patient. Answers the same whether the address is on file or not; a new code takes the place of the old',
  access: 'public',
  body: z.strictObject({ email: EmailAddress }),
  status: 200,
  response: z.object({
    /** For how many minutes a code is good. */
    goodForMinutes: z.int(),
    /** False where this server sends no mail at all, and keeps what it would send in its own folder. */
    isMailed: z.boolean(),
  }),
  problems: ['too-many-guesses'],
});

/** `choose`: the code was right and is not used up, and several patients have this address. One of them comes next. */
export const PatientSignInOutcome = z.discriminatedUnion('status', [
  z.object({ status: z.literal('signed-in'), person: Person }),
  z.object({
    status: z.literal('choose'),
    patients: z.array(z.object({ id: Id, name: z.string(), clinicName: z.string() })),
  }),
]);
export type PatientSignInOutcome = z.infer<typeof PatientSignInOutcome>;

export const signInAsPatient = defineEndpoint({
  id: 'signInAsPatient',
  method: 'POST',
  path: '/auth/patient-sign-ins',
  tag: 'accounts',
  summary: 'Sign in as a patient by the code that was mailed. The answer sets the session cookie',
  access: 'public',
  body: z.strictObject({
    email: EmailAddress,
    code: Code,
    /** Which of several patients of this address. */
    patientId: Id.optional(),
  }),
  status: 200,
  response: PatientSignInOutcome,
  problems: ['wrong-credentials', 'too-many-guesses'],
});
