import { queryOptions } from '@tanstack/react-query';
import { listSessionStartTimes } from '#server/contract/sessions.endpoints.ts';
import { call } from './api.ts';
import type { DayRange } from './start-days.ts';

/** Every start that a booked session could have on these days, with the reasons against the refused ones. */
export const sessionStartTimesQuery = (sessionId: string, range: DayRange) =>
  queryOptions({
    queryKey: ['start-times', 'session', sessionId, range],
    queryFn: async ({ signal }) =>
      (await call(listSessionStartTimes, { params: { id: sessionId }, query: range, signal })).days,
    staleTime: 15_000,
  });
