import { Button, NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from './dialog.tsx';
import { ProblemNote } from './problem-note.tsx';

type CancelDialogProps<R extends string> = {
  /** What is cancelled: "session 3, Tue 2 Mar, 9:00". Null while the dialog is closed. */
  subject: string | null;
  groups: readonly { label: string; reasons: readonly R[] }[];
  reasonWords: Readonly<Record<R, string>>;
  isPending: boolean;
  error: unknown;
  onCancel: (reason: R) => void;
  onClose: () => void;
};

/** A cancelled session frees its chair for others: it cannot be undone, so it asks for the reason first. */
export function CancelDialog<R extends string>(props: CancelDialogProps<R>) {
  const { subject, groups, reasonWords, isPending, error, onCancel, onClose } = props;
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const close = () => {
    setReason('');
    setMissing(false);
    onClose();
  };
  return (
    <Dialog
      isOpen={subject !== null}
      title={`Cancel ${subject ?? ''}`}
      onClose={close}
      actions={
        <>
          <Button variant="default" onClick={close}>
            Keep it
          </Button>
          <Button loading={isPending} onClick={() => (reason ? onCancel(reason as R) : setMissing(true))}>
            Cancel this session
          </Button>
        </>
      }
    >
      <ProblemNote error={error} />
      <Text size="sm" mb="sm">
        The chair is free for others at once. The rest of the course stays as it is.
      </Text>
      <NativeSelect
        label="Why"
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setMissing(false);
        }}
        error={isMissing ? 'Choose a reason first.' : undefined}
        data-autofocus
        data={[
          { value: '', label: 'Choose a reason' },
          ...groups.map((group) => ({
            group: group.label,
            items: group.reasons.map((value) => ({ value, label: reasonWords[value] })),
          })),
        ]}
      />
    </Dialog>
  );
}
