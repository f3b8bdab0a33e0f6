import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '#client/lib/presence.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import styles from './backfill.module.css';
import { waitlistQuery } from './backfill-queries.ts';
import { waitlistWords } from './backfill-words.ts';
import { JoinWaitlistDialog } from './join-waitlist-dialog.tsx';
import { LeaveWaitlist } from './leave-waitlist.tsx';

type WaitlistSectionProps = { course: Course; clinic: Clinic };

/** Whether the patient of this course would like another time, and the place to say so. */
export function WaitlistSection({ course, clinic }: WaitlistSectionProps) {
  const me = useMe();
  const waitlist = useQuery(waitlistQuery);
  const [isJoining, setJoining] = useState(false);
  const entries = (waitlist.data ?? []).filter(({ courseId }) => courseId === course.id);
  const movable = course.sessions.filter(({ actions }) => actions.includes('move'));
  const mayJoin =
    me !== null && me.role !== 'nurse' && (movable.length > 0 || course.state === 'maintenance');
  if (!mayJoin && entries.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="waits-title">
      <h2 id="waits-title">Another time</h2>
      <ul className={styles.waitlist}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <span>{waitlistWords(entry, clinic.zone)}</span>
            <LeaveWaitlist entry={entry} />
          </li>
        ))}
      </ul>
      {mayJoin && (
        <Button variant="default" size="compact-sm" mt={8} onClick={() => setJoining(true)}>
          Put on the waitlist
        </Button>
      )}
      {isJoining && (
        <JoinWaitlistDialog
          course={course}
          movable={movable}
          clinic={clinic}
          onClose={() => setJoining(false)}
        />
      )}
    </section>
  );
}
