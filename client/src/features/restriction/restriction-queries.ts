import { queryOptions } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { getRestriction } from '#server/contract/restriction.endpoints.ts';

/** How often a record that is looked at asks whether it is open still, and to whom. */
const LOOK_AGAIN_MS = 30_000;

export const restrictionQuery = (patientId: string) =>
  queryOptions({
    queryKey: ['patients', patientId, 'restriction'],
    queryFn: ({ signal }) => call(getRestriction, { params: { id: patientId }, signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });
