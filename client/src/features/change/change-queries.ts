import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call, ProblemError } from '#client/lib/api.ts';
import { courseQuery, refreshSessions } from '#client/lib/queries.ts';
import type { ChangePreview, ChangeRequest } from '#server/contract/change.ts';
import { listCourseChanges, undoCourseChange } from '#server/contract/changes.endpoints.ts';
import { commitChange, previewChange } from '#server/contract/courses.endpoints.ts';
import { isSameChange } from './difference.ts';

/** A preview holds until the course moves on; one that nobody looks at any more is broken off, and not kept. */
export const previewQuery = (courseId: string, request: ChangeRequest) =>
  queryOptions({
    queryKey: ['change-preview', courseId, request],
    queryFn: ({ signal }) => call(previewChange, { params: { id: courseId }, body: request, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** Under the course: whatever refreshes the course refreshes what was done to it. */
export const changesQuery = (courseId: string) =>
  infiniteQueryOptions({
    queryKey: ['courses', courseId, 'changes'],
    queryFn: ({ pageParam, signal }) =>
      call(listCourseChanges, {
        params: { id: courseId },
        query: { limit: 20, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });

/** The last of them alone. */
export const lastChangeQuery = (courseId: string) =>
  queryOptions({
    queryKey: ['courses', courseId, 'last-change'],
    queryFn: async ({ signal }) => {
      const { items } = await call(listCourseChanges, {
        params: { id: courseId },
        query: { limit: 1 },
        signal,
      });
      return items[0] ?? null;
    },
  });

export type ChangeToMake = {
  /** What was shown. */
  readonly shown: ChangePreview;
  /** What it was the preview of. */
  readonly previewed: ChangeRequest;
  /** The same, with the reasons that were given since. */
  readonly meant: ChangeRequest;
};

/**
 * Makes a change that was shown. Reasons given since go into a preview of their own first, which must show the very same;
 * where it does not, or the clinic has moved on, nothing is made, and what it would be now takes the place of what was
 * shown. Answers with the course as it is then, or with nothing.
 */
export function useMakeChange(courseId: string) {
  const queries = useQueryClient();
  const params = { id: courseId };
  const showInstead = (previewed: ChangeRequest, preview: ChangePreview) =>
    queries.setQueryData(previewQuery(courseId, previewed).queryKey, preview);

  return useMutation({
    mutationFn: async ({ shown, previewed, meant }: ChangeToMake) => {
      const isAsShown = JSON.stringify(previewed) === JSON.stringify(meant);
      const promised = isAsShown ? shown : await call(previewChange, { params, body: meant });
      if (!promised.token || !isSameChange(shown, promised)) {
        showInstead(previewed, promised);
        return null;
      }
      return call(commitChange, { params, body: { token: promised.token } });
    },
    onSuccess: (course) => {
      if (course) queries.setQueryData(courseQuery(courseId).queryKey, course);
    },
    onError: (error, { previewed }) => {
      const problem = error instanceof ProblemError ? error.problem : null;
      if (problem?.preview) showInstead(previewed, problem.preview);
      else if (problem?.type === 'preview-expired') {
        void queries.invalidateQueries({ queryKey: previewQuery(courseId, previewed).queryKey });
      }
    },
    // The answer is the course as it is: nobody waits for the lists to be read again.
    onSettled: () => {
      void refreshSessions(queries);
    },
  });
}

/** A refusal for which something else was shown says no more than that. */
export const isReplaced = (error: unknown): boolean =>
  error instanceof ProblemError &&
  (error.problem.preview !== undefined || error.problem.type === 'preview-expired');

export function useUndoChange(courseId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (changeId: string) =>
      call(undoCourseChange, { params: { id: courseId }, body: { changeId } }),
    onSuccess: (course) => queries.setQueryData(courseQuery(courseId).queryKey, course),
    onSettled: () => {
      void refreshSessions(queries);
    },
  });
}
