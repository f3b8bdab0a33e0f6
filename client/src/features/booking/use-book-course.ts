import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call, newIdempotencyKey, ProblemError } from '#client/lib/api.ts';
import { refreshSessions } from '#client/lib/queries.ts';
import { bookCourse } from '#server/contract/courses.endpoints.ts';
import type { PlannedSession } from '#server/contract/plan.ts';

/** What is to be booked, as it was shown. */
type Booking = {
  patientId: string;
  protocolId: string;
  sessions: readonly PlannedSession[];
  /** Ends with it. */
  reinductionOf?: string;
};

/** Answers after which the same press may be made again, and must not book twice. */
const UNSURE = new Set(['busy', 'unavailable', 'internal']);

/**
 * Books a whole course. One key stands for one confirmation of one set of sessions: pressing again after a broken
 * connection sends the same key, so the course is never booked twice. A definite answer ends it.
 */
export function useBookCourse() {
  const queries = useQueryClient();
  const attempt = useRef<{ body: string; key: string } | null>(null);
  return useMutation({
    mutationFn: ({ sessions, ...course }: Booking) => {
      const body = { ...course, sessions: sessions.map(({ startsAt, poolId }) => ({ startsAt, poolId })) };
      const text = JSON.stringify(body);
      if (attempt.current?.body !== text) attempt.current = { body: text, key: newIdempotencyKey() };
      return call(bookCourse, { body, headers: { 'idempotency-key': attempt.current.key } });
    },
    onError: (error) => {
      if (error instanceof ProblemError && !UNSURE.has(error.problem.type)) attempt.current = null;
    },
    onSuccess: (course) => {
      attempt.current = null;
      queries.setQueryData(['courses', course.id], course);
      void refreshSessions(queries);
    },
  });
}
