import { Button, NativeSelect } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { instrumentsQuery } from '#client/lib/instruments-query.ts';
import { clinicQuery } from '#client/lib/queries.ts';
import { ChoiceRow } from '#client/ui/choice-row.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { CaseloadCourse } from '#server/contract/response.endpoints.ts';
import type { Instrument } from '#server/contract/response.ts';
import styles from './caseload.module.css';
import { groupsOf } from './caseload-groups.ts';
import { caseloadQuery } from './caseload-queries.ts';
import { CaseloadTable } from './caseload-table.tsx';
import { NEED_WORDS, NEEDS } from './caseload-words.ts';
import { FindField } from './find-field.tsx';
import { fits } from './fits.ts';
import { useAllPages, useFilters } from './use-filters.ts';

/** What needs a clinician first, then every other course under way. */
export function Caseload({ isClinician }: { isClinician: boolean }) {
  const { search, filterBy } = useFilters();
  const clinic = useQuery(clinicQuery);
  const instruments = useQuery(instrumentsQuery);
  const isMine = search.get('mine') === 'true';
  const need = NEEDS.find((code) => code === search.get('need')) ?? null;
  const [typed, setTyped] = useState(search.get('q') ?? '');
  const caseload = useInfiniteQuery({
    ...caseloadQuery({ isMine, need }),
    placeholderData: keepPreviousData,
  });
  const all = caseload.data?.pages.flatMap(({ items }) => items) ?? [];
  const found = all.filter(({ patientName, protocolName }) => fits(typed, patientName, protocolName));
  const { hasNextPage, fetchNextPage } = caseload;
  const isComplete = caseload.data && instruments.data && clinic.data;
  const error =
    caseload.error ?? (instruments.data ? null : instruments.error) ?? (clinic.data ? null : clinic.error);

  useAllPages(typed !== '', caseload);

  return (
    <section aria-label="Caseload">
      <div className={styles.filter}>
        <FindField
          value={typed}
          onType={(next) => {
            setTyped(next);
            filterBy('q', next);
          }}
        />
        <NativeSelect
          label="What it needs"
          value={need ?? ''}
          onChange={(event) => filterBy('need', event.currentTarget.value)}
          data={[
            { value: '', label: 'anything, or nothing' },
            ...NEEDS.map((code) => ({ value: code, label: NEED_WORDS[code].is.toLowerCase() })),
          ]}
        />
        {isClinician && (
          <ChoiceRow
            legend="Whose"
            value={isMine ? 'mine' : 'all'}
            choices={[
              { value: 'all', label: 'everybody’s' },
              { value: 'mine', label: 'mine' },
            ]}
            onChange={(value) => filterBy('mine', value === 'mine' ? 'true' : '')}
          />
        )}
      </div>
      <ProblemNote error={error} />
      {error && !isComplete && (
        <Button
          mt="md"
          onClick={() => void Promise.all([caseload.refetch(), instruments.refetch(), clinic.refetch()])}
        >
          Try again
        </Button>
      )}
      {!error && !isComplete && (
        <LateSkeleton label="Opening the courses" blocks={[24, 38, 38, 24, 38, 38, 38]} />
      )}
      {caseload.data && clinic.data && instruments.data && (
        <Found
          courses={found}
          instruments={instruments.data}
          clinic={clinic.data}
          isClinician={isClinician}
          isAll={!typed && !need}
          isMine={isMine}
        />
      )}
      {hasNextPage && !typed && (
        <Button
          variant="default"
          mt="md"
          loading={caseload.isFetchingNextPage}
          onClick={() => fetchNextPage()}
        >
          Show more courses
        </Button>
      )}
    </section>
  );
}

type FoundProps = {
  courses: readonly CaseloadCourse[];
  instruments: readonly Instrument[];
  clinic: Clinic;
  isClinician: boolean;
  /** Nothing is searched for and nothing left out. */
  isAll: boolean;
  isMine: boolean;
};

function Found({ courses, instruments, clinic, isClinician, isAll, isMine }: FoundProps) {
  const id = useId();
  const { groups, others } = groupsOf(courses);
  if (courses.length === 0) return <Nothing isAll={isAll} isMine={isMine} />;
  return (
    <>
      <h2 className={styles.part}>{isClinician ? 'Needs you first' : 'Needs a clinician first'}</h2>
      {groups.length === 0 && <p className={styles.count}>Nothing now.</p>}
      {groups.map(({ code, courses: needing }) => (
        <div key={code} className={styles.need}>
          <h3 id={`${id}-${code}`}>
            {NEED_WORDS[code].is} <span className={styles.quiet}>{needing.length}</span>
          </h3>
          <p className={styles.todo}>{NEED_WORDS[code].todo}</p>
          <CaseloadTable
            courses={needing}
            instruments={instruments}
            clinic={clinic}
            labelledBy={`${id}-${code}`}
            hasNeeds
          />
        </div>
      ))}
      {others.length > 0 && (
        <>
          <h2 id={`${id}-others`} className={styles.part}>
            Under way <span className={styles.quiet}>{others.length}</span>
          </h2>
          <CaseloadTable
            courses={others}
            instruments={instruments}
            clinic={clinic}
            labelledBy={`${id}-others`}
            hasNeeds={false}
          />
        </>
      )}
    </>
  );
}

function Nothing({ isAll, isMine }: { isAll: boolean; isMine: boolean }) {
  if (!isAll) {
    return (
      <EmptyState title="No course fits that.">
        Try fewer letters, or ask for anything it may need{isMine && ', and for everybody’s'}.
      </EmptyState>
    );
  }
  if (isMine) {
    return (
      <EmptyState title="No course is yours yet.">
        One becomes yours when you book, order, change or review it. Ask for everybody’s to see the rest.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No courses under way.">They appear here as soon as the first is booked.</EmptyState>
  );
}
