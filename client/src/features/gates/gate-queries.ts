import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { refreshSessions } from '#client/lib/queries.ts';
import type { RequestOf } from '#server/contract/endpoint.ts';
import type { Exposure } from '#server/contract/gates.endpoints.ts';
import {
  getCourseGates,
  getExposure,
  listOpenGates,
  markGate,
  setTreatedElsewhere,
  takeBackGate,
  waiveGate,
} from '#server/contract/gates.endpoints.ts';

/** Every look is on record: it is not asked for again while nothing happens. */
export const gatesQuery = (courseId: string) =>
  queryOptions({
    queryKey: ['courses', courseId, 'gates'],
    queryFn: ({ signal }) => call(getCourseGates, { params: { id: courseId }, signal }),
    staleTime: 60_000,
  });

/** Under the worklists: whatever changes a session asks for it again. */
export const openGatesQuery = infiniteQueryOptions({
  queryKey: ['worklists', 'open-gates'],
  queryFn: ({ pageParam, signal }) =>
    call(listOpenGates, { query: { limit: 50, ...(pageParam && { cursor: pageParam }) }, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.nextCursor,
});

export const exposureQuery = (patientId: string) =>
  queryOptions({
    queryKey: ['patients', patientId, 'exposure'],
    queryFn: ({ signal }) => call(getExposure, { params: { id: patientId }, signal }),
    staleTime: 60_000,
  });

/** What is recorded of a gate books sessions, or has them wait: whatever shows sessions is asked for again. */
export function useMarkGate(courseId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestOf<typeof markGate>['body']) =>
      call(markGate, { params: { id: courseId }, body }),
    onSettled: () => refreshSessions(queries),
  });
}

export function useWaiveGate(courseId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestOf<typeof waiveGate>['body']) =>
      call(waiveGate, { params: { id: courseId }, body }),
    onSettled: () => refreshSessions(queries),
  });
}

export function useTakeBackGate(courseId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (recordId: string) => call(takeBackGate, { params: { id: courseId }, body: { recordId } }),
    onSettled: () => refreshSessions(queries),
  });
}

export function useSetElsewhere(patientId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (elsewhere: Exposure['elsewhere']) =>
      call(setTreatedElsewhere, { params: { id: patientId }, body: { elsewhere } }),
    onSuccess: (exposure) => queries.setQueryData(exposureQuery(patientId).queryKey, exposure),
  });
}
