import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { getClinic, listChairs, listProtocols } from '#server/contract/clinic.endpoints.ts';
import { getCourse } from '#server/contract/courses.endpoints.ts';
import { getMe, listDemoPeople } from '#server/contract/people.endpoints.ts';
import { call } from './api.ts';

/** What several features ask for. A key stands here, and nowhere else. */

export const clinicQuery = queryOptions({
  queryKey: ['clinic'],
  queryFn: ({ signal }) => call(getClinic, { signal }),
  staleTime: 60_000,
  refetchInterval: 60_000,
});

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => call(getMe, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const demoPeopleQuery = queryOptions({
  queryKey: ['demo-people'],
  queryFn: ({ signal }) => call(listDemoPeople, { signal }),
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
