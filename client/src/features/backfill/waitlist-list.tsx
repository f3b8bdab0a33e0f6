import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import styles from './backfill.module.css';
import { waitlistQuery } from './backfill-queries.ts';
import { waitlistWords } from './backfill-words.ts';
import { LeaveWaitlist } from './leave-waitlist.tsx';

/** Who would like another time, who has waited longest first. */
export function WaitlistList({ clinic }: { clinic: Clinic }) {
  const waitlist = useQuery(waitlistQuery);
  const entries = waitlist.data ?? [];
  return (
    <section className={styles.section} aria-labelledby="waitlist-title">
      <h2 id="waitlist-title">Waitlist</h2>
      <ProblemNote error={waitlist.data ? null : waitlist.error} />
      {waitlist.data && entries.length === 0 && (
        <p className={styles.quiet}>
          Nobody waits for another time. Somebody is put on the list from the page of their course.
        </p>
      )}
      <ul className={styles.waitlist}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <span>
              <Anchor component={Link} to={`/courses/${entry.courseId}`} fw={600}>
                {entry.patientName}
              </Anchor>{' '}
              {waitlistWords(entry, clinic.zone)}
            </span>
            <LeaveWaitlist entry={entry} />
          </li>
        ))}
      </ul>
    </section>
  );
}
