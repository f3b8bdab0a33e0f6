import { queryOptions } from '@tanstack/react-query';
import { getResponseSettings } from '#server/contract/response.endpoints.ts';
import { call } from './api.ts';

/** The scales by which the clinic measures response. */
export const instrumentsQuery = queryOptions({
  queryKey: ['instruments'],
  queryFn: async ({ signal }) => (await call(getResponseSettings, { signal })).items,
  staleTime: 5 * 60_000,
});
