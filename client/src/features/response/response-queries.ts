import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import type { ScoreDraft } from '#client/lib/score-draft.ts';
import {
  addAssessment,
  addCourseReview,
  reportRelapse,
  setBaseline,
} from '#server/contract/response.endpoints.ts';
import type { CourseReview } from '#server/contract/response.ts';

/** What a score or a review changes: the course's own page, and the lists of who needs somebody. */
function useRefreshResponse(courseId: string): () => Promise<unknown> {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      [['courses', courseId], ['worklists']].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
}

export function useAddScore(courseId: string) {
  const refresh = useRefreshResponse(courseId);
  return useMutation({
    mutationFn: ({ draft, corrects }: { draft: ScoreDraft; corrects: string | null }) =>
      call(addAssessment, {
        params: { id: courseId },
        body: { ...draft, total: Number(draft.total), corrects },
      }),
    onSettled: refresh,
  });
}

export function useSetBaseline(courseId: string) {
  const refresh = useRefreshResponse(courseId);
  return useMutation({
    mutationFn: (assessmentId: string | null) =>
      call(setBaseline, { params: { id: courseId }, body: { assessmentId } }),
    onSettled: refresh,
  });
}

export function useAddReview(courseId: string) {
  const refresh = useRefreshResponse(courseId);
  return useMutation({
    mutationFn: (review: Pick<CourseReview, 'kind' | 'outcome'>) =>
      call(addCourseReview, { params: { id: courseId }, body: review }),
    onSettled: refresh,
  });
}

export function useReportRelapse(courseId: string) {
  const refresh = useRefreshResponse(courseId);
  return useMutation({
    mutationFn: () => call(reportRelapse, { params: { id: courseId }, body: {} }),
    onSettled: refresh,
  });
}
