// biome-ignore-all lint/a11y/useSemanticElements: blocks placed by time are no table of equal cells
// biome-ignore-all lint/a11y/useFocusableInteractive: there is nothing to open
import type { CSSProperties } from 'react';
import { formatMinuteOfDay } from '#client/lib/clinic-time.ts';
import { stateWords } from '#client/lib/session-words.ts';
import styles from './board.module.css';
import type { PlacedRestricted } from './board-layout.ts';

/** A chair that is taken by somebody whose record is not open to the reader: when, and how far along, and no more. */
export function RestrictedBlock({ placed: { session, from, to } }: { placed: PlacedRestricted }) {
  return (
    <div
      role="gridcell"
      className={styles.cell}
      style={{ '--from': from, '--length': to - from } as CSSProperties}
      aria-label={spokenRestricted({ session, from, to })}
    >
      <div className={`${styles.block} ${styles.restricted}`}>
        <span className={styles.time}>{formatMinuteOfDay(from)}</span>
        <b className={styles.name}>Restricted</b>
        <span className={styles.state}>{restrictedState(session)}</span>
      </div>
    </div>
  );
}

/** "Restricted, 9:00 to 11:00, Chair 2, booked" */
export const spokenRestricted = ({ session, from, to }: PlacedRestricted): string =>
  [
    'Restricted',
    `${formatMinuteOfDay(from)} to ${formatMinuteOfDay(to)}`,
    session.chairName,
    restrictedState(session),
  ].join(', ');

export const restrictedState = ({ status }: PlacedRestricted['session']): string =>
  stateWords({ status, startedAt: null });
