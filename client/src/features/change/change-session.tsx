import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { formatDayAndTime, localDateOf } from '#client/lib/clinic-time.ts';
import type { Role } from '#client/lib/role-words.ts';
import { asSentence, isBooster, isOff, numberWords, sessionWords } from '#client/lib/session-words.ts';
import { daysAround, earlierDays, laterDays } from '#client/lib/start-days.ts';
import { sessionStartTimesQuery } from '#client/lib/start-times.ts';
import { CourseRibbon } from '#client/ui/course-ribbon.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { ribbonSessions } from '#client/ui/ribbon-sessions.ts';
import { StartTimePicker } from '#client/ui/start-time-picker.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { Session } from '#server/contract/session.ts';
import styles from './change.module.css';
import { SessionWays } from './session-ways.tsx';

type ChangeSessionProps = {
  course: Course;
  session: Session;
  clinic: Clinic;
  role: Role;
  /** The new time, once there is one. */
  startsAt: string | undefined;
  onTime: (startsAt: string | null) => void;
  /** To what can be done with the course as a whole. */
  onWhole: () => void;
  onDone: () => void;
};

/** One session of a course is to be elsewhere, or nowhere: first when, then what that may mean for the rest. */
export function ChangeSession(props: ChangeSessionProps) {
  const { course, session, clinic, startsAt, onTime, onWhole } = props;
  const { zone, today } = clinic;
  // The session may be moved while the panel closes: it is about the session as it was.
  const [was] = useState(session.startsAt);
  const [isWithoutTime, setWithoutTime] = useState(false);
  const lead = useRef<HTMLParagraphElement>(null);
  const words = sessionWords(session);
  const isChoosing = startsAt !== undefined || isWithoutTime;
  const canMove = session.actions.includes('move');
  const canReplan =
    !isBooster(session) && course.changes.some((mode) => mode === 'replan' || mode === 'omit');

  // What had the focus has gone with the question before.
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question is another place to read from
  useEffect(() => {
    if (!isFirst.current || startsAt !== undefined) lead.current?.focus();
    isFirst.current = false;
  }, [isChoosing, startsAt]);

  if (!canMove) {
    return (
      <div className={styles.panel}>
        <p className={styles.lead} role="alert">
          {asSentence(words)} can no longer be moved.
        </p>
        <p className={styles.quiet}>
          Only a session that is still to come can, and none of a course on hold.
        </p>
        <Whole onWhole={onWhole} />
      </div>
    );
  }
  return (
    <div className={styles.panel}>
      <p className={styles.lead} ref={lead} tabIndex={-1}>
        {asSentence(words)}: {formatDayAndTime(was, zone)}
        {startsAt && ` to ${formatDayAndTime(startsAt, zone)}`}
      </p>
      {isChoosing ? (
        <SessionWays
          {...props}
          key={startsAt ?? 'without'}
          startsAt={startsAt ?? null}
          others={
            <Button
              variant="default"
              onClick={() => {
                setWithoutTime(false);
                onTime(null);
              }}
            >
              {startsAt ? 'Choose another time' : 'Choose a time'}
            </Button>
          }
        />
      ) : (
        <>
          <CourseRibbon
            sessions={ribbonSessions(course.sessions)}
            today={today}
            zone={zone}
            selectedKey={session.id}
            label="The course now"
          />
          <Times course={course} session={session} clinic={clinic} was={was} onTime={onTime} />
          <section className={styles.aside} aria-label="Without a new time">
            <div className={styles.row}>
              {canReplan && (
                <Button variant="default" size="compact-sm" onClick={() => setWithoutTime(true)}>
                  Leave it out, or plan the rest again
                </Button>
              )}
              <Whole onWhole={onWhole} />
            </div>
          </section>
        </>
      )}
    </div>
  );
}

const Whole = ({ onWhole }: { onWhole: () => void }) => (
  <Button variant="default" size="compact-sm" onClick={onWhole}>
    Change the course as a whole
  </Button>
);

type TimesProps = {
  course: Course;
  session: Session;
  clinic: Clinic;
  was: string;
  onTime: (startsAt: string) => void;
};

function Times({ course, session, clinic, was, onTime }: TimesProps) {
  const { zone, today } = clinic;
  const [range, setRange] = useState(() => daysAround(localDateOf(was, zone), today));
  const times = useQuery({ ...sessionStartTimesQuery(session.id, range), placeholderData: keepPreviousData });
  const others = course.sessions.filter((other) => other.id !== session.id && !isOff(other));
  const earlier = earlierDays(range, today);
  if (times.isError) {
    return (
      <>
        <ProblemNote error={times.error} />
        <div>
          <Button variant="default" onClick={() => times.refetch()}>
            Look again
          </Button>
        </div>
      </>
    );
  }
  return (
    <StartTimePicker
      subject={sessionWords(session)}
      days={times.data}
      zone={zone}
      chosen={was}
      onPick={(start) => onTime(start.startsAt)}
      dayNotes={Object.fromEntries(
        others.map((other) => [localDateOf(other.startsAt, zone), asSentence(numberWords(other))]),
      )}
      onEarlier={earlier ? () => setRange(earlier) : undefined}
      onLater={() => setRange(laterDays(range))}
    />
  );
}
