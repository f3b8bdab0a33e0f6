import { Anchor, Button } from '@mantine/core';
import { Link } from 'react-router';
import { formatDayAndTime, localDateOf } from '#client/lib/clinic-time.ts';
import { asSentence } from '#client/lib/session-words.ts';
import { CourseRibbon, type RibbonSession } from '#client/ui/course-ribbon.tsx';
import { sharedRange } from '#client/ui/ribbon-scale.ts';
import { ribbonSessions } from '#client/ui/ribbon-sessions.ts';
import type { LeftCourse, RepairedCourse } from '#server/contract/repair.ts';
import { ChooseTime } from './choose-time.tsx';
import { BECAUSE_WORDS, heldWords } from './closure-words.ts';
import styles from './closures.module.css';

type Place = { today: string; zone: string };

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
          Nearest free time for {sessionNamed(course, sessionId)}: {formatDayAndTime(startsAt, place.zone)}.{' '}
          {violations.map(({ detail }) => detail).join(' ')}
        </p>
      ))}
      <Ribbons
        of={course.patientName}
        sides={[{ label: 'as it is', sessions: bent(course) }]}
        place={place}
      />
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
        .map(({ id, startsAt, ...session }) => (
          <div key={`${id} ${startsAt}`} className={styles.head}>
            <p>
              {asSentence(heldWords(session))}: {formatDayAndTime(startOf(course, id), place.zone)} to{' '}
              <b>{formatDayAndTime(startsAt, place.zone)}</b>
            </p>
            <ChooseTime
              what={`${heldWords(session)} of ${course.patientName}`}
              startsAt={startsAt}
              zone={place.zone}
              onChoose={(chosen) => onChoose(id, chosen)}
            />
          </div>
        ))}
      <Ribbons
        of={course.patientName}
        sides={[
          { label: 'before', sessions: bent(course) },
          { label: 'after', sessions: repaired(course) },
        ]}
        place={place}
      />
    </li>
  );
}

type RibbonsProps = {
  /** Whose course it is. */
  of: string;
  sides: readonly { label: string; sessions: RibbonSession[] }[];
  place: Place;
};

/** One course, at one time or two, on one scale. */
function Ribbons({ of, sides, place }: RibbonsProps) {
  const dates = sides.flatMap(({ sessions }) =>
    sessions.map(({ startsAt }) => localDateOf(startsAt, place.zone)),
  );
  const range = sharedRange([{ dates }], place.today);
  return sides.map(({ label, sessions }) => (
    <CourseRibbon
      key={label}
      size="small"
      label={`Course of ${of}, ${label}`}
      sessions={sessions}
      {...place}
      {...range}
    />
  ));
}

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
const sessionNamed = ({ before }: Broken, id: string): string => {
  const session = before.find((one) => one.id === id);
  return session ? heldWords(session) : 'it';
};
