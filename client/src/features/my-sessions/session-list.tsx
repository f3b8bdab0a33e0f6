import { formatDayAndTime, formatDaysAway, localDateOf } from '#client/lib/clinic-time.ts';
import { fullSessionWords } from '#client/lib/session-words.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { MySession } from '#server/contract/sessions.endpoints.ts';
import styles from './my-sessions.module.css';

type SessionListProps = { title: string; sessions: readonly MySession[]; clinic: Clinic };

const OUTCOMES: Partial<Record<MySession['status'], string>> = {
  fulfilled: 'done',
  cancelled: 'cancelled',
  noshow: 'missed',
};

export function SessionList({ title, sessions, clinic }: SessionListProps) {
  const { zone, today } = clinic;
  return (
    <section className={styles.list}>
      <h2>{title}</h2>
      <ul>
        {sessions.map((session) => {
          const outcome = OUTCOMES[session.status];
          return (
            <li key={session.id} data-outcome={outcome}>
              <time dateTime={session.startsAt}>{formatDayAndTime(session.startsAt, zone)}</time>
              <span>{outcome ?? formatDaysAway(localDateOf(session.startsAt, zone), today)}</span>
              <span>{fullSessionWords(session)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
