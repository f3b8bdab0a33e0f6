import { Anchor, Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#client/lib/api.ts';
import { Combobox } from '#client/ui/combobox.tsx';
import { PatientLine } from '#client/ui/patient-line.tsx';
import { listPatients, type PatientListItem } from '#server/contract/patients.endpoints.ts';
import styles from './booking.module.css';

type PatientFinderProps = {
  onPick: (patient: PatientListItem) => void;
  /** Nobody fits: add what was typed as a new patient. */
  onAdd: (typed: string) => void;
};

/** The first thing the clerk hears is a name, a date of birth or a number. */
export function PatientFinder({ onPick, onAdd }: PatientFinderProps) {
  const [typed, setTyped] = useState('');
  const q = typed.trim();
  const [asked] = useDebouncedValue(q, 60);
  const found = useQuery({
    queryKey: ['patients', 'find', asked],
    queryFn: ({ signal }) => call(listPatients, { query: { q: asked, limit: 8 }, signal }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

  return (
    <div className={styles.finder}>
      <Combobox
        label="Patient"
        hint="Name, date of birth or telephone"
        typed={typed}
        onType={setTyped}
        options={found.data?.items}
        keyOf={(patient) => patient.id}
        render={(patient) => <PatientLine patient={patient} />}
        onPick={onPick}
        isStale={asked !== q || found.isPlaceholderData || found.isFetching}
        empty={found.isError ? null : `Nobody found for “${q}”.`}
      />
      {found.isError && (
        <p className={styles.plainError} role="alert">
          The register did not answer.{' '}
          <Anchor component="button" type="button" onClick={() => found.refetch()}>
            Ask again
          </Anchor>
        </p>
      )}
      <Button variant="subtle" size="compact-sm" onClick={() => onAdd(q)} className={styles.start}>
        {q ? `Add “${q}” as a new patient` : 'Add a new patient'}
      </Button>
    </div>
  );
}
