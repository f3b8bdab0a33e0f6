import { type QueryClient, useQuery } from '@tanstack/react-query';
import { getMe, signOut } from '#server/contract/accounts.endpoints.ts';
import { call, isSignedOut, ProblemError } from './api.ts';
import { dropKept, keepFor } from './kept.ts';
import { tellOtherTabs } from './other-tabs.ts';
import { demoPeopleQuery, type Left, type Me, meQuery } from './queries.ts';

/** Coming and going: who is signed in at this page, and what is left of them when they are not. */

/** Longer than this nobody waits to be rid of the screen. */
const SIGN_OUT_MS = 4_000;

/** Who is signed in. Within the frame of the page there always is somebody. */
export const useMe = (): Me | null => useQuery(meQuery).data?.me ?? null;

/** Somebody has signed in, in this tab or in another, and the server says who. */
export const enter = (queries: QueryClient): Promise<void> =>
  look(queries).catch((error) => {
    throw isSignedOut(error) ? new ProblemError(NOT_KEPT) : error;
  });

/** The person is still there, and does nothing else that the server would hear of. */
export const stay = (queries: QueryClient): Promise<void> =>
  look(queries).catch((error) => {
    if (!isSignedOut(error)) throw error;
    leave(queries, 'ended');
  });

async function look(queries: QueryClient): Promise<void> {
  const me = await call(getMe, { isBackground: false });
  const hasJustSignedIn = presenceIn(queries)?.me?.id !== me.id;
  keepFor(me.id);
  if (hasJustSignedIn) forget(queries);
  queries.setQueryData(meQuery.queryKey, { me, hasJustSignedIn });
}

/** The person has pressed the button, in this tab. */
export async function signOutByHand(queries: QueryClient): Promise<void> {
  const isTold = await tellServer();
  leave(queries, 'asked', { isUntold: !isTold });
  tellOtherTabs('signed-out');
}

/** The person has been away for too long. */
export async function signOutIdle(queries: QueryClient): Promise<void> {
  leave(queries, 'idle');
  tellOtherTabs('idle');
  await tellServer();
}

/** Nobody is here any more, and nothing of what was shown stays. Unsaved work does, unless the person asked to leave. */
export function leave(queries: QueryClient, why: Left['why'], more: Pick<Left, 'isUntold'> = {}): void {
  const { me = null } = presenceIn(queries) ?? {};
  if (why === 'asked') dropKept();
  const left = { why, idleMinutes: me?.idleMinutes ?? 0, ...more };
  if (me || why === 'asked') queries.setQueryData(meQuery.queryKey, { me: null, left });
  if (me) forget(queries);
}

const presenceIn = (queries: QueryClient) => queries.getQueryData(meQuery.queryKey);

function forget(queries: QueryClient): void {
  const isPersonal = ({ queryKey: [key] }: { queryKey: readonly unknown[] }) =>
    key !== meQuery.queryKey[0] && key !== demoPeopleQuery.queryKey[0];
  void queries.cancelQueries({ predicate: isPersonal });
  queries.removeQueries({ predicate: isPersonal });
  queries.getMutationCache().clear();
}

async function tellServer(): Promise<boolean> {
  try {
    await call(signOut, { body: {}, signal: AbortSignal.timeout(SIGN_OUT_MS) });
    return true;
  } catch {
    return false;
  }
}

const NOT_KEPT: ProblemError['problem'] = {
  type: 'not-signed-in',
  status: 0,
  title: 'This browser did not keep the sign-in',
  detail: 'Allow cookies for this site, then sign in again.',
};
