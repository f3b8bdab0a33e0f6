import { Button, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { sessionsWords } from '#client/lib/session-words.ts';
import type { LeftCourse, RepairedCourse } from '#server/contract/repair.ts';
import { LeftItem, RepairedItem } from './broken-course.tsx';
import styles from './closures.module.css';
import type { RepairFlow } from './use-repair.ts';

/** What would be broken, and where all of it goes. */
export type ShownRepair = {
  left: LeftCourse[];
  repaired: RepairedCourse[];
  restrictedSessions: number;
  token: string;
};

type RepairPreviewProps = {
  shown: ShownRepair;
  /** The flow that shows it. */
  repair: RepairFlow;
  /** What is taken away, in words. */
  what: ReactNode;
  /** The one button says all that it does: "Close the day", and how many sessions it moves. */
  action: string;
  today: string;
  zone: string;
};

/** What is broken, each course before and after, and one button for all of it. It takes the focus when it appears. */
export function RepairPreview(props: RepairPreviewProps) {
  const { shown, repair, what, action } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const moved = shown.repaired.reduce((sum, { movedSessionIds }) => sum + movedSessionIds.length, 0);
  return (
    <section className={styles.part} aria-busy={repair.isLooking}>
      <Title order={2} ref={heading} tabIndex={-1}>
        {brokenWords(shown)}
      </Title>
      <p>{what}</p>
      {shown.restrictedSessions > 0 && (
        <p>
          {sessionsWords(shown.restrictedSessions)} of restricted records cannot stay. Their care teams see to
          them.
        </p>
      )}
      <Courses {...props} />
      <div>
        <Button
          className={styles.do}
          loading={repair.isDoing}
          disabled={repair.isLooking}
          onClick={repair.doIt}
        >
          {moved === 0 ? action : `${action} and move ${sessionsWords(moved)}`}
        </Button>
      </div>
    </section>
  );
}

/** Those for a human first, each on a scale of its own: beside one of half a year the days of a short one could not be told apart. */
function Courses({ shown, repair, today, zone }: RepairPreviewProps) {
  const { left, repaired } = shown;
  const isByHand = ({ because, before }: LeftCourse) =>
    because === 'by-hand' || before.some(({ id }) => repair.chosen.some(({ sessionId }) => sessionId === id));
  const place = { today, zone };
  return (
    <>
      {left.length > 0 && (
        <>
          <Title order={3}>For you to see to</Title>
          <ul className={styles.list}>
            {left.map((course) => (
              <LeftItem
                key={course.courseId}
                course={course}
                place={place}
                onTakeBack={isByHand(course) ? () => repair.takeBack(course) : undefined}
              />
            ))}
          </ul>
        </>
      )}
      {repaired.length > 0 && (
        <>
          <Title order={3}>Moved within every rule</Title>
          <ul className={styles.list}>
            {repaired.map((course) => (
              <RepairedItem
                key={course.courseId}
                course={course}
                place={place}
                onLeave={() => repair.leave(course.courseId)}
                onChoose={repair.choose}
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const brokenWords = ({ left, repaired }: ShownRepair): string => {
  const count = left.length + repaired.length;
  if (count === 0) return 'It breaks nothing';
  return `It breaks ${count === 1 ? '1 course' : `${count} courses`}`;
};
