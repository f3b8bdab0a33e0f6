import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { formatDay, formatDayRange, localDateOf } from '#client/lib/clinic-time.ts';
import { orderWords } from '#client/lib/course-words.ts';
import { useMe } from '#client/lib/presence.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import rows from '#client/ui/rows.module.css';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import styles from './caseload.module.css';
import { dueBoostersQuery } from './caseload-queries.ts';

/** Whose next booster is due or overdue and not yet booked, the most overdue first. */
export function DueList({ clinic }: { clinic: Clinic }) {
  const due = useQuery(dueBoostersQuery);
  const person = useMe();
  const mayBook = person !== null && person.role !== 'nurse' && person.role !== 'patient';
  if (due.isPending) return <LateSkeleton label="Looking for due boosters" blocks={[38, 38, 38]} />;
  if (due.isError && !due.data) {
    return (
      <>
        <ProblemNote error={due.error} />
        <Button mt="md" onClick={() => due.refetch()}>
          Try again
        </Button>
      </>
    );
  }
  const all = due.data?.items ?? [];
  if (all.length === 0) {
    return (
      <EmptyState title="No booster is due.">
        A course appears here when the window of its next booster opens, and leaves when one is booked.
      </EmptyState>
    );
  }
  return (
    <table className={`${rows.rows} ${styles.table}`}>
      <thead>
        <tr>
          <th scope="col">Patient</th>
          <th scope="col">Due</th>
          <th scope="col">May be booked</th>
          <th scope="col">Interval</th>
          <th scope="col">Last session</th>
          {mayBook && (
            <th scope="col">
              <span className={styles.heard}>What can be done</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {all.map((course) => {
          const window = course.boosterWindow;
          return (
            <tr key={course.id} data-overdue={(course.dueInDays ?? 0) < 0 || undefined}>
              <th scope="row">
                <Link to={`/courses/${course.id}`}>{course.patientName}</Link>
              </th>
              <td data-label="Due">
                {window?.dueOn ? formatDay(window.dueOn) : 'as needed'} <b>{dueInWords(course.dueInDays)}</b>
              </td>
              <td data-label="May be booked">
                {window ? formatDayRange(window.earliestOn, window.latestOn) : '–'}
              </td>
              <td data-label="Interval">{window ? orderWords(window) : '–'}</td>
              <td data-label="Last session">
                {course.lastFulfilledAt ? formatLast(course.lastFulfilledAt, clinic) : '–'}
              </td>
              {mayBook && window?.source === 'protocol' && (
                <td className={styles.actions}>needs an interval first</td>
              )}
              {mayBook && window?.source !== 'protocol' && (
                <td className={styles.actions}>
                  <Button
                    component={Link}
                    to={`/courses/${course.id}?book=booster`}
                    size="compact-sm"
                    variant="default"
                    aria-label={`Book the booster of ${course.patientName}`}
                  >
                    Book
                  </Button>
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function dueInWords(days: number | null): string {
  if (days === null) return '';
  if (days === 0) return 'today';
  const size = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return days < 0 ? `${size} overdue` : `in ${size}`;
}

const formatLast = (instant: string, { zone }: Clinic) => formatDay(localDateOf(instant, zone));
