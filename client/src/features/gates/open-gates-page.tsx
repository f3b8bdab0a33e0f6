import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { clinicQuery } from '#client/lib/queries.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import rows from '#client/ui/rows.module.css';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { GatedCourse } from '#server/contract/gates.endpoints.ts';
import { openGatesQuery } from './gate-queries.ts';
import { GateStateMark } from './gate-state-mark.tsx';
import { byWords, gatedSessionWords, gateKey } from './gate-words.ts';
import styles from './gates.module.css';

/** What must be done before sessions that are booked, the soonest first; and what is overdue after them. */
export function OpenGatesPage() {
  const clinic = useQuery(clinicQuery);
  return (
    <>
      <PageHeader
        title="Open gates"
        facts="What is to be done before a session, and papers that are due after one. The soonest first."
      />
      <ProblemNote error={clinic.data ? null : clinic.error} />
      {clinic.data && <OpenGates clinic={clinic.data} />}
    </>
  );
}

function OpenGates({ clinic }: { clinic: Clinic }) {
  const gates = useInfiniteQuery(openGatesQuery);
  if (gates.isPending) return <LateSkeleton label="Looking for open gates" blocks={[38, 38, 38]} />;
  if (gates.isError && !gates.data) {
    return (
      <>
        <ProblemNote error={gates.error} />
        <Button mt="md" onClick={() => gates.refetch()}>
          Try again
        </Button>
      </>
    );
  }
  const courses = gates.data?.pages.flatMap(({ items }) => items) ?? [];
  if (courses.length === 0) {
    return (
      <EmptyState title="Nothing is open.">
        A course appears here when something must be done before one of its sessions, and leaves when it is
        done.
      </EmptyState>
    );
  }
  const seesGates = courses.some((course) => course.gates !== undefined);
  return (
    <>
      <table className={`${rows.rows} ${styles.open}`} aria-label="Courses with open gates">
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">Session</th>
            <th scope="col">By</th>
            <th scope="col">{seesGates ? 'What' : 'What to do'}</th>
          </tr>
        </thead>
        <tbody>
          {courses.map((course) => (
            <Row key={course.courseId} course={course} clinic={clinic} />
          ))}
        </tbody>
      </table>
      {gates.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={gates.isFetchingNextPage}
          onClick={() => gates.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}

function Row({ course, clinic }: { course: GatedCourse; clinic: Clinic }) {
  const { zone, today } = clinic;
  return (
    <tr>
      <th scope="row">
        <Link to={`/courses/${course.courseId}`}>{course.patientName}</Link>
        <span className={styles.quiet}> {course.protocolName}</span>
      </th>
      <td data-label="Session">
        {course.firstOpen ? (
          <>
            {gatedSessionWords(course.firstOpen, zone)}
            {course.light === 'red' && <b className={styles.waits}> waits</b>}
          </>
        ) : (
          '–'
        )}
      </td>
      <td data-label="By">{byWords(course, today)}</td>
      <td data-label="What">
        {course.gates ? (
          <ul className={styles.what}>
            {course.gates.map((gate) => (
              <li key={gateKey(gate)}>
                {gate.name}
                {gate.session && ` of session ${gate.session.sequence}`}: <GateStateMark gate={gate} />
              </li>
            ))}
          </ul>
        ) : (
          'Ask a nurse or a clinician: they see what it is.'
        )}
      </td>
    </tr>
  );
}
