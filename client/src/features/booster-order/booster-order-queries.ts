import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { refreshSessions } from '#client/lib/queries.ts';
import type { Course } from '#server/contract/course.ts';
import { listBoosterOrders, setBoosterOrder } from '#server/contract/courses.endpoints.ts';
import { draftFlexDays, draftInterval, type OrderDraft, type USUAL_RULES } from './order-draft.ts';

export const boosterOrdersQuery = (courseId: string) =>
  queryOptions({
    queryKey: ['courses', courseId, 'booster-orders'],
    queryFn: async ({ signal }) =>
      (await call(listBoosterOrders, { params: { id: courseId }, signal })).items,
  });

export function useSetBoosterOrder(course: Course, rules: typeof USUAL_RULES) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (draft: OrderDraft) => {
      const interval = draftInterval(draft);
      const flexDays = draftFlexDays(draft, rules);
      return call(setBoosterOrder, {
        params: { id: course.id },
        headers: { 'if-match': `"${course.version}"` },
        body: {
          ...(interval ? { interval } : { asNeeded: true, expiresOn: draft.expiresOn }),
          ...(flexDays !== null && { flexDays }),
          reason: draft.reason,
          ...(draft.evidence.trim() && { evidence: draft.evidence }),
        },
      });
    },
    // The order's window moves the worklists and the course; its history is under the course.
    onSettled: () => refreshSessions(queries),
  });
}
