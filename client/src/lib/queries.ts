import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { getMe, listDemoPeople } from '#server/contract/accounts.endpoints.ts';
import { getClinic, listChairs, listProtocols } from '#server/contract/clinic.endpoints.ts';
import { getCourse } from '#server/contract/courses.endpoints.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import { getPatient } from '#server/contract/patients.endpoints.ts';
import { call, isSignedOut } from './api.ts';
import { keepFor } from './kept.ts';

/** What several features ask for. A key stands here, and nowhere else. */

export const clinicQuery = queryOptions({
  queryKey: ['clinic'],
  queryFn: ({ signal }) => call(getClinic, { signal }),
  staleTime: 60_000,
  refetchInterval: 60_000,
});

export type Me = ResponseOf<typeof getMe>;

/** Who is at this page; and where somebody was, how they left. */
export type Presence = {
  readonly me: Me | null;
  readonly left?: Left;
  readonly hasJustSignedIn?: boolean;
};

export type Left = {
  /** By the button, by doing nothing, or by the server's word that the session is over. */
  readonly why: 'asked' | 'idle' | 'ended';
  readonly idleMinutes: number;
  /** The server could not be told: it takes the browser for signed in still. */
  readonly isUntold?: boolean;
};

/** Asked once, as the page opens; from then on `presence.ts` sets it. Opening a page is doing something. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Presence> => {
    try {
      const me = await call(getMe, { signal, isBackground: false });
      keepFor(me.id);
      return { me };
    } catch (error) {
      if (!isSignedOut(error)) throw error;
      return { me: null };
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

export const demoPeopleQuery = queryOptions({
  queryKey: ['demo-people'],
  queryFn: ({ signal }) => call(listDemoPeople, { signal, isBackground: true }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const chairsQuery = queryOptions({
  queryKey: ['chairs'],
  queryFn: async ({ signal }) => (await call(listChairs, { signal })).items,
  staleTime: 5 * 60_000,
});

export const protocolsQuery = queryOptions({
  queryKey: ['protocols'],
  queryFn: async ({ signal }) => (await call(listProtocols, { signal })).items,
  staleTime: 5 * 60_000,
});

export const patientQuery = (id: string) =>
  queryOptions({
    queryKey: ['patients', id],
    queryFn: ({ signal }) => call(getPatient, { params: { id }, signal }),
  });

export const courseQuery = (id: string) =>
  queryOptions({
    queryKey: ['courses', id],
    queryFn: ({ signal }) => call(getCourse, { params: { id }, signal }),
  });

/** Whatever shows sessions or what follows from them: after a booking, a change or a step of the day. */
const FROM_SESSIONS = [
  'courses',
  'patients',
  'sessions',
  'worklists',
  'course-plans',
  'start-times',
  'my-sessions',
];

export async function refreshSessions(queries: QueryClient): Promise<void> {
  await Promise.all(FROM_SESSIONS.map((key) => queries.invalidateQueries({ queryKey: [key] })));
}
