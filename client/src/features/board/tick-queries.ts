import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import type { TickCode } from '#client/lib/tick-words.ts';
import type { Session } from '#server/contract/session.ts';
import type { SessionTicks } from '#server/contract/tick.ts';
import { getSessionTicks, setSessionTicks } from '#server/contract/ticks.endpoints.ts';

/** Every look is on record: it is not asked for again while nothing happens. */
export const sessionTicksQuery = (sessionId: string) =>
  queryOptions({
    queryKey: ['session-ticks', sessionId],
    queryFn: ({ signal }) => call(getSessionTicks, { params: { id: sessionId }, signal }),
    staleTime: 60_000,
  });

/** There is something to tick once it has begun. */
export const hasTicks = ({ startedAt, status }: Pick<Session, 'startedAt' | 'status'>): boolean =>
  startedAt !== null && (status === 'checked-in' || status === 'fulfilled');

export type Answers = Partial<Record<TickCode, boolean>>;

export const answersOf = (ticks: SessionTicks | undefined): Answers =>
  Object.fromEntries((ticks?.ticks ?? []).map(({ code, answer }) => [code, answer]));

/** A tick shows at once; where it could not be kept, it is as it was. */
export function useTick(sessionId: string) {
  const queries = useQueryClient();
  const { queryKey } = sessionTicksQuery(sessionId);
  return useMutation({
    mutationFn: (ticks: Answers) => call(setSessionTicks, { params: { id: sessionId }, body: { ticks } }),
    onMutate: async (given) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      queries.setQueryData(queryKey, (old) => old && { ...old, ticks: withAnswers(old.ticks, given) });
      return { before };
    },
    onError: (_, __, shown) => queries.setQueryData(queryKey, shown?.before),
    // Of two in a row, the answer to the first does not know the second.
    onSuccess: (after) => {
      if (queries.isMutating({ mutationKey: ['tick', sessionId] }) <= 1)
        queries.setQueryData(queryKey, after);
    },
    mutationKey: ['tick', sessionId],
    scope: { id: `tick ${sessionId}` },
  });
}

/** As they will be: when it was noted is told by the server. */
function withAnswers(ticks: SessionTicks['ticks'], given: Answers): SessionTicks['ticks'] {
  const others = ticks.filter(({ code }) => given[code] === undefined);
  const [any] = ticks;
  const now = new Date().toISOString();
  const noted = Object.entries(given).map(([code, answer]) => ({
    code: code as TickCode,
    answer: answer === true,
    notedAt: now,
    notedBy: any?.notedBy ?? { id: '', name: '' },
  }));
  return [...others, ...noted];
}
