import { Button, Textarea } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { oneLine } from '#client/lib/one-line.ts';
import { refusedField } from '#client/lib/refused-field.ts';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { CourseGates, Gate } from '#server/contract/gates.endpoints.ts';
import { useWaiveGate } from './gate-queries.ts';
import { gatedSessionWords } from './gate-words.ts';
import styles from './gates.module.css';

type WaiveGateDialogProps = {
  courseId: string;
  gate: Gate;
  session: NonNullable<Gate['firstOpen']>;
  zone: string;
  onClose: () => void;
  onWaived: (after: CourseGates) => void;
};

/** A clinician lets one session take place though something is not done. */
export function WaiveGateDialog(props: WaiveGateDialogProps) {
  const { courseId, gate, session, zone, onClose, onWaived } = props;
  const [reason, setReason] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const formId = useId();
  const waive = useWaiveGate(courseId);
  const words = reason.trim();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (words === '') return;
    waive.mutate(
      { kind: gate.kind, sessionId: session.id, reason: words },
      {
        onSuccess: (after) => {
          onClose();
          onWaived(after);
        },
      },
    );
  };

  return (
    <Dialog
      isOpen
      title={`Go without: ${gate.name}`}
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form={formId} loading={waive.isPending}>
            Let session {session.sequence} take place
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className={styles.form}>
        <p>It is for {gatedSessionWords(session, zone)}, and for no other.</p>
        <Textarea
          label="Why"
          data-autofocus
          rows={3}
          maxLength={500}
          value={reason}
          error={
            (isAsked && words === '' && 'Say why in a few words.') || refusedField(waive.error, 'reason')
          }
          onChange={(event) => setReason(oneLine(event.currentTarget.value))}
        />
        <ProblemNote error={waive.error} />
      </form>
    </Dialog>
  );
}
