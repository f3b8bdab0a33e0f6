import { Button } from '@mantine/core';
import { formatTime } from '#client/lib/clinic-time.ts';
import { useNow } from '#client/lib/use-now.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import type { ChairOffer } from '#server/contract/backfill.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import styles from './backfill.module.css';
import { useAcceptOffer, useEndOffer } from './backfill-queries.ts';
import { leftWords, takenWords, timeWords } from './backfill-words.ts';

type OpenOfferProps = { offer: ChairOffer; clinic: Clinic; mayAnswer: boolean };

/** Somebody is being asked: for how long the chair is held still, and what they said. */
export function OpenOffer({ offer, clinic, mayAnswer }: OpenOfferProps) {
  const { zone } = clinic;
  const now = useNow() ?? clinic.now;
  const accept = useAcceptOffer();
  const end = useEndOffer();
  const isBusy = accept.isPending || end.isPending;
  const name = offer.patientName;

  const take = () =>
    accept.mutate(offer.id, {
      onSuccess: () => tell(`${name} has the chair: ${timeWords(offer, zone)}.`),
    });
  const over = (how: 'decline' | 'withdraw', words: string) =>
    end.mutate({ id: offer.id, how }, { onSuccess: () => tell(words) });

  return (
    <div className={styles.offer}>
      <p>
        Held for <b>{name}</b> until {formatTime(offer.heldUntil, zone)},{' '}
        <span role="status">{leftWords(offer.heldUntil, now)}</span>.{' '}
        <span className={styles.quiet}>
          {offer.chairName}, offered by {offer.madeBy.name}
        </span>
      </p>
      <ProblemNote error={accept.error ?? end.error} />
      {mayAnswer && (
        <div className={styles.offering}>
          <Button size="compact-md" loading={accept.isPending} disabled={end.isPending} onClick={take}>
            {takenWords(offer)}
          </Button>
          <Button
            size="compact-md"
            variant="default"
            disabled={isBusy}
            onClick={() => over('decline', `${name} did not want it. The chair is free for the next.`)}
          >
            Did not want it
          </Button>
          <Button
            size="compact-md"
            variant="subtle"
            disabled={isBusy}
            onClick={() => over('withdraw', `The chair is no longer held for ${name}.`)}
          >
            Not asked after all
          </Button>
        </div>
      )}
    </div>
  );
}
