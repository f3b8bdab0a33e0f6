import { Anchor, Button } from '@mantine/core';
import { Link } from 'react-router';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { CourseRibbon, type RibbonSession } from '#client/ui/course-ribbon.tsx';
import { ribbonSessions } from '#client/ui/ribbon-sessions.ts';
import type { LeftCourse, RepairedCourse } from '#server/contract/repair.ts';
import { ChooseTime } from './choose-time.tsx';
import { BECAUSE_WORDS } from './closure-words.ts';
import styles from './closures.module.css';

type Place = { today: string; zone: string; from: string; to: string };

/** A course that somebody has to see to: why, and the nearest time with what is against it. */
export function LeftItem({
  course,
  place,
  onTakeBack,
}: {
  course: LeftCourse;
  place: Place;
  /** Where it was left, or given a time, by hand. */
  onTakeBack?: (() => void) | undefined;
}) {
  return (
    <li className={styles.item} data-left>
      <div className={styles.head}>
        <Anchor component={Link} to={`/courses/${course.courseId}`}>
          {course.patientName}
        </Anchor>
        {onTakeBack && (
          <Button size="compact-sm" variant="default" onClick={onTakeBack}>
            Repair it after all
          </Button>
        )}
      </div>
      <p>{BECAUSE_WORDS[course.because]}</p>
      {course.nearest.map(({ sessionId, startsAt, violations }) => (
        <p key={sessionId} className={styles.quiet}>
          Nearest free time for session {sequenceOf(course, sessionId)}:{' '}
          {formatDayAndTime(startsAt, place.zone)}. {violations.map(({ detail }) => detail).join(' ')}
        </p>
      ))}
      <Ribbon label={`Course of ${course.patientName}`} sessions={bent(course)} place={place} />
    </li>
  );
}

/** A course before and after its repair. */
export function RepairedItem({
  course,
  place,
  onLeave,
  onChoose,
}: {
  course: RepairedCourse;
  place: Place;
  onLeave: () => void;
  /** Another time for one of its sessions. */
  onChoose: (sessionId: string, startsAt: string) => void;
}) {
  const moved = new Set(course.movedSessionIds);
  return (
    <li className={styles.item}>
      <div className={styles.head}>
        <Anchor component={Link} to={`/courses/${course.courseId}`}>
          {course.patientName}
        </Anchor>
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={`Leave ${course.patientName} for later`}
          onClick={onLeave}
        >
          Leave for later
        </Button>
      </div>
      {moved.size === 0 && <p>Keeps its time, on another chair.</p>}
      {course.after
        .filter(({ id }) => moved.has(id))
        .map(({ id, sequence, startsAt }) => (
          <div key={`${id} ${startsAt}`} className={styles.head}>
            <p>
              Session {sequence}: {formatDayAndTime(startOf(course, id), place.zone)} to{' '}
              <b>{formatDayAndTime(startsAt, place.zone)}</b>
            </p>
            <ChooseTime
              what={`session ${sequence} of ${course.patientName}`}
              startsAt={startsAt}
              zone={place.zone}
              onChoose={(chosen) => onChoose(id, chosen)}
            />
          </div>
        ))}
      <Ribbon label={`${course.patientName}, before`} sessions={bent(course)} place={place} />
      <Ribbon label={`${course.patientName}, after`} sessions={repaired(course)} place={place} />
    </li>
  );
}

const Ribbon = ({ label, sessions, place }: { label: string; sessions: RibbonSession[]; place: Place }) => (
  <CourseRibbon size="small" label={label} sessions={sessions} {...place} />
);

type Broken = Pick<LeftCourse, 'before' | 'broken'>;

const bent = ({ before, broken }: Broken): RibbonSession[] => {
  const ids = new Set(broken.map(({ sessionId }) => sessionId));
  return ribbonSessions(before).map((mark) =>
    ids.has(mark.key) ? { ...mark, state: 'bent', label: 'cannot stay' } : mark,
  );
};

const repaired = ({ after, movedSessionIds, ...course }: RepairedCourse): RibbonSession[] =>
  ribbonSessions(after).map((mark) =>
    movedSessionIds.includes(mark.key)
      ? { ...mark, state: 'moved', movedFrom: startOf(course, mark.key) }
      : mark,
  );

const startOf = ({ before }: Pick<Broken, 'before'>, id: string): string =>
  before.find((session) => session.id === id)?.startsAt ?? '';
const sequenceOf = ({ before }: Broken, id: string): number =>
  before.find((session) => session.id === id)?.sequence ?? 0;
