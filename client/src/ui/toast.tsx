import { Button } from '@mantine/core';
import { cleanNotifications, hideNotification, showNotification } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { ProblemError } from '#client/lib/api.ts';
import styles from './toast.module.css';

type Undo = { label: string; run: () => void };

const READ_MS = 6000;
/** Long enough to notice a slip, read the line and reach the button. */
const UNDO_MS = 12_000;

/** Says what happened, and takes it back for a while where it can be taken back. */
export function tell(message: string, undo?: Undo): void {
  const id = `told-${performance.now()}`;
  showNotification({
    id,
    autoClose: undo ? UNDO_MS : READ_MS,
    withBorder: true,
    message: undo ? (
      <span className={styles.told}>
        {message}
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            hideNotification(id);
            undo.run();
          }}
        >
          {undo.label}
        </Button>
      </span>
    ) : (
      message
    ),
  });
}

/** Says why something did not happen, where the place it was asked from may be gone. */
export function tellProblem(error: unknown): void {
  const problem = error instanceof ProblemError ? error.problem : null;
  showNotification({
    autoClose: UNDO_MS,
    withBorder: true,
    color: 'red',
    title: problem?.title ?? 'That did not work',
    message: problem?.detail ?? 'Reload the page, then look before you try again.',
  });
}

/** They name people: none is left for whoever comes next. */
export const dropToasts = (): void => cleanNotifications();

/** Something that stays until it is closed, or says itself that its time is over; it tells by its id which it is. */
export function tellUntilClosed(id: string, content: ReactNode): void {
  showNotification({ id, autoClose: false, withBorder: true, message: content });
}

export const closeToast = (id: string): void => {
  hideNotification(id);
};
