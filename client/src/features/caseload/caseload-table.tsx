import { Link } from 'react-router';
import { formatDayAndTime, formatDaysAway, localDateOf } from '#client/lib/clinic-time.ts';
import { COURSE_STATE_WORDS } from '#client/lib/course-words.ts';
import rows from '#client/ui/rows.module.css';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { CaseloadCourse } from '#server/contract/response.endpoints.ts';
import type { Instrument } from '#server/contract/response.ts';
import styles from './caseload.module.css';
import { levelWords, moreNeeds, needDetail, scoreWords } from './caseload-words.ts';
import { Sparkline } from './sparkline.tsx';

type CaseloadTableProps = {
  courses: readonly CaseloadCourse[];
  instruments: readonly Instrument[];
  clinic: Clinic;
  /** The id of the heading that names it. */
  labelledBy: string;
  hasNeeds: boolean;
};

export function CaseloadTable({ courses, instruments, clinic, labelledBy, hasNeeds }: CaseloadTableProps) {
  return (
    <table className={`${rows.rows} ${styles.table} ${styles.caseload}`} aria-labelledby={labelledBy}>
      <thead>
        <tr>
          <th scope="col">Patient</th>
          {hasNeeds && (
            <th scope="col" className={styles.wide}>
              Why
            </th>
          )}
          <th scope="col" className={styles.wide}>
            Response
          </th>
          <th scope="col">Course</th>
          <th scope="col">Next session</th>
        </tr>
      </thead>
      <tbody>
        {courses.map((course) => (
          <tr key={course.id}>
            <th scope="row">
              <Link to={`/courses/${course.id}`}>{course.patientName}</Link>
            </th>
            {hasNeeds && <Why course={course} today={clinic.today} />}
            <td data-label="Response">
              <Scores course={course} instruments={instruments} />
            </td>
            <td data-label="Course">
              <div>
                {COURSE_STATE_WORDS[course.state]}, {doneWords(course)}
                {course.courseDay !== null && <span className={styles.quiet}> day {course.courseDay}</span>}
              </div>
            </td>
            <td data-label="Next session">
              <NextSession startsAt={course.nextSessionAt} clinic={clinic} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Why({ course, today }: { course: CaseloadCourse; today: string }) {
  const [first, ...more] = course.needs;
  const detail = first && needDetail(first, today);
  // Of some there is nothing to say that the group does not.
  return (
    <td data-label={detail || more.length > 0 ? 'Why' : undefined}>
      <div>
        {detail}
        {more.length > 0 && <span className={styles.quiet}> Also: {moreNeeds(more)}</span>}
      </div>
    </td>
  );
}

function NextSession({ startsAt, clinic: { zone, today } }: { startsAt: string | null; clinic: Clinic }) {
  if (!startsAt) return <span className={styles.quiet}>none booked</span>;
  return (
    <div>
      {formatDayAndTime(startsAt, zone)}{' '}
      <span className={styles.quiet}>{formatDaysAway(localDateOf(startsAt, zone), today)}</span>
    </div>
  );
}

function Scores({ course, instruments }: { course: CaseloadCourse; instruments: readonly Instrument[] }) {
  const instrument = instruments.find(({ code }) => code === course.instrument);
  const words = instrument && scoreWords(course, instrument.name);
  if (!instrument || !words) return <span className={styles.quiet}>no score yet</span>;
  return (
    <span className={styles.scores}>
      <Sparkline scores={course.scores} mostPoints={instrument.mostPoints} baseline={course.baselineTotal} />
      <span>
        <b className={styles.level}>{levelWords(course)}</b> <span className={styles.quiet}>{words}</span>
      </span>
    </span>
  );
}

/** "3 of 6 done"; "6 of 6 done and 2 boosters" */
function doneWords({ sessionsGiven, plannedCount }: CaseloadCourse): string {
  const boosters = sessionsGiven - plannedCount;
  if (boosters <= 0) return `${sessionsGiven} of ${plannedCount} done`;
  return `all ${plannedCount} and ${boosters} ${boosters === 1 ? 'booster' : 'boosters'} done`;
}
