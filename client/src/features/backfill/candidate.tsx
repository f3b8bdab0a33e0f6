import { Anchor, Button } from '@mantine/core';
import { Link } from 'react-router';
import { dialling } from '#client/lib/telephone.ts';
import type { BackfillCandidate } from '#server/contract/backfill.ts';
import styles from './backfill.module.css';
import { answerWords, whatWords } from './backfill-words.ts';

type CandidateProps = {
  candidate: BackfillCandidate;
  zone: string;
  /** Null: the reader does not book. */
  offering: {
    isPending: boolean;
    /** Whom the chair is held for meanwhile. */
    waitsFor: string | null;
    onOffer: () => void;
  } | null;
};

/** Somebody whom the chair would help: who, why, how to reach them, and what they have said to it before. */
export function Candidate({ candidate, zone, offering }: CandidateProps) {
  const { patientName, phone, courseId, protocolName, reasons, warnings, lastOffer } = candidate;
  return (
    <li>
      <div className={styles.head}>
        <Anchor component={Link} to={`/courses/${courseId}`} fw={600}>
          {patientName}
        </Anchor>
        {phone ? (
          <Anchor href={dialling(phone)}>{phone}</Anchor>
        ) : (
          <span className={styles.quiet}>no telephone number</span>
        )}
      </div>
      <p>
        {whatWords(candidate, zone)} <span className={styles.quiet}>{protocolName}</span>
      </p>
      <ul className={styles.reasons}>
        {reasons.map(({ code, words }) => (
          <li key={code}>{words}</li>
        ))}
      </ul>
      {warnings.map(({ code, detail }) => (
        <p key={code} className={styles.warning}>
          {detail}
        </p>
      ))}
      {lastOffer && <p className={styles.quiet}>{answerWords(lastOffer, zone)}.</p>}
      {offering && (
        <div className={styles.offering}>
          <Button
            size="compact-sm"
            variant="default"
            loading={offering.isPending}
            disabled={offering.waitsFor !== null}
            aria-label={`Offer to ${patientName}, and hold the chair`}
            onClick={offering.onOffer}
          >
            Offer and hold
          </Button>
          {offering.waitsFor !== null && (
            <span className={styles.quiet}>waits for the answer of {offering.waitsFor}</span>
          )}
        </div>
      )}
    </li>
  );
}
