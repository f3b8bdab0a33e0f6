import { Text } from '@mantine/core';
import { Link } from 'react-router';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { windowSentence } from '#client/lib/course-words.ts';
import { CourseRibbon } from '#client/ui/course-ribbon.tsx';
import { courseWords } from '#client/ui/patient-line.tsx';
import { ribbonSessions } from '#client/ui/ribbon-sessions.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import styles from './patients.module.css';

/** A course at a glance: where it stands, its ribbon, what is next. */
export function CourseCard({ course, clinic }: { course: Course; clinic: Clinic }) {
  const done = course.sessions.filter(({ status }) => status === 'fulfilled').length;
  return (
    <article className={styles.course}>
      <header>
        <Link to={`/courses/${course.id}`} className={styles.name}>
          {courseWords({ protocolName: course.protocol.name, state: course.state })}
        </Link>
        <Text size="sm" c="dimmed" span>
          {done} of {Math.max(course.plannedCount, course.sessions.length)} sessions done
        </Text>
      </header>
      <CourseRibbon
        sessions={ribbonSessions(course.sessions)}
        boosterWindow={course.boosterWindow}
        today={clinic.today}
        zone={clinic.zone}
        label={`Sessions of ${course.protocol.name}`}
      />
      <Text size="sm">{nextWords(course, clinic)}</Text>
    </article>
  );
}

function nextWords(course: Course, { zone, today }: Clinic): string {
  const next = course.sessions.find(({ status }) => status === 'booked' || status === 'pending');
  if (next) return `Next: session ${next.sequence}, ${formatDayAndTime(next.startsAt, zone)}.`;
  return course.boosterWindow
    ? `Nothing is booked. ${windowSentence(course.boosterWindow, today)}`
    : 'Nothing is booked.';
}
