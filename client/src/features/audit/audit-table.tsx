import { Link } from 'react-router';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import rows from '#client/ui/rows.module.css';
import type { AuditEvent } from '#server/contract/audit.endpoints.ts';
import styles from './audit.module.css';
import { storyWords, valueWords, whoWords } from './audit-words.ts';

type AuditTableProps = { label: string; events: readonly AuditEvent[]; zone: string };

/** The trail as a story: when, who, what; and from where. */
export function AuditTable({ label, events, zone }: AuditTableProps) {
  return (
    <table className={`${rows.rows} ${styles.table}`} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">What happened</th>
          <th scope="col">From</th>
          <th scope="col">In the chain</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.id}>
            <th scope="row">{formatDayAndTime(event.at, zone)}</th>
            <td>
              <b>{whoWords(event)}</b>
              {event.actor && <span className={styles.quiet}> ({ROLE_WORDS[event.actor.role]})</span>}{' '}
              {storyWords(event, zone)}
              {event.patient && (
                <>
                  {' '}
                  <Link
                    to={`/audit?patient=${event.patient.id}`}
                    aria-label={`Only lines about ${event.patient.name ?? 'this patient'}`}
                    className={styles.only}
                  >
                    only these
                  </Link>
                </>
              )}
              {event.values.length > 0 && <Values values={event.values} />}
            </td>
            <td data-label="From">{event.address ?? <span className={styles.quiet}>not kept here</span>}</td>
            <td data-label="In the chain">
              {event.sequence ?? <span className={styles.quiet}>awaits its seal</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Values({ values }: Pick<AuditEvent, 'values'>) {
  return (
    <dl className={styles.values}>
      {values.map(({ name, value }) => (
        <div key={name}>
          <dt>{valueWords(name)}</dt>
          <dd>{value ?? <span className={styles.quiet}>erased</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
