import { z } from 'zod';
import { ROLES } from '#server/scheduling/vocabulary.ts';
import { EmailAddress, LinkToken, NewPassword, SignInOutcome } from './accounts.endpoints.ts';
import { defineEndpoint } from './endpoint.ts';
import { Erasure, ErasureReason } from './erasure.ts';
import { Id, Instant, line } from './primitives.ts';

export const StaffRole = z.enum(ROLES).exclude(['patient']);

export const Invitation = z
  .object({
    id: Id,
    name: z.string(),
    email: z.string(),
    role: StaffRole,
    trained: z.boolean(),
    invitedAt: Instant,
    expiresAt: Instant,
    status: z.enum(['open', 'accepted', 'expired']),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

export const invite = defineEndpoint({
  id: 'invite',
  method: 'POST',
  path: '/invitations',
  tag: 'accounts',
  summary:
    'Ask somebody to work here: a link is mailed, good once and for seven days. Takes the place of an open one',
  access: 'signed-in',
  body: z.strictObject({
    name: line(100),
    email: EmailAddress,
    role: StaffRole,
    /** May be counted among the trained people in the house while anybody is dosed. */
    trained: z.boolean(),
  }),
  status: 201,
  response: Invitation,
  problems: ['account-exists'],
});

export const listInvitations = defineEndpoint({
  id: 'listInvitations',
  method: 'GET',
  path: '/invitations',
  tag: 'accounts',
  summary: 'Who was invited, the latest first',
  access: 'signed-in',
  status: 200,
  response: z.object({ items: z.array(Invitation) }),
});

export const withdrawInvitation = defineEndpoint({
  id: 'withdrawInvitation',
  method: 'DELETE',
  path: '/invitations/:id',
  tag: 'accounts',
  summary: 'Make the link of an open invitation good for nothing',
  access: 'signed-in',
  params: z.object({ id: Id }),
  status: 200,
  response: z.object({}),
  problems: ['not-found'],
});

/** Posted, so that the token is in no address. */
export const readInvitation = defineEndpoint({
  id: 'readInvitation',
  method: 'POST',
  path: '/auth/invitations/read',
  tag: 'accounts',
  summary: 'Who is asked to work where, and as what, by the link that was mailed. Uses nothing up',
  access: 'public',
  body: z.strictObject({ token: LinkToken }),
  status: 200,
  response: z.object({
    name: z.string(),
    email: z.string(),
    role: StaffRole,
    clinicName: z.string(),
  }),
  problems: ['link-expired', 'too-many-guesses'],
});

export const acceptInvitation = defineEndpoint({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/auth/invitations/accept',
  tag: 'accounts',
  summary: 'Choose a password by the link that was mailed, and be signed in',
  access: 'public',
  body: z.strictObject({ token: LinkToken, password: NewPassword }),
  status: 200,
  response: SignInOutcome,
  problems: ['link-expired', 'account-exists', 'too-many-guesses'],
});

export const endStaffAccess = defineEndpoint({
  id: 'endStaffAccess',
  method: 'DELETE',
  path: '/staff/:id/access',
  tag: 'accounts',
  summary: 'Somebody has left: they are signed out everywhere, and cannot sign in again',
  access: 'signed-in',
  params: z.object({ id: Id }),
  status: 200,
  response: z.object({}),
  problems: ['not-found'],
});

export const resetSecondFactor = defineEndpoint({
  id: 'resetSecondFactor',
  method: 'DELETE',
  path: '/staff/:id/second-factor',
  tag: 'accounts',
  summary:
    'Somebody has lost their authenticator app: they are signed out everywhere, told so by mail, and set up another when they sign in',
  access: 'signed-in',
  params: z.object({ id: Id }),
  status: 200,
  /** False where they had none: nothing was done then. */
  response: z.object({ wasSet: z.boolean() }),
  problems: ['not-found'],
});

export const forgetStaff = defineEndpoint({
  id: 'forgetStaff',
  method: 'POST',
  path: '/staff/:id/erasure',
  tag: 'accounts',
  summary:
    'Forget somebody who has left: their account, their address, their invitations, and what the audit trail keeps of them in words. Their name stays on what they did',
  access: 'signed-in',
  params: z.object({ id: Id }),
  body: z.strictObject({ reason: ErasureReason }),
  status: 200,
  response: Erasure,
  problems: ['not-found', 'still-on-staff'],
});
