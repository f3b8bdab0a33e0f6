import { queryOptions } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { getOwnAccount } from '#server/contract/own-account.endpoints.ts';
import { listOwnSessions } from '#server/contract/own-sessions.endpoints.ts';

export const ownAccountQuery = queryOptions({
  queryKey: ['own-account'],
  queryFn: ({ signal }) => call(getOwnAccount, { signal }),
});

export const ownSessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: async ({ signal }) => (await call(listOwnSessions, { signal })).items,
});
