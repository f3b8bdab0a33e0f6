import { queryOptions } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { listClosures } from '#server/contract/closures.endpoints.ts';

export const closuresQuery = queryOptions({
  queryKey: ['closures'],
  queryFn: ({ signal }) => call(listClosures, { signal }),
});
