import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useLayoutEffect } from 'react';
import { actingPerson, setActingPerson, useActingPerson } from '#client/lib/acting-person.ts';
import { demoPeopleQuery, meQuery } from '#client/lib/queries.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import styles from './layout.module.css';

/** Lets nothing be asked before it is known who asks. Somebody the clinic does not know is replaced by its front desk. */
export function ActingGate({ children }: { children: ReactNode }) {
  const person = useActingPerson();
  const people = useQuery(demoPeopleQuery);
  const queries = useQueryClient();

  useLayoutEffect(() => {
    if (!people.data) return;
    const known = people.data.items.find(({ id }) => id === actingPerson()?.id);
    const chosen =
      known ?? people.data.items.find(({ role }) => role === 'front-desk') ?? people.data.items[0];
    if (!chosen) return;
    if (!known) queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'demo-people' });
    setActingPerson(chosen);
    queries.setQueryData(meQuery.queryKey, chosen);
  }, [people.data, queries]);

  if (person) return children;
  if (people.isPending || people.data?.items.length) return null;
  return (
    <div className={styles.gate}>
      <h1>Evenkeel</h1>
      {people.isError ? (
        <>
          <ProblemNote error={people.error} />
          <Button onClick={() => people.refetch()}>Try again</Button>
        </>
      ) : (
        <p>This clinic has nobody who could use the page yet.</p>
      )}
    </div>
  );
}
