import { Button, NativeSelect } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { COURSE_STATE_WORDS } from '#client/lib/course-words.ts';
import { clinicQuery } from '#client/lib/queries.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import styles from './caseload.module.css';
import { type CourseState, coursesQuery } from './caseload-queries.ts';
import { CoursesTable } from './courses-table.tsx';
import { FindField } from './find-field.tsx';
import { fits } from './fits.ts';
import { useAllPages, useFilters } from './use-filters.ts';

const STATES = Object.keys(COURSE_STATE_WORDS) as CourseState[];

/** Where every course stands, those that have stopped among them. */
export function CourseList() {
  const { search, filterBy } = useFilters();
  const clinic = useQuery(clinicQuery);
  const state = STATES.find((other) => other === search.get('state')) ?? null;
  const [typed, setTyped] = useState(search.get('q') ?? '');
  const courses = useInfiniteQuery({ ...coursesQuery(state), placeholderData: keepPreviousData });
  const all = courses.data?.pages.flatMap(({ items }) => items) ?? [];
  const found = all.filter((course) => fits(typed, course.patientName, course.protocolName));
  const { hasNextPage, isFetching, fetchNextPage } = courses;
  useAllPages(typed !== '', courses);

  return (
    <section aria-label="All courses">
      <div className={styles.filter}>
        <FindField
          value={typed}
          onType={(next) => {
            setTyped(next);
            filterBy('q', next);
          }}
        />
        <NativeSelect
          label="State"
          value={state ?? ''}
          onChange={(event) => filterBy('state', event.currentTarget.value)}
          data={[
            { value: '', label: 'any state' },
            ...STATES.map((value) => ({ value, label: COURSE_STATE_WORDS[value] })),
          ]}
        />
        <p role="status" className={styles.count}>
          {courses.data && countWords(found.length, hasNextPage && !typed)}
        </p>
      </div>
      <ProblemNote error={courses.error} />
      {courses.isError && !courses.data && (
        <Button mt="md" onClick={() => courses.refetch()}>
          Try again
        </Button>
      )}
      {courses.isPending && <LateSkeleton label="Opening the courses" blocks={[32, 38, 38, 38, 38, 38]} />}
      {courses.data && clinic.data && found.length > 0 && (
        <CoursesTable courses={found} clinic={clinic.data} />
      )}
      {courses.data && found.length === 0 && !isFetching && <NothingFound typed={typed} state={state} />}
      {hasNextPage && !typed && (
        <Button
          variant="default"
          mt="md"
          loading={courses.isFetchingNextPage}
          onClick={() => fetchNextPage()}
        >
          Show more courses
        </Button>
      )}
    </section>
  );
}

function NothingFound({ typed, state }: { typed: string; state: CourseState | null }) {
  if (typed)
    return <EmptyState title={`No course fits “${typed}”.`}>Try fewer letters, or any state.</EmptyState>;
  if (state) return <EmptyState title={`No course is in ${COURSE_STATE_WORDS[state]} now.`} />;
  return <EmptyState title="No courses yet.">They appear here as soon as the first is booked.</EmptyState>;
}

function countWords(count: number, hasMore: boolean): string {
  if (count === 0) return '';
  return `${count}${hasMore ? ' or more' : ''} ${count === 1 ? 'course' : 'courses'}`;
}
