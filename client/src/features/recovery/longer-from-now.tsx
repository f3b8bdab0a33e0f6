import { Button } from '@mantine/core';
import { formatDuration } from '#client/lib/clinic-time.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import type { CourseRecovery } from '#server/contract/ticks.endpoints.ts';
import styles from './recovery.module.css';
import { useSetRecovery } from './recovery-queries.ts';

/** What keeps taking longer, and by how much longer it is booked: suggested to everybody who treats, set by a clinician. */
export function LongerFromNow({ courseId, recovery }: { courseId: string; recovery: CourseRecovery }) {
  const { suggestion, extraMinutes, maySet } = recovery;
  const set = useSetRecovery(courseId);
  if (!suggestion && extraMinutes === 0) return null;
  const book = (minutes: number, told: string) =>
    set.mutate(minutes, {
      onSuccess: () =>
        tell(told, {
          label: 'Undo',
          run: () => set.mutate(extraMinutes),
        }),
    });
  return (
    <div className={styles.note}>
      {extraMinutes > 0 && (
        <p>
          What is booked from now on has <b>{formatDuration(extraMinutes)}</b> more recovery than the protocol
          says.{' '}
          {maySet && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => book(0, 'Recovery is booked as the protocol says.')}
            >
              Book as the protocol says
            </Button>
          )}
        </p>
      )}
      {suggestion && (
        <p>
          {suggestion.detail}{' '}
          {maySet ? (
            <Button
              size="compact-xs"
              variant="default"
              loading={set.isPending}
              onClick={() =>
                book(
                  extraMinutes + suggestion.extraMinutes,
                  `What is booked from now on has ${formatDuration(extraMinutes + suggestion.extraMinutes)} more recovery. What is booked already stays as it is.`,
                )
              }
            >
              Book {formatDuration(suggestion.extraMinutes)} more from now on
            </Button>
          ) : (
            'Nothing is changed by itself: a clinician has it booked longer.'
          )}
        </p>
      )}
      <ProblemNote error={set.error} />
    </div>
  );
}
