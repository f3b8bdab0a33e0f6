// biome-ignore-all lint/a11y/useSemanticElements: blocks placed by time are no table of equal cells
// biome-ignore-all lint/a11y/useFocusableInteractive: the link within takes the focus
import type { CSSProperties } from 'react';
import { Link } from 'react-router';
import { formatMinuteOfDay } from '#client/lib/clinic-time.ts';
import styles from './board.module.css';
import type { PlacedOffer } from './board-layout.ts';

/** A chair that is held for somebody it was offered to: it leads to where their answer is taken. */
export function HeldBlock({ placed }: { placed: PlacedOffer }) {
  const { offer, from, to } = placed;
  return (
    <div
      role="gridcell"
      className={styles.cell}
      style={{ '--from': from, '--length': to - from } as CSSProperties}
    >
      <Link
        to={answerAddress(offer)}
        className={`${styles.block} ${styles.held}`}
        aria-label={spokenOffer(placed)}
      >
        <span className={styles.time}>{formatMinuteOfDay(from)}</span>
        <b className={styles.name}>{offer.patientName}</b>
        <span className={styles.state}>held</span>
      </Link>
    </div>
  );
}

/** The same in the list of a phone. */
export function HeldEntry({ placed }: { placed: PlacedOffer }) {
  const { offer, to } = placed;
  return (
    <Link
      to={answerAddress(offer)}
      className={`${styles.block} ${styles.entry} ${styles.held}`}
      aria-label={spokenOffer(placed)}
    >
      <b className={styles.name}>{offer.patientName}</b>
      <span className={styles.chairOf}>{offer.chairName}</span>
      <span className={styles.number}>to {formatMinuteOfDay(to)}</span>
      <span className={styles.state}>held</span>
    </Link>
  );
}

const answerAddress = ({ freedChairId }: PlacedOffer['offer']): string =>
  `/freed-chairs?chair=${freedChairId}`;

/** "Held for Ana Ruiz, 9:00 to 11:00, Chair 2: waits for an answer" */
const spokenOffer = ({ offer, from, to }: PlacedOffer): string =>
  `Held for ${offer.patientName}, ${formatMinuteOfDay(from)} to ${formatMinuteOfDay(to)}, ${offer.chairName}: waits for an answer`;
