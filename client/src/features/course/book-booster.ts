import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call, newIdempotencyKey, ProblemError } from '#client/lib/api.ts';
import { courseQuery, refreshSessions } from '#client/lib/queries.ts';
import type { DayRange } from '#client/lib/start-days.ts';
import type { Course } from '#server/contract/course.ts';
import { bookBooster, listBoosterStartTimes } from '#server/contract/courses.endpoints.ts';

export const boosterStartTimesQuery = (courseId: string, range: DayRange) =>
  queryOptions({
    queryKey: ['start-times', 'booster', courseId, range],
    queryFn: async ({ signal }) =>
      (await call(listBoosterStartTimes, { params: { id: courseId }, query: range, signal })).days,
    staleTime: 15_000,
  });

type Start = { startsAt: string; poolId: string | null };

/** Answers that leave open whether the booster was booked: the next press must be the same press. */
const UNSURE = new Set(['busy', 'unavailable', 'internal']);

export function useBookBooster(course: Course) {
  const queries = useQueryClient();
  const attempt = useRef<{ startsAt: string; key: string } | null>(null);
  return useMutation({
    mutationFn: ({ startsAt, poolId }: Start) => {
      if (attempt.current?.startsAt !== startsAt) attempt.current = { startsAt, key: newIdempotencyKey() };
      return call(bookBooster, {
        params: { id: course.id },
        headers: { 'idempotency-key': attempt.current.key, 'if-match': `"${course.version}"` },
        body: { startsAt, ...(poolId && { poolId }) },
      });
    },
    onSuccess: (after) => queries.setQueryData(courseQuery(course.id).queryKey, after),
    onError: (error) => {
      if (error instanceof ProblemError && !UNSURE.has(error.problem.type)) attempt.current = null;
    },
    onSettled: () => refreshSessions(queries),
  });
}
