import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call, ProblemError } from '#client/lib/api.ts';
import { refreshSessions } from '#client/lib/queries.ts';
import type { BoosterOrderPreview } from '#server/contract/booster-order.ts';
import {
  commitBoosterOrder,
  getBoosterSuggestions,
  previewBoosterOrder,
} from '#server/contract/booster-orders.endpoints.ts';
import { listBoosterOrders } from '#server/contract/courses.endpoints.ts';
import type { OrderDraft, OrderTerms } from './order-draft.ts';
import { isLeft } from './outside.ts';

export const boosterOrdersQuery = (courseId: string) =>
  queryOptions({
    queryKey: ['courses', courseId, 'booster-orders'],
    queryFn: async ({ signal }) =>
      (await call(listBoosterOrders, { params: { id: courseId }, signal })).items,
  });

/** Every look is on record: it is not asked for again while nothing happens. */
export const boosterSuggestionsQuery = (courseId: string) =>
  queryOptions({
    queryKey: ['courses', courseId, 'booster-suggestions'],
    queryFn: ({ signal }) => call(getBoosterSuggestions, { params: { id: courseId }, signal }),
    staleTime: 60_000,
  });

/** A preview holds until the course moves on; one that nobody looks at any more is broken off, and not kept. */
export const orderPreviewQuery = (courseId: string, terms: OrderTerms | null) =>
  queryOptions({
    queryKey: ['order-preview', courseId, terms],
    queryFn: ({ signal }) =>
      call(previewBoosterOrder, { params: { id: courseId }, body: terms ?? NOTHING, signal }),
    enabled: terms !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

const NOTHING: OrderTerms = { asNeeded: false };

export type OrderToSet = {
  readonly terms: OrderTerms;
  /** What was shown of it. */
  readonly shown: BoosterOrderPreview;
  readonly draft: OrderDraft;
};

/** Sets the order that was shown, with what was said of each booster; what it would be now takes its place otherwise. */
export function useSetOrder(courseId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ shown, draft }: OrderToSet) =>
      call(commitBoosterOrder, {
        params: { id: courseId },
        body: {
          token: shown.token,
          reason: draft.reason,
          ...(draft.evidence.trim() && { evidence: draft.evidence }),
          boosters: shown.outside.map((booster) =>
            isLeft(booster, draft)
              ? {
                  sessionId: booster.sessionId,
                  choice: 'leave' as const,
                  reason: draft.left[booster.sessionId] ?? '',
                }
              : { sessionId: booster.sessionId, choice: 'move' as const },
          ),
        },
      }),
    onError: (error, { terms }) => {
      const problem = error instanceof ProblemError ? error.problem : null;
      const { queryKey } = orderPreviewQuery(courseId, terms);
      if (problem?.orderPreview) queries.setQueryData(queryKey, problem.orderPreview);
      else if (problem?.type === 'preview-expired') void queries.invalidateQueries({ queryKey });
    },
    // The order's window moves the worklists and the course; its history is under the course.
    onSettled: () => {
      void refreshSessions(queries);
    },
  });
}

/** A refusal for which the same order as it is now was shown says no more than that. */
export const isReplaced = (error: unknown): boolean =>
  error instanceof ProblemError &&
  (error.problem.orderPreview !== undefined || error.problem.type === 'preview-expired');
