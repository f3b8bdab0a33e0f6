import { Link } from 'react-router';
import { formatDay, formatDayAndTime, formatDaysAway, localDateOf } from '#client/lib/clinic-time.ts';
import { COURSE_STATE_WORDS, isOverdue } from '#client/lib/course-words.ts';
import rows from '#client/ui/rows.module.css';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { CourseSummary } from '#server/contract/course.ts';
import styles from './caseload.module.css';

export function CoursesTable({ courses, clinic }: { courses: readonly CourseSummary[]; clinic: Clinic }) {
  return (
    <table className={`${rows.rows} ${styles.table}`}>
      <thead>
        <tr>
          <th scope="col">Patient</th>
          <th scope="col">Protocol</th>
          <th scope="col">State</th>
          <th scope="col">Done</th>
          <th scope="col">Next session</th>
          <th scope="col">Next booster</th>
        </tr>
      </thead>
      <tbody>
        {courses.map((course) => (
          <tr key={course.id}>
            <th scope="row">
              <Link to={`/courses/${course.id}`}>{course.patientName}</Link>
            </th>
            <td data-label="Protocol">{course.protocolName}</td>
            <td data-label="State">{COURSE_STATE_WORDS[course.state]}</td>
            <td data-label="Done">{doneWords(course)}</td>
            <td data-label="Next session">
              {course.nextSessionAt ? (
                <>
                  {formatDayAndTime(course.nextSessionAt, clinic.zone)}{' '}
                  <span className={styles.quiet}>
                    {formatDaysAway(localDateOf(course.nextSessionAt, clinic.zone), clinic.today)}
                  </span>
                </>
              ) : (
                <span className={styles.quiet}>none booked</span>
              )}
            </td>
            <td data-label="Next booster">
              <DueCell course={course} today={clinic.today} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DueCell({ course, today }: { course: CourseSummary; today: string }) {
  const window = course.boosterWindow;
  if (!window) return <span className={styles.quiet}>–</span>;
  if (!window.dueOn) return 'as needed';
  return (
    <>
      {formatDay(window.dueOn)}{' '}
      {window.provisional ? (
        <span className={styles.quiet}>provisional</span>
      ) : isOverdue(window, today) && !course.nextSessionAt ? (
        <b>{formatDaysAway(window.dueOn, today)}</b>
      ) : (
        <span className={styles.quiet}>{formatDaysAway(window.dueOn, today)}</span>
      )}
    </>
  );
}

/** "4 of 6"; "6 of 6 and 2" once boosters have come. */
function doneWords({ fulfilledCount, plannedCount }: CourseSummary): string {
  const boosters = fulfilledCount - plannedCount;
  if (boosters <= 0) return `${fulfilledCount} of ${plannedCount}`;
  return `all ${plannedCount} and ${boosters} ${boosters === 1 ? 'booster' : 'boosters'}`;
}
