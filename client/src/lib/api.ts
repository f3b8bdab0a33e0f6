import type { Endpoint, RequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { Problem } from '#server/contract/problem.ts';
import { followsInput, noteSeen } from './activity.ts';

/** A refusal, in the words of the server; or in ours, where the server could not be reached. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/** Nobody is signed in, or nobody is any more. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.type === 'not-signed-in';

/** A mailed link that has been used, withdrawn, or is too old. */
export const isExpiredLink = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.type === 'link-expired';

/** The refusal of a record that is restricted to its care team; null where it is something else. */
export const restrictedIn = (error: unknown): Problem | null =>
  error instanceof ProblemError && error.problem.type === 'record-restricted' ? error.problem : null;

type Part<K extends string, V> = [V] extends [undefined]
  ? { [k in K]?: undefined }
  : object extends V
    ? { [k in K]?: V }
    : { [k in K]: V };

export type CallOf<E extends Endpoint> = Part<'params', RequestOf<E>['params']> &
  Part<'query', RequestOf<E>['query']> &
  Part<'headers', RequestOf<E>['headers']> &
  Part<'body', RequestOf<E>['body']> & {
    signal?: AbortSignal | undefined;
    /** Nobody did anything that this follows from. Told by itself, where it is not said. */
    isBackground?: boolean;
  };

type Args<E extends Endpoint> = object extends CallOf<E> ? [CallOf<E>?] : [CallOf<E>];

type AnyCall = {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  headers?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
  isBackground?: boolean;
};

/** Asks the server what an endpoint of the contract promises, and believes only what the contract describes. */
export async function call<E extends Endpoint>(endpoint: E, ...args: Args<E>): Promise<ResponseOf<E>> {
  const given = (args[0] ?? {}) as AnyCall;
  const { params = {}, query = {}, headers = {}, body, signal, isBackground = !followsInput() } = given;
  const sentAt = Date.now();
  const answer = await reach(urlOf(endpoint.path, params, query), {
    method: endpoint.method,
    headers: headersOf(endpoint, { ...headers, 'x-evenkeel-background': isBackground ? '1' : undefined }),
    ...(endpoint.body && { body: JSON.stringify(body ?? {}) }),
    ...(signal && { signal }),
  });
  if (!isBackground && answer.status !== 401) noteSeen(sentAt);
  const text = await textOf(answer);
  if (!answer.ok) throw new ProblemError(problemOf(text, answer.status));
  const parsed = endpoint.response.safeParse(text === '' ? undefined : jsonOf(text));
  if (!parsed.success) throw new ProblemError(unreadable(answer.status));
  return parsed.data as ResponseOf<E>;
}

/** One key stands for one press of a button: sent again after a broken connection, it books nothing twice. */
export function newIdempotencyKey(): string {
  // Not crypto.randomUUID, which plain http on a clinic's own network does not have.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function urlOf(path: string, params: Record<string, unknown>, query: Record<string, unknown>): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const asked = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString();
  return `/api/v1${filled}${search && `?${search}`}`;
}

function headersOf(endpoint: Endpoint, headers: Record<string, unknown>): Headers {
  const all = new Headers({ accept: 'application/json' });
  if (endpoint.body) all.set('content-type', 'application/json');
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) all.set(name, String(value));
  }
  return all;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ProblemError(UNREACHABLE);
  }
}

async function textOf(answer: Response): Promise<string> {
  try {
    return await answer.text();
  } catch {
    throw new ProblemError(UNREACHABLE);
  }
}

function problemOf(text: string, status: number): Problem {
  const parsed = Problem.safeParse(jsonOf(text));
  return parsed.success ? parsed.data : unreadable(status);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const UNREACHABLE: Problem = {
  type: 'unavailable',
  status: 0,
  title: 'The clinic’s server cannot be reached',
  detail: 'Check the network connection, then try again. What you typed is still here.',
};

const unreadable = (status: number): Problem => ({
  type: 'internal',
  status,
  title: 'The answer could not be read',
  detail: 'Reload the page, then look whether the change was made before you try again.',
});
