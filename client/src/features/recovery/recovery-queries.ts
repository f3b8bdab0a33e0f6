import { queryOptions } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { getCourseRecovery } from '#server/contract/ticks.endpoints.ts';

/** Every look is on record: it is not asked for again while nothing happens. */
export const recoveryQuery = (courseId: string) =>
  queryOptions({
    queryKey: ['courses', courseId, 'recovery'],
    queryFn: ({ signal }) => call(getCourseRecovery, { params: { id: courseId }, signal }),
    staleTime: 60_000,
  });
