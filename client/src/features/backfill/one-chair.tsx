import { Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '#client/lib/presence.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import type { BackfillCandidate, FreedChair } from '#server/contract/backfill.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import styles from './backfill.module.css';
import { candidatesQuery, useOfferChair } from './backfill-queries.ts';
import { helpWords, timeWords } from './backfill-words.ts';
import { Candidate } from './candidate.tsx';
import { OpenOffer } from './open-offer.tsx';

type OneChairProps = { chair: FreedChair; clinic: Clinic };

/** Whom one chair would help, the first to be asked first; and the offer that is open. */
export function OneChair({ chair, clinic }: OneChairProps) {
  const candidates = useQuery(candidatesQuery(chair.id));
  const offer = useOfferChair();
  const me = useMe();
  const mayOffer = me !== null && me.role !== 'nurse';
  const known = candidates.data?.chair ?? chair;
  const items = candidates.data?.items ?? [];

  const make = (candidate: BackfillCandidate) =>
    offer.mutate(
      { chairId: chair.id, candidate },
      { onSuccess: () => tell(`The chair is held for ${candidate.patientName}. Call them now.`) },
    );

  return (
    <section className={styles.one} aria-labelledby="chair-title" aria-busy={candidates.isFetching}>
      <Title order={2} id="chair-title">
        {timeWords(known, clinic.zone)}
      </Title>
      {known.offer && (
        <OpenOffer key={known.offer.id} offer={known.offer} clinic={clinic} mayAnswer={mayOffer} />
      )}
      {known.isHeld && !known.offer && (
        <p className={styles.note}>Held for somebody whose record is restricted to their care team.</p>
      )}
      <ProblemNote error={offer.error} />
      {candidates.isPending ? (
        <LateSkeleton label="Looking whom it would help" blocks={[96, 96]} />
      ) : candidates.isError && !candidates.data ? (
        <>
          <ProblemNote error={candidates.error} />
          <Button mt="xs" variant="default" onClick={() => candidates.refetch()}>
            Look again
          </Button>
        </>
      ) : items.length === 0 ? (
        <EmptyState title={helpWords(0)}>
          Nobody waits for a time like this, no booster is due, and no course would be nearer its target by
          it.
        </EmptyState>
      ) : (
        <ol className={styles.candidates} aria-label="Whom it would help">
          {items.map((candidate) => (
            <Candidate
              key={`${candidate.courseId} ${candidate.session?.id ?? candidate.kind}`}
              candidate={candidate}
              zone={clinic.zone}
              offering={
                !mayOffer
                  ? null
                  : {
                      isPending: offer.isPending && offer.variables.candidate.courseId === candidate.courseId,
                      waitsFor: known.isHeld ? (known.offer?.patientName ?? 'somebody') : null,
                      onOffer: () => make(candidate),
                    }
              }
            />
          ))}
        </ol>
      )}
    </section>
  );
}
