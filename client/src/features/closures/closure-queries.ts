import { queryOptions } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { listBrokenCourses, listClosures } from '#server/contract/closures.endpoints.ts';
import { getHours } from '#server/contract/hours.endpoints.ts';

export const closuresQuery = queryOptions({
  queryKey: ['closures'],
  queryFn: ({ signal }) => call(listClosures, { signal }),
});

export const hoursQuery = queryOptions({
  queryKey: ['hours'],
  queryFn: ({ signal }) => call(getHours, { signal }),
});

/** Under the worklists: whatever changes a session asks for it again. */
export const brokenCoursesQuery = queryOptions({
  queryKey: ['worklists', 'broken-courses'],
  queryFn: async ({ signal }) => (await call(listBrokenCourses, { signal })).items,
});
