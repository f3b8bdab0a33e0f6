import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';

type ConfirmDialogProps = {
  title: string;
  /** What will happen. */
  children: ReactNode;
  action: string;
  isPending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
};

/** Before what cannot be taken back, or is told to somebody by mail. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, action, isPending, error, onConfirm, onClose } = props;
  return (
    <Dialog
      isOpen
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose} data-autofocus>
            Leave it as it is
          </Button>
          <Button loading={isPending} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <ProblemNote error={error} />
      {children}
    </Dialog>
  );
}
