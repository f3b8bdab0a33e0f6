import {
  formatDayAndTime,
  formatDaysAway,
  formatTime,
  isReaderElsewhere,
  localDateOf,
  zoneWords,
} from '#client/lib/clinic-time.ts';
import { asSentence, fullSessionWords } from '#client/lib/session-words.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { MySession } from '#server/contract/sessions.endpoints.ts';
import styles from './my-sessions.module.css';

type NextSessionProps = { session: MySession; clinic: Clinic };

/** The one thing on the page: when to come. */
export function NextSession({ session, clinic }: NextSessionProps) {
  const { zone, today } = clinic;
  const isHere = session.status === 'arrived' || session.status === 'checked-in';
  return (
    <section className={styles.next} aria-labelledby="next-title">
      <h2 id="next-title" className={styles.lead}>
        {isHere ? 'You are here for' : 'Your next session is'}
      </h2>
      <p className={styles.when}>
        <time dateTime={session.startsAt}>{formatDayAndTime(session.startsAt, zone)}</time>
      </p>
      <p className={styles.until}>
        <b>{asSentence(formatDaysAway(localDateOf(session.startsAt, zone), today))}</b>, until about{' '}
        {formatTime(session.endsAt, zone)}
        {isReaderElsewhere(zone, clinic.now) && `, ${zoneWords(zone)}`}
        <br />
        {clinic.name}, {fullSessionWords(session)}
      </p>
      {session.status === 'pending' && (
        <p className={styles.pending}>The clinic is keeping this time for you, and will confirm it.</p>
      )}
      {session.prepare.length > 0 && (
        <div className={styles.prepare}>
          <h3>How to prepare</h3>
          <ol>
            {session.prepare.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}
