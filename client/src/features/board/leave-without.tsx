import { Button, NativeSelect } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { LEFT_WITHOUT_WORDS, type LeftWithout } from '#client/lib/tick-words.ts';
import styles from './session-panel.module.css';

type LeaveWithoutProps = {
  /** What is not ticked, each as the question that it is. */
  missing: readonly string[];
  /** May whoever is here go on without? */
  mayGoOn: boolean;
  isPending: boolean;
  onLeave: (why: LeftWithout) => void;
};

/** Nobody is done before it is ticked that they may go: what is still to be ticked, or why they leave all the same. */
export function LeaveWithout({ missing, mayGoOn, isPending, onLeave }: LeaveWithoutProps) {
  const [why, setWhy] = useState('');
  const [isMissing, setMissing] = useState(false);
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => note.current?.focus(), []);
  return (
    <div ref={note} tabIndex={-1} role="alert" className={styles.ask}>
      Tick this first:
      <ul className={styles.prompts}>
        {missing.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      {mayGoOn && (
        <>
          <NativeSelect
            mt={8}
            size="sm"
            label="Or say why they leave without"
            value={why}
            error={isMissing ? 'Choose a reason first.' : undefined}
            onChange={(event) => {
              setWhy(event.currentTarget.value);
              setMissing(false);
            }}
            data={[
              { value: '', label: 'Choose a reason' },
              ...Object.entries(LEFT_WITHOUT_WORDS).map(([value, label]) => ({ value, label })),
            ]}
          />
          <Button
            mt={8}
            size="compact-sm"
            variant="default"
            loading={isPending}
            onClick={() => (why ? onLeave(why as LeftWithout) : setMissing(true))}
          >
            Mark done without
          </Button>
        </>
      )}
    </div>
  );
}
