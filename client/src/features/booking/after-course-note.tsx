import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { formatDate, formatDayAndTime, localDateOf } from '#client/lib/clinic-time.ts';
import type { Course } from '#server/contract/course.ts';
import styles from './booking.module.css';
import { coursesOfQuery } from './courses-of-query.ts';

type AfterCourseNoteProps = {
  patientId: string;
  courseId: string;
  zone: string | undefined;
  /** Books a course that follows none after all. */
  onLeave: () => void;
};

/** Which course another induction follows, and what ends with the booking: said before it is pressed. */
export function AfterCourseNote({ patientId, courseId, zone, onLeave }: AfterCourseNoteProps) {
  const { data } = useQuery(coursesOfQuery(patientId));
  if (!data || !zone) return null;
  const course = data.items.find(({ id }) => id === courseId);
  return (
    <div className={styles.note}>
      {course ? (
        <>
          Follows the <Link to={`/courses/${course.id}`}>course of {startWords(course, zone)}</Link>.{' '}
          {endingWords(course, zone)}
        </>
      ) : (
        'The course that this one was to follow is not one of this patient.'
      )}{' '}
      <Button variant="default" size="compact-xs" onClick={onLeave}>
        Book it on its own
      </Button>
    </div>
  );
}

function startWords({ sessions, createdAt }: Course, zone: string): string {
  const first = sessions.find(({ status }) => !['cancelled', 'noshow', 'entered-in-error'].includes(status));
  return formatDate(localDateOf(first?.startsAt ?? createdAt, zone));
}

function endingWords({ actions, state, sessions, bookedBoosterId }: Course, zone: string): string {
  if (!actions.includes('book-reinduction')) {
    return 'Nothing can follow it now: a clinician books another induction, once, after a course that is over or in maintenance.';
  }
  if (state === 'stopped') return 'That one has stopped.';
  const booster = sessions.find(({ id }) => id === bookedBoosterId);
  const cancelled = booster
    ? `its booster of ${formatDayAndTime(booster.startsAt, zone)} is cancelled, `
    : '';
  return `That one ends with this booking: ${cancelled}and it asks for no more boosters.`;
}
