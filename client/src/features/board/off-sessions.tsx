import { formatTime } from '#client/lib/clinic-time.ts';
import { fullSessionWords, stateWords } from '#client/lib/session-words.ts';
import type { Session } from '#server/contract/session.ts';
import styles from './board.module.css';

type OffSessionsProps = {
  sessions: readonly Session[];
  zone: string;
  openId: string | null;
  onOpen: (id: string) => void;
};

/** What was on this day and holds no chair any more. */
export function OffSessions({ sessions, zone, openId, onOpen }: OffSessionsProps) {
  if (sessions.length === 0) return null;
  return (
    <section className={styles.off} aria-labelledby="off-title">
      <h2 id="off-title">Cancelled or missed</h2>
      <ul>
        {sessions.map((session) => (
          <li key={session.id}>
            <button
              type="button"
              data-session={session.id}
              aria-pressed={session.id === openId}
              onClick={() => onOpen(session.id)}
            >
              {formatTime(session.startsAt, zone)} {session.patientName}, {fullSessionWords(session)},{' '}
              {stateWords(session)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
