import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { ProblemError } from '#client/lib/api.ts';
import { type AskedChange, withChange } from '#client/lib/change-address.ts';
import { COURSE_STATE_WORDS } from '#client/lib/course-words.ts';
import { withOrder } from '#client/lib/order-address.ts';
import { clinicQuery, courseQuery } from '#client/lib/queries.ts';
import type { TellChange } from '#client/lib/session-actions.ts';
import { isBooster } from '#client/lib/session-words.ts';
import { CourseRibbon } from '#client/ui/course-ribbon.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { ribbonSessions } from '#client/ui/ribbon-sessions.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import { BookBoosterDialog } from './book-booster-dialog.tsx';
import { BoosterWindowNote } from './booster-window-note.tsx';
import styles from './course.module.css';
import { CourseStanding } from './course-standing.tsx';
import { BookAnother, CoursesBeside } from './courses-beside.tsx';
import { SessionsTable } from './sessions-table.tsx';

type CoursePageProps = {
  id: string;
  onChanged: TellChange;
  /** What another feature draws with the line of days, by giving it to the ribbon. */
  withRibbon?: (course: Course, clinic: Clinic, draw: DrawRibbon) => ReactNode;
  /** What another feature adds below the course. */
  children?: (course: Course, clinic: Clinic) => ReactNode;
};

/** The ribbon over these days, with something above it on the same scale. By itself it chooses its own days. */
export type DrawRibbon = (days?: { from: string; to: string }, above?: ReactNode) => ReactNode;

/** One course: its line of days, its sessions, what comes after them, and every change of it. */
export function CoursePage({ id, onChanged, withRibbon, children }: CoursePageProps) {
  const clinic = useQuery(clinicQuery);
  const course = useQuery({ ...courseQuery(id), refetchInterval: 30_000 });
  const error = course.data ? null : (course.error ?? clinic.error);
  if (error) return <MissingCourse error={error} onAgain={() => course.refetch()} />;
  if (!course.data || !clinic.data) return <LateSkeleton label="Opening the course" blocks={[48, 96, 260]} />;
  return (
    <div className={styles.page}>
      <OneCourse course={course.data} clinic={clinic.data} onChanged={onChanged} withRibbon={withRibbon} />
      {children?.(course.data, clinic.data)}
    </div>
  );
}

type OneCourseProps = {
  course: Course;
  clinic: Clinic;
  onChanged: TellChange;
  withRibbon: CoursePageProps['withRibbon'];
};

function OneCourse({ course, clinic, onChanged, withRibbon }: OneCourseProps) {
  const { zone, today } = clinic;
  const [search, setSearch] = useSearchParams();
  const table = useRef<HTMLDivElement>(null);
  const isBooking = search.get('book') === 'booster';
  const done = course.sessions.filter(({ status }) => status === 'fulfilled').length;
  const planned = course.sessions.filter(
    (session) => session.status === 'fulfilled' && !isBooster(session),
  ).length;

  const change = (asked: Omit<AskedChange, 'courseId'> = {}) =>
    setSearch(withChange(search, { courseId: course.id, ...asked }));

  const ribbon: DrawRibbon = (days, above) => (
    <section className={styles.ribbon} aria-label="The course as a line of days">
      {above}
      <CourseRibbon
        size="large"
        from={days?.from}
        to={days?.to}
        sessions={ribbonSessions(course.sessions)}
        boosterWindow={course.boosterWindow}
        today={today}
        zone={zone}
        label={`Sessions of ${course.patientName}`}
        onSelect={(key) => {
          const row = table.current?.querySelector<HTMLElement>(`[data-row="${key}"]`);
          row?.focus();
          row?.scrollIntoView?.({ block: 'nearest' });
        }}
      />
    </section>
  );

  return (
    <>
      <PageHeader
        title={course.patientName}
        tabTitle={`Course of ${course.patientName}`}
        facts={
          <>
            <span>{course.protocol.name}</span>
            <b>{COURSE_STATE_WORDS[course.state]}</b>
            <span>
              {planned} of {course.plannedCount} done
              {done > planned && `, ${done - planned} ${done - planned === 1 ? 'booster' : 'boosters'}`}
            </span>
            <CoursesBeside course={course} />
            <Anchor component={Link} to={`/patients/${course.patientId}`} size="sm">
              Open the patient
            </Anchor>
          </>
        }
        actions={
          (course.changes.length > 0 || course.actions.includes('book-reinduction')) && (
            <>
              <BookAnother course={course} />
              {course.changes.length > 0 && (
                <Button variant="default" onClick={() => change()}>
                  Change the course
                </Button>
              )}
            </>
          )
        }
      />
      <CourseStanding course={course} onDecide={(mode) => change(mode && { mode })} />
      {withRibbon ? withRibbon(course, clinic, ribbon) : ribbon()}
      <BoosterWindowNote
        course={course}
        clinic={clinic}
        onBook={() => setSearch({ book: 'booster' })}
        onInterval={() => setSearch(withOrder(search, 'look'))}
      />
      <div ref={table}>
        <SessionsTable
          course={course}
          clinic={clinic}
          onMove={(sessionId) => change({ sessionId })}
          onChanged={onChanged}
        />
      </div>
      {isBooking && (
        <BookBoosterDialog course={course} clinic={clinic} onClose={() => setSearch({}, { replace: true })} />
      )}
    </>
  );
}

function MissingCourse({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const isGone =
    error instanceof ProblemError && ['not-found', 'invalid-request'].includes(error.problem.type);
  return (
    <>
      <PageHeader title={isGone ? 'There is no such course' : 'The course could not be opened'} />
      {isGone ? (
        <EmptyState
          title="It may belong to another clinic, or the address is mistyped."
          action={
            <Button component={Link} to="/courses">
              Look through the courses
            </Button>
          }
        />
      ) : (
        <>
          <ProblemNote error={error} />
          <Button mt="md" onClick={onAgain}>
            Try again
          </Button>
        </>
      )}
    </>
  );
}
