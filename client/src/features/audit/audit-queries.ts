import { infiniteQueryOptions } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { getAccessHistory, listAuditEvents } from '#server/contract/audit.endpoints.ts';
import type { AuditKind } from './audit-words.ts';

export type AuditFilter = {
  readonly from?: string;
  readonly to?: string;
  readonly actor?: string;
  readonly patient?: string;
  readonly kind?: AuditKind;
};

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      call(listAuditEvents, { query: { ...filter, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });

export const accessHistoryQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'of', id],
    queryFn: ({ pageParam, signal }) =>
      call(getAccessHistory, { params: { id }, query: pageParam ? { cursor: pageParam } : {}, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
