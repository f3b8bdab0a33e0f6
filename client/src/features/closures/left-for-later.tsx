import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { changeLink } from '#client/lib/change-address.ts';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import type { BrokenCourse } from '#server/contract/repair.ts';
import { brokenCoursesQuery } from './closure-queries.ts';
import { heldWords } from './closure-words.ts';
import styles from './closures.module.css';

/** Courses with a session where something is closed: somebody has to see to each. Nothing, where there is none. */
export function LeftForLater({ zone }: { zone: string }) {
  const courses = useQuery(brokenCoursesQuery).data ?? [];
  if (courses.length === 0) return null;
  return (
    <section className={styles.part}>
      <Title order={2}>Left for later</Title>
      <ul className={styles.list}>
        {courses.map((course) => (
          <li key={course.courseId} className={styles.head}>
            <span>
              <b>{course.patientName}</b> · {course.protocolName} · {brokenTimes(course, zone)}
            </span>
            <Link to={`/courses/${course.courseId}${asked(course)}`}>
              See to the course of {course.patientName}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** "session 3, Tue 9 Mar, 10:00" */
const brokenTimes = ({ broken, before }: BrokenCourse, zone: string): string =>
  before
    .filter(({ id }) => broken.some(({ sessionId }) => sessionId === id))
    .map((session) => `${heldWords(session)}, ${formatDayAndTime(session.startsAt, zone)}`)
    .join('; ');

/** Its first session that cannot stay is to have another time. */
const asked = ({ courseId, broken }: BrokenCourse): string => {
  const sessionId = broken[0]?.sessionId;
  return changeLink({ courseId, ...(sessionId && { sessionId }) });
};
