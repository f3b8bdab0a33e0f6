import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { closeToast, tell, tellProblem, tellUntilClosed } from '#client/ui/toast.tsx';
import type { Course } from '#server/contract/course.ts';
import styles from './change.module.css';
import { lastChangeQuery, useUndoChange } from './change-queries.ts';

const LOOK_AGAIN_MS = 20_000;

/** The offer to take back the last change that was made here; the next one takes its place. */
let offered: string | null = null;

/** The version may not be known: then it is the one that the newest change led to. */
type ChangedCourse = Pick<Course, 'id'> & { readonly version?: number };

let count = 0;

/** Says what was done, and offers to take it back for as long as that can be done. */
export function tellChange(course: ChangedCourse, message: string): void {
  if (offered) closeToast(offered);
  count += 1;
  offered = `change-${count}`;
  tellUntilClosed(offered, <UndoOffer id={offered} course={course} message={message} />);
}

type UndoOfferProps = { id: string; course: ChangedCourse; message: string };

function UndoOffer({ id, course, message }: UndoOfferProps) {
  const newest = useQuery({
    ...lastChangeQuery(course.id),
    refetchInterval: LOOK_AGAIN_MS,
    refetchOnMount: 'always',
  });
  const undo = useUndoChange(course.id);
  const [firstSeen, setFirstSeen] = useState<number | undefined>(course.version);
  // What was read before the change was made knows nothing of it yet.
  const last = (newest.isFetchedAfterMount && newest.data) || undefined;
  if (firstSeen === undefined && last) setFirstSeen(last.courseVersion);
  const isOvertaken = last !== undefined && firstSeen !== undefined && last.courseVersion > firstSeen;
  const canUndo = last !== undefined && last.courseVersion === firstSeen && last.canUndo;
  useEffect(() => {
    if (isOvertaken) closeToast(id);
  }, [isOvertaken, id]);

  const takeBack = () =>
    last &&
    undo.mutate(last.id, {
      onSuccess: () => {
        closeToast(id);
        tell('Taken back. The course is as it was.');
      },
      onError: (error) => {
        closeToast(id);
        tellProblem(error);
      },
    });

  return (
    <span className={styles.told}>
      {message}
      {canUndo && (
        <Button size="compact-sm" variant="default" loading={undo.isPending} onClick={takeBack}>
          Undo
        </Button>
      )}
    </span>
  );
}
