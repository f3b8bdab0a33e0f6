import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call, newIdempotencyKey, ProblemError } from '#client/lib/api.ts';
import { courseQuery, refreshSessions } from '#client/lib/queries.ts';
import type { RuleCode } from '#client/lib/rule-words.ts';
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

export type BoosterStart = {
  startsAt: string;
  poolId: string | null;
  /** Rules that it bends, and why they may be let be. */
  overrides: readonly { code: RuleCode; reason: string }[];
};

/** Answers that leave open whether the booster was booked: the next press must be the same press. */
const UNSURE = new Set(['busy', 'unavailable', 'internal']);

export function useBookBooster(course: Course) {
  const queries = useQueryClient();
  const attempt = useRef<{ asked: string; key: string } | null>(null);
  return useMutation({
    mutationFn: (start: BoosterStart) => {
      const { startsAt, poolId, overrides } = start;
      const asked = JSON.stringify(start);
      if (attempt.current?.asked !== asked) attempt.current = { asked, key: newIdempotencyKey() };
      return call(bookBooster, {
        params: { id: course.id },
        headers: { 'idempotency-key': attempt.current.key, 'if-match': `"${course.version}"` },
        body: {
          startsAt,
          ...(poolId && { poolId }),
          ...(overrides.length > 0 && { overrides: [...overrides] }),
        },
      });
    },
    onSuccess: (after) => queries.setQueryData(courseQuery(course.id).queryKey, after),
    onError: (error) => {
      if (error instanceof ProblemError && !UNSURE.has(error.problem.type)) attempt.current = null;
    },
    onSettled: () => refreshSessions(queries),
  });
}
