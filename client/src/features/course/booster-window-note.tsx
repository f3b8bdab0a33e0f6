import { Button } from '@mantine/core';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { isOverdue, windowReason, windowSentence } from '#client/lib/course-words.ts';
import { asSentence, sessionWords } from '#client/lib/session-words.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import styles from './course.module.css';

type BoosterWindowNoteProps = { course: Course; clinic: Clinic; onBook: () => void };

/** What comes after the planned sessions, in words. */
export function BoosterWindowNote({ course, clinic, onBook }: BoosterWindowNoteProps) {
  const { boosterWindow: window } = course;
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
            {course.boosterOutsideWindow && window && (
              <p className={styles.warning}>
                It stands outside the window of the order that was set since.{' '}
                {windowSentence(window, clinic.today)} Move it.
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
                {windowReason(window)}
                {window.source === 'protocol' && ' It can be booked once a clinician has set the interval.'}
              </p>
            </>
          )
        )}
      </div>
      {!booked && course.actions.includes('book-booster') && (
        <Button onClick={onBook}>Book the booster</Button>
      )}
    </section>
  );
}
