import { Button, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Link } from 'react-router';
import { formatDay, localDateOf } from '#client/lib/clinic-time.ts';
import { useMe } from '#client/lib/presence.ts';
import type { Role } from '#client/lib/role-words.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import rows from '#client/ui/rows.module.css';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import styles from './caseload.module.css';
import { dueBoostersQuery } from './caseload-queries.ts';
import {
  bookableWords,
  type DueBooster,
  dueAction,
  dueInWords,
  dueOrderWords,
  waitsForClinician,
} from './due-words.ts';

/** Whose next booster is due and not yet booked: those that can be booked, and those that a clinician decides first. */
export function DueList({ clinic }: { clinic: Clinic }) {
  const due = useInfiniteQuery(dueBoostersQuery);
  const role = useMe()?.role;
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
  const all = due.data?.pages.flatMap(({ items }) => items) ?? [];
  if (all.length === 0) {
    return (
      <EmptyState title="No booster is due.">
        A course appears here when the window of its next booster opens, and leaves when one is booked.
      </EmptyState>
    );
  }
  const isClinician = role === 'clinician';
  const bookable = {
    title: 'To call and book',
    todo: 'Their window is open.',
    courses: all.filter((course) => !waitsForClinician(course)),
  };
  const waiting = {
    title: isClinician ? 'Needs you first' : 'A clinician decides first',
    todo: 'The window has passed, or there is no order to book by.',
    courses: all.filter(waitsForClinician),
  };
  return (
    <>
      {(isClinician ? [waiting, bookable] : [bookable, waiting]).map((group) => (
        <DueGroup key={group.title} {...group} clinic={clinic} role={role} />
      ))}
      {due.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={due.isFetchingNextPage}
          onClick={() => due.fetchNextPage()}
        >
          Show more due boosters
        </Button>
      )}
    </>
  );
}

type DueGroupProps = {
  title: string;
  todo: string;
  courses: readonly DueBooster[];
  clinic: Clinic;
  role: Role | undefined;
};

function DueGroup({ title, todo, courses, clinic, role }: DueGroupProps) {
  const id = useId();
  if (courses.length === 0) return null;
  const isReader = role === 'nurse';
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={styles.part}>
        {title} <span className={styles.quiet}>{courses.length}</span>
      </h2>
      <p className={styles.todo}>{todo}</p>
      <table className={`${rows.rows} ${styles.table} ${styles.due}`} aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">Due</th>
            <th scope="col">May be booked</th>
            <th scope="col">Interval</th>
            <th scope="col">Last session</th>
            {!isReader && (
              <th scope="col">
                <VisuallyHidden>What can be done</VisuallyHidden>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {courses.map((course) => (
            <DueRow key={course.id} course={course} clinic={clinic} role={role} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function DueRow({ course, clinic, role }: { course: DueBooster; clinic: Clinic; role: Role | undefined }) {
  const { boosterWindow: window, dueInDays } = course;
  const action = dueAction(course, role);
  return (
    <tr data-overdue={(dueInDays ?? 0) < 0 || undefined}>
      <th scope="row">
        <Link to={`/courses/${course.id}`}>{course.patientName}</Link>
      </th>
      <td data-label="Due">
        {dueInDays === null || !window?.dueOn ? '–' : formatDay(window.dueOn)}
        {dueInDays !== null && (
          <>
            {' '}
            <b>{dueInWords(dueInDays)}</b>
          </>
        )}
      </td>
      <td data-label="May be booked">{bookableWords(course)}</td>
      <td data-label="Interval">{dueOrderWords(course)}</td>
      <td data-label="Last session">
        {course.lastFulfilledAt ? formatDay(localDateOf(course.lastFulfilledAt, clinic.zone)) : '–'}
      </td>
      {action !== null && (
        <td className={styles.actions}>
          {typeof action === 'string' ? (
            <span className={styles.quiet}>{action}</span>
          ) : (
            <Button
              component={Link}
              to={`/courses/${course.id}?${action.search}`}
              size="compact-sm"
              variant="default"
              aria-label={`${action.words}: ${course.patientName}`}
            >
              {action.words}
            </Button>
          )}
        </td>
      )}
    </tr>
  );
}
