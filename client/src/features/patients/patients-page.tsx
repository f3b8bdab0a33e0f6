import { Anchor, Button, Kbd, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { call } from '#client/lib/api.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { listPatients } from '#server/contract/patients.endpoints.ts';
import { PatientRows } from './patient-rows.tsx';
import styles from './patients.module.css';

/** The register: everybody by family name, and whoever is typed for. */
export function PatientsPage() {
  const [search, setSearch] = useSearchParams();
  const [typed, setTyped] = useState(search.get('q') ?? '');
  const [q] = useDebouncedValue(typed.trim(), 60);
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  useHotkeys([['/', () => input.current?.focus()]]);
  useEffect(() => {
    if (q !== (search.get('q') ?? '')) setSearch(q ? { q } : {}, { replace: true });
  }, [q, search, setSearch]);

  const found = useInfiniteQuery({
    queryKey: ['patients', 'list', q],
    queryFn: ({ pageParam, signal }) =>
      call(listPatients, {
        query: { limit: 50, ...(q && { q }), ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const patients = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const isCurrent = q === typed.trim() && !found.isPlaceholderData;

  return (
    <div className={styles.page}>
      <PageHeader
        title="Patients"
        actions={
          <Button component={Link} to={newPatientPath(q)} variant="default">
            Add a patient
          </Button>
        }
      />
      <TextInput
        ref={input}
        type="search"
        size="md"
        label="Find"
        description="Name, date of birth or telephone"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = patients;
          if (event.key === 'Enter' && q && isCurrent && first) navigate(`/patients/${first.id}`);
        }}
        rightSection={typed ? <Kbd size="xs">Enter</Kbd> : <Kbd size="xs">/</Kbd>}
        rightSectionWidth={64}
        autoComplete="off"
        spellCheck={false}
        className={styles.search}
      />
      {found.isError ? (
        <Text role="alert">
          The register did not answer.{' '}
          <Anchor component="button" type="button" onClick={() => found.refetch()}>
            Ask again
          </Anchor>
        </Text>
      ) : !found.data ? (
        <LateSkeleton label="Opening the register" blocks={[36, 36, 36, 36, 36, 36]} />
      ) : patients.length === 0 ? (
        <EmptyState title={q ? `Nobody found for “${q}”` : 'Nobody is in the register yet'}>
          {q
            ? 'Part of a name, a date of birth or the last digits of a number will do.'
            : 'Add the first patient, and book their course in the same place.'}
        </EmptyState>
      ) : (
        <PatientRows patients={patients} isStale={!isCurrent} />
      )}
      {found.hasNextPage && (
        <Button
          variant="default"
          className={styles.more}
          loading={found.isFetchingNextPage}
          onClick={() => found.fetchNextPage()}
        >
          Show the next 50
        </Button>
      )}
    </div>
  );
}

/** Adding is part of booking: the form opens there with what was typed. */
const newPatientPath = (q: string) => `/book?${new URLSearchParams({ new: q })}`;
