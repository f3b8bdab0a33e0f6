import { QueryClient } from '@tanstack/react-query';
import { ProblemError } from './api.ts';

/** Refusals stay refusals however often they are asked for; only these may pass by themselves. */
const PASSING = new Set(['busy', 'unavailable']);

export function makeQueryClient(): QueryClient {
  return new QueryClient({
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
}
