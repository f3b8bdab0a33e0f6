import { afterEach, beforeEach } from '@jest/globals';
import { cleanup, render } from '@testing-library/react';
import { RouterProvider } from 'react-router';
import { Providers } from '#client/app/providers.tsx';
import { makeRouter } from '#client/app/router.tsx';
import { makeQueryClient } from '#client/lib/query.ts';
import type { getMe } from '#server/contract/accounts.endpoints.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import { aClinic, aMe } from './contract-data.ts';
import { type Asked, fakeServer, type Routes, refuse } from './fake-server.ts';

export type Me = ResponseOf<typeof getMe>;

export const PASSWORD = 'a harbour at low tide';

/** Who can sign in at the fake clinic, by their address and the one password. */
export const PEOPLE: Readonly<Record<string, Me>> = {
  'dana@clinic.example': aMe(),
  'nia@clinic.example': aMe({ id: aMe().id.replace(/.$/, '1'), name: 'Nia Okafor', role: 'nurse' }),
  'ana@clinic.example': aMe({
    id: aMe().id.replace(/.$/, '2'),
    name: 'Ana Ruiz',
    role: 'patient',
    idleMinutes: 15,
  }),
};

export type OpenApp = {
  readonly asked: readonly Asked[];
  /** The address as the browser shows it. */
  here(): string;
  /** All that the page has in memory of what the server told it. */
  remembered(): string;
  /** Whoever the server takes the browser for; tests may set it. */
  who: Me | null;
};

/** The whole page in a browser at this address, before a server at which this person is signed in, or nobody. */
export function openApp(at: string, me: Me | null, routes: Routes = {}): OpenApp {
  const queries = makeQueryClient();
  const app: OpenApp = {
    asked: [],
    here: () => location.pathname + location.search,
    remembered: () => JSON.stringify(queries.getQueriesData({})),
    who: me,
  };
  const server = fakeServer({
    'GET /auth/me': () => app.who ?? refuse(NOT_SIGNED_IN),
    'POST /auth/sign-in': ({ body }) => {
      const { email, password } = body as { email: string; password: string };
      const found = password === PASSWORD ? PEOPLE[email] : undefined;
      if (!found) return refuse(WRONG);
      app.who = found;
      return { status: 'signed-in', person: found };
    },
    'POST /auth/sign-out': () => {
      app.who = null;
      return {};
    },
    'GET /demo/people': () => ({ items: [], password: null }),
    'GET /clinic': () => app.who && aClinic(),
    ...routes,
  });
  globalThis.fetch = server.fetch;
  window.history.replaceState(null, '', at);
  const router = makeRouter();
  stops.push(
    () => router.dispose(),
    () => queries.clear(),
  );
  render(
    <Providers queries={queries}>
      <RouterProvider router={router} />
    </Providers>,
  );
  return Object.assign(app, { asked: server.asked });
}

/** The same as a browser tells it to one tab when another has stored something. */
export const otherTabSays = (news: string): void =>
  void window.dispatchEvent(new StorageEvent('storage', { key: 'evenkeel.news', newValue: news }));

const stops: (() => void)[] = [];

/** Each test begins with an empty browser, and leaves none of its page behind. */
export function emptyBrowser(): void {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });
  afterEach(() => {
    cleanup();
    for (const stop of stops.splice(0)) stop();
  });
}

const NOT_SIGNED_IN = { type: 'not-signed-in', title: 'Nobody is signed in', status: 401 } as const;
const WRONG = {
  type: 'wrong-credentials',
  title: 'That did not fit',
  detail: 'Check the e-mail address and the password, then try again.',
  status: 401,
} as const;
