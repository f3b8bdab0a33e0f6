import { infiniteQueryOptions } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import type { CourseSummary } from '#server/contract/course.ts';
import { listCourses, listDueBoosters } from '#server/contract/courses.endpoints.ts';
import { listCaseload } from '#server/contract/response.endpoints.ts';
import type { NeedCode } from './caseload-words.ts';

export type CourseState = CourseSummary['state'];

/** As many as one answer may carry: the list is searched here, so the fewer the pages the better. */
const PAGE = 200;

export const coursesQuery = (state: CourseState | null) =>
  infiniteQueryOptions({
    queryKey: ['courses', 'list', state],
    queryFn: ({ pageParam, signal }) =>
      call(listCourses, {
        query: { limit: PAGE, ...(state && { state }), ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });

export const dueBoostersQuery = infiniteQueryOptions({
  queryKey: ['worklists', 'due-boosters'],
  queryFn: ({ pageParam, signal }) =>
    call(listDueBoosters, { query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) }, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.nextCursor,
  refetchInterval: 60_000,
});

export const caseloadQuery = ({ isMine, need }: { isMine: boolean; need: NeedCode | null }) =>
  infiniteQueryOptions({
    queryKey: ['worklists', 'caseload', isMine, need],
    queryFn: ({ pageParam, signal }) =>
      call(listCaseload, {
        query: {
          limit: PAGE,
          ...(isMine && { mine: 'true' }),
          ...(need && { need }),
          ...(pageParam && { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
