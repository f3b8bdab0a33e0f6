import { queryOptions } from '@tanstack/react-query';
import { getCourseResponse } from '#server/contract/response.endpoints.ts';
import { call } from './api.ts';

/** Every look is on record: it is not asked for again while nothing happens. */
export const responseQuery = (courseId: string) =>
  queryOptions({
    queryKey: ['courses', courseId, 'response'],
    queryFn: ({ signal }) => call(getCourseResponse, { params: { id: courseId }, signal }),
    staleTime: 60_000,
  });
