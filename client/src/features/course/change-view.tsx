import { Alert, Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { formatDayAndTime, localDateOf } from '#client/lib/clinic-time.ts';
import { asSentence, isOff, sessionWords } from '#client/lib/session-words.ts';
import { CourseRibbon, type RibbonSession } from '#client/ui/course-ribbon.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { sharedRange } from '#client/ui/ribbon-scale.ts';
import { ribbonSessions } from '#client/ui/ribbon-sessions.ts';
import type { ChangePreview } from '#server/contract/change.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import styles from './course.module.css';

type ChangeViewProps = {
  course: Course;
  /** Undefined while it is worked out. */
  preview: ChangePreview | undefined;
  /** The course has changed since the change was asked for. */
  isStale: boolean;
  error: unknown;
  clinic: Clinic;
  onAnother: () => void;
  onAgain: () => void;
};

/** Before and after on one scale, what moves in words, and which rules it bends. */
export function ChangeView(props: ChangeViewProps) {
  const { course, preview, isStale, error, clinic, onAnother, onAgain } = props;
  const { zone, today } = clinic;
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => top.current?.focus(), []);

  const another = (
    <Button variant="default" size="compact-sm" onClick={onAnother}>
      Choose another time
    </Button>
  );
  if (!preview) {
    return (
      <div ref={top} tabIndex={-1} className={styles.change}>
        {error ? (
          <>
            <ProblemNote error={error} />
            <div className={styles.row}>
              <Button size="compact-sm" onClick={onAgain}>
                Try again
              </Button>
              {another}
            </div>
          </>
        ) : (
          <LateSkeleton label="Working out the change" blocks={[84, 84, 40]} />
        )}
      </div>
    );
  }

  const before = ribbonOf(course, preview.before.sessions, []);
  const after = ribbonOf(course, preview.after.sessions, preview.movedSessionIds, preview);
  const range = sharedRange(
    [before, after].map((sessions) => ({
      dates: sessions.map(({ startsAt }) => localDateOf(startsAt, zone)),
    })),
    today,
  );
  const hard = preview.violations.filter(({ severity }) => severity === 'hard');
  const soft = preview.violations.filter(({ severity }) => severity === 'soft');
  const stays = preview.after.sessions.length - preview.movedSessionIds.length;

  return (
    <div ref={top} tabIndex={-1} className={styles.change}>
      {isStale && (
        <Alert color="gray" title="The course has changed since" role="alert">
          Nothing was moved. This is the same move of the course as it is now: look, then press again.
        </Alert>
      )}
      <ProblemNote error={error} />
      <ul className={styles.moves}>
        {preview.movedSessionIds.map((id) => (
          <li key={id}>{moveWords(preview, id, course, zone)}</li>
        ))}
        {stays > 0 && (
          <li className={styles.quiet}>
            {stays === 1 ? 'The other one stays.' : `The other ${stays} stay.`}
          </li>
        )}
      </ul>
      <div className={styles.compare}>
        <span>Before</span>
        <CourseRibbon sessions={before} today={today} zone={zone} {...range} label="Before" />
        <span>After</span>
        <CourseRibbon sessions={after} today={today} zone={zone} {...range} label="After" />
      </div>
      {hard.length > 0 && (
        <Alert color="red" title="This cannot be booked" role="alert">
          <Reasons violations={hard} />
        </Alert>
      )}
      {soft.length > 0 && (
        <Alert color="gray" title={soft.length === 1 ? 'It bends a rule' : `It bends ${soft.length} rules`}>
          <Reasons violations={soft} />
        </Alert>
      )}
      <div className={styles.row}>{another}</div>
    </div>
  );
}

function Reasons({ violations }: { violations: ChangePreview['violations'] }) {
  return (
    <ul className={styles.reasons}>
      {violations.map(({ code, sequence, detail }) => (
        <li key={`${code} ${sequence} ${detail}`}>{detail}</li>
      ))}
    </ul>
  );
}

type Sessions = ChangePreview['after']['sessions'];

/** The course's own states, at the preview's times. */
function ribbonOf(
  course: Course,
  at: Sessions,
  movedIds: readonly string[],
  preview?: ChangePreview,
): RibbonSession[] {
  const sessions = course.sessions
    .filter((session) => !isOff(session))
    .map((session) => ({ ...session, startsAt: timeIn(at, session.id) ?? session.startsAt, movedFrom: null }))
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  const bent = new Set(preview?.violations.map(({ sequence }) => sequence));
  return ribbonSessions(sessions).map((mark) => {
    if (movedIds.includes(mark.key)) {
      return {
        ...mark,
        state: 'moved' as const,
        movedFrom: timeIn(preview?.before.sessions ?? [], mark.key) ?? null,
      };
    }
    return bent.has(mark.sequence) ? { ...mark, state: 'bent' as const } : mark;
  });
}

const timeIn = (sessions: Sessions, id: string) => sessions.find((session) => session.id === id)?.startsAt;

function moveWords(preview: ChangePreview, id: string, course: Course, zone: string): string {
  const after = preview.after.sessions.find((session) => session.id === id);
  const before = timeIn(preview.before.sessions, id);
  if (!after || !before) return '';
  const session = course.sessions.find((one) => one.id === id);
  if (!session) return '';
  const words = asSentence(sessionWords(session));
  return `${words} moves from ${formatDayAndTime(before, zone)} to ${formatDayAndTime(after.startsAt, zone)}.`;
}
