import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import type { ScoreDraft } from '#client/lib/score-draft.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import { addMyAssessment, getMyResponse, reportMyRelapse } from '#server/contract/response.endpoints.ts';

export type OwnResponse = ResponseOf<typeof getMyResponse>;

export const ownResponseQuery = queryOptions({
  queryKey: ['my-response'],
  queryFn: ({ signal }) => call(getMyResponse, { signal }),
});

export function useAddOwnScore(courseId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, corrects }: { draft: ScoreDraft; corrects: string | null }) =>
      call(addMyAssessment, {
        params: { id: courseId },
        body: { ...draft, total: Number(draft.total), corrects },
      }),
    onSettled: () => queries.invalidateQueries(ownResponseQuery),
  });
}

export function useTellRelapse(courseId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(reportMyRelapse, { params: { id: courseId }, body: {} }),
    onSettled: () => queries.invalidateQueries(ownResponseQuery),
  });
}
