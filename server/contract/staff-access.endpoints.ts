import { z } from 'zod';
import { ROLES } from '#server/scheduling/vocabulary.ts';
import { EmailAddress, LinkToken, NewPassword, SignInOutcome } from './accounts.endpoints.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id, Instant, line } from './primitives.ts';

const StaffRole = z.enum(ROLES).exclude(['patient']);

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
