import { Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { call, ProblemError } from '#client/lib/api.ts';
import { useMe } from '#client/lib/presence.ts';
import { clinicQuery, patientQuery } from '#client/lib/queries.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { patientName } from '#client/ui/patient-line.tsx';
import { listPatientCourses } from '#server/contract/patients.endpoints.ts';
import { CourseCard } from './course-card.tsx';
import styles from './patients.module.css';
import { RegisterFacts } from './register-facts.tsx';

const BOOKERS = ['front-desk', 'clinician', 'admin'];

type PatientPageProps = {
  /** What another feature adds below. */
  children?: ReactNode;
};

/** One patient: what the register says, and every course they have had. */
export function PatientPage({ children }: PatientPageProps) {
  const { id = '' } = useParams();
  const me = useMe();
  const clinic = useQuery(clinicQuery);
  const patient = useQuery(patientQuery(id));
  const courses = useQuery({
    queryKey: ['patients', id, 'courses'],
    queryFn: () => call(listPatientCourses, { params: { id } }),
  });
  const error = patient.error ?? courses.error ?? clinic.error;
  const mayBook = me !== null && BOOKERS.includes(me.role);

  if (error) return <PatientMissing error={error} onAgain={() => patient.refetch()} />;
  if (!patient.data) return <LateSkeleton label="Opening the patient" blocks={[36, 60, 150]} />;

  return (
    <div className={styles.page}>
      <PageHeader
        title={patientName(patient.data)}
        actions={
          <>
            {me?.role === 'admin' && (
              <Button component={Link} variant="default" to={`/patients/${id}/access`}>
                Access history
              </Button>
            )}
            {mayBook && (
              <Button component={Link} to={`/book?patient=${id}`}>
                Book a course
              </Button>
            )}
          </>
        }
      />
      <RegisterFacts key={id} patient={patient.data} mayEdit={mayBook} />
      <section className={styles.courses} aria-labelledby="courses-title">
        <Title order={2} id="courses-title">
          Courses
        </Title>
        {!courses.data || !clinic.data ? (
          <LateSkeleton label="Opening the courses" blocks={[150]} />
        ) : courses.data.items.length === 0 ? (
          <EmptyState title="No course yet">Booking one takes a single call.</EmptyState>
        ) : (
          courses.data.items.map((course) => (
            <CourseCard key={course.id} course={course} clinic={clinic.data} />
          ))
        )}
      </section>
      {children}
    </div>
  );
}

function PatientMissing({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const isGone = error instanceof ProblemError && error.problem.type === 'not-found';
  return (
    <div role="alert">
      <EmptyState
        title={isGone ? 'This patient is not in the register' : 'The register did not answer'}
        action={
          isGone ? (
            <Button component={Link} to="/patients" variant="default">
              Look through the register
            </Button>
          ) : (
            <Button variant="default" onClick={onAgain}>
              Ask again
            </Button>
          )
        }
      />
    </div>
  );
}
