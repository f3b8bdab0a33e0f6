import type { Problem } from '#server/contract/problem.ts';

export type Asked = { method: string; path: string; query: URLSearchParams; headers: Headers; body: unknown };

/** What a route answers: a value is a success, `refuse(...)` is not. */
export type Routes = Record<string, (asked: Asked) => unknown>;

class Refusal {
  readonly problem: Problem;
  constructor(problem: Problem) {
    this.problem = problem;
  }
}

export const refuse = (problem: Problem): unknown => new Refusal(problem);

/**
 * Puts a server of the contract's shape in the place of `fetch`. Routes are written as `POST /courses`;
 * `*` stands for one part of the path. Everything asked is kept, in order.
 */
export function fakeServer(routes: Routes): { asked: Asked[]; fetch: typeof fetch } {
  const asked: Asked[] = [];
  const answer = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input), 'http://clinic.test');
    const one: Asked = {
      method: init.method ?? 'GET',
      path: url.pathname.replace('/api/v1', ''),
      query: url.searchParams,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    };
    asked.push(one);
    const route = Object.keys(routes).find((pattern) => matches(pattern, `${one.method} ${one.path}`));
    const result = route ? await routes[route]?.(one) : notFound;
    return result instanceof Refusal ? respond(result.problem, result.problem.status) : respond(result, 200);
  };
  return { asked, fetch: answer as typeof fetch };
}

const notFound = new Refusal({ type: 'not-found', title: 'There is nothing here', status: 404 });

const matches = (pattern: string, path: string) =>
  new RegExp(`^${pattern.replace(/\*/g, '[^/]+')}$`).test(path);

/** jsdom has no Response of its own; this is as much of one as the page reads. */
const respond = (body: unknown, status: number): Response =>
  ({ ok: status < 400, status, text: async () => JSON.stringify(body) }) as Response;
