import { z } from 'zod';
import { ROLES } from '#server/scheduling/vocabulary.ts';
import { defineEndpoint } from './endpoint.ts';

export const getOwnAccount = defineEndpoint({
  id: 'getOwnAccount',
  method: 'GET',
  path: '/auth/account',
  tag: 'accounts',
  summary: 'Your own account: as whom you are known, and the address that you sign in by',
  access: 'signed-in',
  status: 200,
  response: z.object({ name: z.string(), email: z.string(), role: z.enum(ROLES) }),
});
