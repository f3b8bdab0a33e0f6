import { Button, Stack } from '@mantine/core';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import { useTellRelapse } from './own-response.ts';

type TellRelapseProps = { courseId: string; clinic: Clinic; onClose: () => void };

/** It leaves the patient's hands, and cannot be taken back: what will be told to whom is shown before. */
export function TellRelapse({ courseId, clinic, onClose }: TellRelapseProps) {
  const tellClinic = useTellRelapse(courseId);
  return (
    <Dialog
      isOpen
      title="Tell the clinic that your symptoms are coming back"
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button
            loading={tellClinic.isPending}
            onClick={() => tellClinic.mutate(undefined, { onSuccess: onClose })}
          >
            Tell the clinic
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <p style={{ margin: 0 }}>
          Those who treat you at {clinic.name} see it on their list, with the day. They read it when the
          clinic is open.
        </p>
        <p style={{ margin: 0 }}>
          <b>If you may harm yourself, or feel unsafe, do not wait for us:</b> call the emergency number now.
        </p>
        <ProblemNote error={tellClinic.error} />
      </Stack>
    </Dialog>
  );
}
