import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call, ProblemError } from '#client/lib/api.ts';
import { courseQuery, refreshSessions } from '#client/lib/queries.ts';
import type { ChangePreview } from '#server/contract/change.ts';
import type { Course } from '#server/contract/course.ts';
import { commitChange, previewChange } from '#server/contract/courses.endpoints.ts';
import { listSessionStartTimes } from '#server/contract/sessions.endpoints.ts';
import type { DayRange } from './start-days.ts';

export const sessionStartTimesQuery = (sessionId: string, range: DayRange) =>
  queryOptions({
    queryKey: ['start-times', 'session', sessionId, range],
    queryFn: async ({ signal }) =>
      (await call(listSessionStartTimes, { params: { id: sessionId }, query: range, signal })).days,
    staleTime: 15_000,
  });

type Move = { sessionId: string; startsAt: string };

export function usePreviewMove(courseId: string) {
  return useMutation({
    mutationFn: (move: Move) =>
      call(previewChange, { params: { id: courseId }, body: { mode: 'move', ...move } }),
  });
}

export function useCommitMove(courseId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (token: string) => call(commitChange, { params: { id: courseId }, body: { token } }),
    onSuccess: (course) => queries.setQueryData(courseQuery(courseId).queryKey, course),
    onSettled: () => refreshSessions(queries),
  });
}

/** What a refused commit shows instead: the same move of the course as it is now. */
export const freshPreview = (error: unknown): ChangePreview | null =>
  error instanceof ProblemError ? (error.problem.preview ?? null) : null;

/** A move is taken back by moving: the old time may be gone, and then says so. */
export function useMoveBack(courseId: string) {
  const queries = useQueryClient();
  return async (move: Move): Promise<Course> => {
    const params = { id: courseId };
    const preview = await call(previewChange, { params, body: { mode: 'move', ...move } });
    if (!preview.token) throw new ProblemError(refused(preview));
    const course = await call(commitChange, { params, body: { token: preview.token } });
    queries.setQueryData(courseQuery(courseId).queryKey, course);
    await refreshSessions(queries);
    return course;
  };
}

const refused = (preview: ChangePreview): ProblemError['problem'] => ({
  type: 'plan-breaks-rules',
  status: 0,
  title: 'It could not be moved back',
  detail: preview.violations.map(({ detail }) => detail).join(' '),
});
