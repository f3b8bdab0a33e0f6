import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Id, Instant } from './primitives.ts';
import { StaffRole } from './staff-access.endpoints.ts';

export const StaffMember = z
  .object({
    id: Id,
    name: z.string(),
    email: z.string(),
    role: StaffRole,
    trained: z.boolean(),
    /** `none`: on the staff, but was never let in. `ended`: has left. */
    access: z.enum(['open', 'none', 'ended']),
    /** `missing`: is asked for at the next sign-in, before anything else. */
    secondFactor: z.enum(['missing', 'set', 'not-needed']),
    /** Null where it is not known: never, or signed out everywhere since. */
    lastSignedInAt: Instant.nullable(),
  })
  .meta({ id: 'StaffMember' });
export type StaffMember = z.infer<typeof StaffMember>;

export const listStaff = defineEndpoint({
  id: 'listStaff',
  method: 'GET',
  path: '/staff',
  tag: 'accounts',
  summary: 'Who works here, and how they sign in; those who have left come last',
  access: 'signed-in',
  status: 200,
  response: z.object({ items: z.array(StaffMember) }),
});
