import { queryOptions } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { weekOf } from '#client/lib/clinic-time.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import { listSessions } from '#server/contract/sessions.endpoints.ts';

export type BoardDays = ResponseOf<typeof listSessions>;

/** How often a board that is looked at asks what others have done. */
const LOOK_AGAIN_MS = 20_000;

export const dayQuery = (date: string) =>
  queryOptions({
    queryKey: ['sessions', 'days', date, date],
    queryFn: ({ signal }) => call(listSessions, { query: { from: date }, signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });

/** The whole week, for the counts; and so that its other days are there before they are asked for. */
export const weekQuery = (date: string) => {
  const [monday = date, , , , , , sunday = date] = weekOf(date);
  return queryOptions({
    queryKey: ['sessions', 'days', monday, sunday],
    queryFn: ({ signal }) => call(listSessions, { query: { from: monday, to: sunday }, signal }),
    staleTime: 60_000,
  });
};
