import { Button, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { ruleWords } from '#client/lib/rule-words.ts';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import type { CourseChange } from '#server/contract/change.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import styles from './change.module.css';
import { changesQuery, useUndoChange } from './change-queries.ts';
import { deed, details } from './history-words.ts';

/** What was done to a course, newest first: who, when, what, and what was let be and why. The last can be taken back. */
export function ChangeHistory({ course, clinic }: { course: Course; clinic: Clinic }) {
  const changes = useInfiniteQuery(changesQuery(course.id));
  const undo = useUndoChange(course.id);
  const items = changes.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={styles.history} aria-label="What was done to the course">
      <Title order={2}>What was done to the course</Title>
      <ProblemNote error={undo.error ?? (changes.data ? null : changes.error)} />
      {changes.isPending && <LateSkeleton label="Reading what was done" blocks={[40]} />}
      {changes.isSuccess && items.length === 0 && (
        <p className={styles.quiet}>Nothing yet: it stands as it was booked.</p>
      )}
      <ol>
        {items.map((change) => (
          <Entry
            key={change.id}
            change={change}
            undone={items.find(({ id }) => id === change.undoes)}
            zone={clinic.zone}
            isUndoing={undo.isPending}
            onUndo={() =>
              undo.mutate(change.id, {
                onSuccess: () => tell('Taken back. The course is as it was.'),
              })
            }
          />
        ))}
      </ol>
      {changes.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          loading={changes.isFetchingNextPage}
          onClick={() => changes.fetchNextPage()}
        >
          Show earlier changes
        </Button>
      )}
    </section>
  );
}

type EntryProps = {
  change: CourseChange;
  /** What it took back, where it did. */
  undone: CourseChange | undefined;
  zone: string;
  isUndoing: boolean;
  onUndo: () => void;
};

function Entry({ change, undone, zone, isUndoing, onUndo }: EntryProps) {
  const steps = details(change, zone);
  const words = deed(change, zone, undone);
  return (
    <li className={styles.entry} data-undone={change.undoneBy !== null || undefined}>
      <time dateTime={change.madeAt}>{formatDayAndTime(change.madeAt, zone)}</time>
      <div>
        <p>
          <b>{change.madeBy.name}</b> {words}.{change.undoneBy !== null && ' It was taken back.'}
        </p>
        {change.overrides.map(({ code, sequence, reason }) => (
          <p key={`${code} ${sequence}`}>
            Let be: {ruleWords(code)}
            {sequence !== null && ` (session ${sequence})`}
            {reason ? `. Why: ${reason}` : '. Why is for those who treat the patient.'}
          </p>
        ))}
        {steps.length > 0 && (
          <details>
            <summary>Where each session went</summary>
            <ul className={styles.steps}>
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {change.canUndo && (
        <div>
          <Button
            size="compact-sm"
            variant="default"
            loading={isUndoing}
            aria-label={`Undo: ${words}`}
            onClick={onUndo}
          >
            Undo
          </Button>
        </div>
      )}
    </li>
  );
}
