import { ProblemError } from './api.ts';

/** What the server says of one field of the body, to stand beside it. Undefined where it says nothing of it. */
export function refusedField(error: unknown, name: string): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  return error.problem.errors?.find(({ pointer }) => pointer === `/body/${name}`)?.detail;
}

/** What was given to show who one is did not fit: what the server says to do. */
export const wrongCredentials = (error: unknown): string | undefined =>
  error instanceof ProblemError && error.problem.type === 'wrong-credentials'
    ? (error.problem.detail ?? error.problem.title)
    : undefined;
