import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isSignedOut, ProblemError } from './api.ts';
import { leave } from './presence.ts';

/** Refusals stay refusals however often they are asked for; only these may pass by themselves. */
const PASSING = new Set(['busy', 'unavailable']);

export function makeQueryClient(): QueryClient {
  // Whoever learns first that the session is over, learns it for the whole page.
  const onError = (error: unknown) => {
    if (isSignedOut(error)) leave(queries, 'ended');
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) =>
          failures < 2 && error instanceof ProblemError && PASSING.has(error.problem.type),
        retryDelay: (failures) => 400 * 2 ** failures,
      },
      mutations: { retry: false },
    },
  });
  return queries;
}
