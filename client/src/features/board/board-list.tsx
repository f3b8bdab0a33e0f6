import { formatMinuteOfDay } from '#client/lib/clinic-time.ts';
import { fullSessionWords, stateWords } from '#client/lib/session-words.ts';
import styles from './board.module.css';
import type { PlacedOffer, PlacedRestricted, PlacedSession } from './board-layout.ts';
import { minutesLate, spokenSession } from './board-words.ts';
import { HeldEntry } from './held-block.tsx';
import { restrictedState } from './restricted-block.tsx';

type BoardListProps = {
  placed: readonly PlacedSession[];
  restricted: readonly PlacedRestricted[];
  held: readonly PlacedOffer[];
  /** The clinic's clock in minutes, on the list of today; else null. */
  minute: number | null;
  openId: string | null;
  onOpen: (id: string) => void;
};

/** The same day on a phone: by time, the chair said beside each. What is over today is folded away. */
export function BoardList({ placed, restricted, held, minute, openId, onOpen }: BoardListProps) {
  const over = minute === null ? [] : placed.filter(({ session }) => session.status === 'fulfilled');
  const rest = placed.filter((one) => !over.includes(one));
  return (
    <>
      {over.length > 0 && (
        <details className={styles.over}>
          <summary>{over.length === 1 ? '1 session is done' : `${over.length} sessions are done`}</summary>
          <Hours placed={over} restricted={[]} held={[]} minute={null} openId={openId} onOpen={onOpen} />
        </details>
      )}
      <Hours
        placed={rest}
        restricted={restricted}
        held={held}
        minute={minute}
        openId={openId}
        onOpen={onOpen}
      />
    </>
  );
}

function Hours({ placed, restricted, held, minute, openId, onOpen }: BoardListProps) {
  const starts = [...new Set([...placed, ...restricted, ...held].map(({ from }) => from))].sort(
    (a, b) => a - b,
  );
  const upcoming = minute === null ? undefined : starts.find((start) => start > minute);
  return (
    <ol className={styles.list}>
      {starts.map((start) => (
        <li key={start}>
          {start === upcoming && minute !== null && (
            <div className={styles.nowRow}>now {formatMinuteOfDay(minute)}</div>
          )}
          <div className={styles.hour}>
            <h2>{formatMinuteOfDay(start)}</h2>
            <ul>
              {placed
                .filter(({ from }) => from === start)
                .map((one) => (
                  <li key={one.session.id}>
                    <Entry one={one} minute={minute} isOpen={one.session.id === openId} onOpen={onOpen} />
                  </li>
                ))}
              {restricted
                .filter(({ from }) => from === start)
                .map((one) => (
                  <li key={one.session.chairId}>
                    <Taken one={one} />
                  </li>
                ))}
              {held
                .filter(({ from }) => from === start)
                .map((one) => (
                  <li key={one.offer.id}>
                    <HeldEntry placed={one} />
                  </li>
                ))}
            </ul>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Taken({ one: { session, to } }: { one: PlacedRestricted }) {
  return (
    <div className={`${styles.block} ${styles.entry} ${styles.restricted}`}>
      <b className={styles.name}>Restricted</b>
      <span className={styles.chairOf}>{session.chairName}</span>
      <span className={styles.number}>to {formatMinuteOfDay(to)}</span>
      <span className={styles.state}>{restrictedState(session)}</span>
    </div>
  );
}

function Entry(props: {
  one: PlacedSession;
  minute: number | null;
  isOpen: boolean;
  onOpen: (id: string) => void;
}) {
  const { one, minute, isOpen, onOpen } = props;
  const { session } = one;
  const late = minutesLate(one, minute);
  return (
    <button
      type="button"
      className={`${styles.block} ${styles.entry}`}
      data-phase={session.phase}
      data-status={session.startedAt && session.status === 'checked-in' ? 'started' : session.status}
      data-late={late > 0 || undefined}
      aria-label={spokenSession(one, late)}
      aria-pressed={isOpen}
      onClick={() => onOpen(session.id)}
    >
      <span className={styles.rail} aria-hidden="true">
        {session.block.map(({ part, minutes }) => (
          <i key={part} data-part={part} style={{ flexGrow: minutes }} />
        ))}
      </span>
      <b className={styles.name}>{session.patientName}</b>
      <span className={styles.chairOf}>{session.chairName}</span>
      <span className={styles.number}>
        {fullSessionWords(session)}, to {formatMinuteOfDay(one.to)}
      </span>
      <span className={styles.state}>{late > 0 ? `${late} min late` : stateWords(session)}</span>
    </button>
  );
}
