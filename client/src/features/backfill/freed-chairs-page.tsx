import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { clinicQuery } from '#client/lib/queries.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { FreedChair } from '#server/contract/backfill.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import styles from './backfill.module.css';
import { freedChairsQuery } from './backfill-queries.ts';
import { awayWords, FREED_WORDS, helpWords, timeWords } from './backfill-words.ts';
import { OneChair } from './one-chair.tsx';
import { WaitlistList } from './waitlist-list.tsx';

/** Chairs that somebody gave up, whom each would help, and one offer at a time. */
export function FreedChairsPage() {
  const clinic = useQuery(clinicQuery);
  return (
    <>
      <PageHeader
        title="Freed chairs"
        facts="Chairs of the next days that somebody gave up. One person is asked at a time, and the chair is held while they decide."
      />
      <ProblemNote error={clinic.data ? null : clinic.error} />
      {clinic.data && (
        <>
          <Chairs clinic={clinic.data} />
          <WaitlistList clinic={clinic.data} />
        </>
      )}
    </>
  );
}

function Chairs({ clinic }: { clinic: Clinic }) {
  const chairs = useQuery(freedChairsQuery);
  const [search] = useSearchParams();
  if (chairs.isPending) return <LateSkeleton label="Looking for freed chairs" blocks={[64, 64, 64]} />;
  if (chairs.isError && !chairs.data) {
    return (
      <>
        <ProblemNote error={chairs.error} />
        <Button mt="md" onClick={() => chairs.refetch()}>
          Try again
        </Button>
      </>
    );
  }
  const items = chairs.data ?? [];
  const [first] = items;
  if (!first) {
    return (
      <EmptyState title="No chair has become free.">
        One appears here when a session of the next days is cancelled, missed or moved away.
      </EmptyState>
    );
  }
  const asked = search.get('chair');
  const chosen = items.find(({ id }) => id === asked) ?? first;
  const isGone = asked !== null && asked !== chosen.id;
  return (
    <>
      {isGone && (
        <p className={styles.note} role="status">
          The chair that you looked for is taken. These are free still.
        </p>
      )}
      <div className={styles.columns}>
        <ul className={styles.chairs} aria-label="Freed chairs">
          {items.map((chair) => (
            <ChairItem key={chair.id} chair={chair} clinic={clinic} isChosen={chair.id === chosen.id} />
          ))}
        </ul>
        <OneChair key={chosen.id} chair={chosen} clinic={clinic} />
      </div>
    </>
  );
}

type ChairItemProps = { chair: FreedChair; clinic: Clinic; isChosen: boolean };

function ChairItem({ chair, clinic, isChosen }: ChairItemProps) {
  return (
    <li data-chosen={isChosen || undefined}>
      <Link to={`?chair=${chair.id}`} replace aria-current={isChosen || undefined}>
        <b>{timeWords(chair, clinic.zone)}</b>
        <span>{awayWords(chair, clinic)}</span>
      </Link>
      <span className={styles.quiet}>
        {chair.poolName}. {FREED_WORDS[chair.freedBy]}.{' '}
        {chair.isHeld
          ? chair.offer
            ? `Held for ${chair.offer.patientName}.`
            : 'Held for somebody.'
          : helpWords(chair.helps)}
      </span>
    </li>
  );
}
