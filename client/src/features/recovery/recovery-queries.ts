import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { refreshSessions } from '#client/lib/queries.ts';
import { getCourseRecovery, setCourseRecovery } from '#server/contract/ticks.endpoints.ts';

/** Every look is on record: it is not asked for again while nothing happens. */
export const recoveryQuery = (courseId: string) =>
  queryOptions({
    queryKey: ['courses', courseId, 'recovery'],
    queryFn: ({ signal }) => call(getCourseRecovery, { params: { id: courseId }, signal }),
    staleTime: 60_000,
  });

/** What is booked from now on is booked by it: whatever shows times that are free is asked for again. */
export function useSetRecovery(courseId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (extraMinutes: number) =>
      call(setCourseRecovery, { params: { id: courseId }, body: { extraMinutes } }),
    onSuccess: (recovery) => queries.setQueryData(recoveryQuery(courseId).queryKey, recovery),
    onSettled: () => refreshSessions(queries),
  });
}
