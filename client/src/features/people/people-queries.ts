import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { listStaff } from '#server/contract/staff.endpoints.ts';
import { listInvitations } from '#server/contract/staff-access.endpoints.ts';

export const staffQuery = queryOptions({
  queryKey: ['people', 'staff'],
  queryFn: async ({ signal }) => (await call(listStaff, { signal })).items,
});

export const invitationsQuery = queryOptions({
  queryKey: ['people', 'invitations'],
  queryFn: async ({ signal }) => (await call(listInvitations, { signal })).items,
});

export const refreshPeople = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: ['people'] });
