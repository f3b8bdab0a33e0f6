import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { refreshSessions } from '#client/lib/queries.ts';
import {
  acceptOffer,
  declineOffer,
  listBackfillCandidates,
  listFreedChairs,
  makeOffer,
  withdrawOffer,
} from '#server/contract/backfill.endpoints.ts';
import type { BackfillCandidate } from '#server/contract/backfill.ts';
import type { RequestOf } from '#server/contract/endpoint.ts';
import { joinWaitlist, leaveWaitlist, listWaitlist } from '#server/contract/waitlist.endpoints.ts';

/** Other desks free chairs and hold them. Under the worklists: whatever changes a session asks for it again. */
const LOOK_AGAIN_MS = 30_000;

export const freedChairsQuery = queryOptions({
  queryKey: ['worklists', 'freed-chairs'],
  queryFn: async ({ signal }) => (await call(listFreedChairs, { signal })).items,
  refetchInterval: LOOK_AGAIN_MS,
});

export const candidatesQuery = (chairId: string) =>
  queryOptions({
    queryKey: ['worklists', 'freed-chairs', chairId],
    queryFn: ({ signal }) => call(listBackfillCandidates, { params: { id: chairId }, signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });

export function useOfferChair() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ chairId, candidate }: { chairId: string; candidate: BackfillCandidate }) => {
      const { courseId, kind, session } = candidate;
      const sessionId = session?.id ?? null;
      return call(makeOffer, { params: { id: chairId }, body: { courseId, kind, sessionId } });
    },
    onSettled: () => refreshSessions(queries),
  });
}

export function useAcceptOffer() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(acceptOffer, { params: { id }, body: {} }),
    onSettled: () => refreshSessions(queries),
  });
}

/** They did not want it; or it was offered by mistake. */
export function useEndOffer() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, how }: { id: string; how: 'decline' | 'withdraw' }) =>
      call(how === 'decline' ? declineOffer : withdrawOffer, { params: { id }, body: {} }),
    onSettled: () => refreshSessions(queries),
  });
}

export const waitlistQuery = queryOptions({
  queryKey: ['worklists', 'waitlist'],
  queryFn: async ({ signal }) => (await call(listWaitlist, { signal })).items,
});

export function useJoinWaitlist() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestOf<typeof joinWaitlist>['body']) => call(joinWaitlist, { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['worklists'] }),
  });
}

export function useLeaveWaitlist() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(leaveWaitlist, { params: { id }, body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['worklists'] }),
  });
}
