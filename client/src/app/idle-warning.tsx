import { Button, Modal, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import styles from './idle-warning.module.css';

type IdleWarningProps = {
  /** Null while there is nothing to warn of. */
  secondsLeft: number | null;
  onStay: () => Promise<void>;
  onLeave: () => Promise<void>;
};

/** Dialogs that are open below it listen to Escape too, and would close with what was typed in them. */
const keepsEscape = { 'data-mantine-stop-propagation': true };

/** Over everything, whatever else is open. */
export function IdleWarning({ secondsLeft, onStay, onLeave }: IdleWarningProps) {
  const staying = useMutation({ mutationFn: onStay });
  const leaving = useMutation({ mutationFn: onLeave });
  // Closed at first: a dialog gives the focus back only where it has been seen to open.
  const [isHere, setHere] = useState(false);
  useEffect(() => setHere(true), []);
  return (
    <Modal.Root
      opened={isHere && secondsLeft !== null}
      onClose={() => staying.mutate()}
      closeOnEscape={false}
      centered
      size={440}
      zIndex={600}
      transitionProps={{ duration: 120 }}
    >
      <Modal.Overlay />
      <Modal.Content
        {...keepsEscape}
        onKeyDownCapture={(event) => event.key === 'Escape' && staying.mutate()}
        className={styles.warning}
      >
        <Modal.Title className={styles.title}>Are you still there?</Modal.Title>
        <Modal.Body className={styles.body}>
          {secondsLeft !== null && <Countdown secondsLeft={secondsLeft} />}
          <p>What you are doing is kept for you.</p>
          <ProblemNote error={staying.error} />
          <div className={styles.actions}>
            <Button
              {...keepsEscape}
              variant="default"
              loading={leaving.isPending}
              onClick={() => leaving.mutate()}
            >
              Sign out now
            </Button>
            <Button
              {...keepsEscape}
              data-autofocus
              loading={staying.isPending}
              onClick={() => staying.mutate()}
            >
              Stay signed in
            </Button>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Countdown({ secondsLeft }: { secondsLeft: number }) {
  return (
    <>
      <p role="timer">
        Nothing was done here for a while. You will be signed out in <b>{secondsWords(secondsLeft)}</b>, so
        that nobody else sees this screen.
      </p>
      <VisuallyHidden role="status">{spokenAt(secondsLeft)}</VisuallyHidden>
    </>
  );
}

const secondsWords = (seconds: number) => (seconds === 1 ? '1 second' : `${seconds} seconds`);

/** Every second would talk over everything else. */
const SPOKEN = [60, 30, 15, 5];

function spokenAt(secondsLeft: number): string {
  const last = SPOKEN.findLast((seconds) => secondsLeft <= seconds);
  return last === undefined ? '' : `You will be signed out in ${secondsWords(last)}.`;
}
