import { Button } from '@mantine/core';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { isOverdue, windowReason, windowSentence } from '#client/lib/course-words.ts';
import { useMe } from '#client/lib/presence.ts';
import { asSentence, sessionWords } from '#client/lib/session-words.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import styles from './course.module.css';
import { nextStepWords } from './next-booster-words.ts';

type BoosterWindowNoteProps = {
  course: Course;
  clinic: Clinic;
  onBook: () => void;
  /** To the ladder of intervals. */
  onInterval: () => void;
};

/** What comes after the planned sessions, in words. */
export function BoosterWindowNote({ course, clinic, onBook, onInterval }: BoosterWindowNoteProps) {
  const { boosterWindow: window } = course;
  const next = nextStepWords(course, useMe()?.role, clinic.today);
  const booked = course.sessions.find(({ id }) => id === course.bookedBoosterId);
  if (!window && !booked) {
    return course.state === 'stopped' ? (
      <p className={styles.note}>The course has stopped. No booster is due.</p>
    ) : null;
  }
  return (
    <section className={styles.window} aria-label="Next booster">
      <div>
        {booked ? (
          <>
            <p className={styles.lead}>
              {asSentence(sessionWords(booked))} is booked: {formatDayAndTime(booked.startsAt, clinic.zone)},{' '}
              {booked.chairName}.
            </p>
            {window?.seriesLeft !== undefined && (
              <p className={styles.note}>{windowSentence(window, clinic.today)}</p>
            )}
            {course.boosterOutsideWindow && window && (
              <p className={styles.warning}>
                {booked.overrides.includes('outside-booster-window')
                  ? 'A clinician let it stand outside the window.'
                  : 'It stands outside the window of the order that was set since. Move it.'}{' '}
                {windowSentence(window, clinic.today)}
              </p>
            )}
          </>
        ) : (
          window && (
            <>
              <p className={styles.lead} data-overdue={isOverdue(window, clinic.today) || undefined}>
                {windowSentence(window, clinic.today)}
                {window.provisional && <span className={styles.mark}>provisional</span>}
              </p>
              <p className={styles.note}>
                {windowReason(window)} {next}
              </p>
            </>
          )
        )}
      </div>
      <div className={styles.row}>
        {course.actions.includes('set-booster-order') && (
          <Button variant="default" onClick={onInterval}>
            Set the interval
          </Button>
        )}
        {course.actions.includes('book-booster') && (
          <Button onClick={onBook}>{booked ? 'Book the next of the series' : 'Book the booster'}</Button>
        )}
      </div>
    </section>
  );
}
