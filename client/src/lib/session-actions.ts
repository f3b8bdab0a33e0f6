import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { RequestOf } from '#server/contract/endpoint.ts';
import type { Session } from '#server/contract/session.ts';
import {
  arriveSession,
  cancelSession,
  checkInSession,
  completeSession,
  holdSession,
  noShowSession,
  releaseSession,
  startSession,
  undoSessionStep,
} from '#server/contract/sessions.endpoints.ts';
import { call } from './api.ts';
import { courseQuery, refreshSessions } from './queries.ts';
import type { GivenCancelReason, SessionStep } from './session-words.ts';

const ENDPOINTS = {
  arrive: arriveSession,
  'check-in': checkInSession,
  start: startSession,
  complete: completeSession,
  'no-show': noShowSession,
  hold: holdSession,
  release: releaseSession,
} as const;

/** What the step that ends a session takes along. The others take nothing. */
export type StepBody = RequestOf<typeof completeSession>['body'];

/** One step of the day of one session. */
export function useSessionStep() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ session, step, body = {} }: { session: Session; step: SessionStep; body?: StepBody }) =>
      call(ENDPOINTS[step], { params: { id: session.id }, body }),
    onSuccess: (session) => showAtOnce(queries, session),
    onSettled: () => refreshSessions(queries),
  });
}

/** Takes back the last step of a session: a click that was not meant. */
export function useUndoStep() {
  const queries = useQueryClient();
  return async (sessionId: string): Promise<void> => {
    const session = await call(undoSessionStep, { params: { id: sessionId }, body: {} });
    showAtOnce(queries, session);
    await refreshSessions(queries);
  };
}

export function useCancelSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: GivenCancelReason }) =>
      call(cancelSession, { params: { id }, body: { reason } }),
    onSuccess: (session) => showAtOnce(queries, session),
    onSettled: () => refreshSessions(queries),
  });
}

/** The answer carries the session as it now is: no need to wait for the lists to be read again. */
function showAtOnce(queries: QueryClient, session: Session): void {
  const replaced = (sessions: readonly Session[]) =>
    sessions.map((other) => (other.id === session.id ? session : other));
  queries.setQueryData(courseQuery(session.courseId).queryKey, (course) =>
    course ? { ...course, sessions: replaced(course.sessions) } : undefined,
  );
  queries.setQueriesData<{ items: Session[] }>({ queryKey: ['sessions', 'days'] }, (days) =>
    days ? { ...days, items: replaced(days.items) } : undefined,
  );
}

/** Says that a course was changed, in words, and offers to take it back where it can. */
export type TellChange = (course: { readonly id: string }, message: string) => void;
