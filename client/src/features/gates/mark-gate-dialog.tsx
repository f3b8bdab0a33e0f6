import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { addInterval, formatDate } from '#client/lib/clinic-time.ts';
import { refusedField } from '#client/lib/refused-field.ts';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { CourseGates, Gate } from '#server/contract/gates.endpoints.ts';
import { useMarkGate } from './gate-queries.ts';
import styles from './gates.module.css';

type MarkGateDialogProps = {
  courseId: string;
  gate: Gate;
  today: string;
  onClose: () => void;
  onMarked: (after: CourseGates) => void;
};

/** That something is done: on which day, and until when it is good. What came of it stands in the record system. */
export function MarkGateDialog({ courseId, gate, today, onClose, onMarked }: MarkGateDialogProps) {
  const [doneOn, setDoneOn] = useState(today);
  const [expiresOn, setExpiresOn] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const formId = useId();
  const mark = useMarkGate(courseId);
  const lastDay = doneOn && gate.validFor ? addInterval(doneOn, gate.validFor) : null;
  const errors = isAsked ? errorsOf({ doneOn, expiresOn, lastDay, today }) : {};

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (Object.keys(errorsOf({ doneOn, expiresOn, lastDay, today })).length > 0) return;
    mark.mutate(
      {
        kind: gate.kind,
        doneOn,
        ...(expiresOn && { expiresOn }),
        ...(gate.session && { sessionId: gate.session.id }),
      },
      {
        onSuccess: (after) => {
          onClose();
          onMarked(after);
        },
      },
    );
  };

  return (
    <Dialog
      isOpen
      title={gate.session ? `${gate.name}, session ${gate.session.sequence}` : gate.name}
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form={formId} loading={mark.isPending}>
            {gate.isFlag ? 'Record it' : 'Mark as done'}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className={styles.form}>
        <TextInput
          type="date"
          label={gate.isFlag ? 'Known since' : 'Done on'}
          data-autofocus
          max={today}
          value={doneOn}
          error={errors.doneOn ?? refusedField(mark.error, 'doneOn')}
          onChange={(event) => setDoneOn(event.currentTarget.value)}
        />
        {!gate.isFlag && gate.scope !== 'session' && (
          <TextInput
            type="date"
            label="Good until, if that is sooner"
            description={
              lastDay ? `By the clinic’s rule it is good until ${formatDate(lastDay)}.` : 'It has no end.'
            }
            value={expiresOn}
            error={errors.expiresOn ?? refusedField(mark.error, 'expiresOn')}
            onChange={(event) => setExpiresOn(event.currentTarget.value)}
          />
        )}
        <p className={styles.quiet}>
          {gate.isFlag
            ? 'Its sessions wait until a clinician says that it is resolved. What it is stands in the record system.'
            : 'Only that it is done, and by whom, is kept here. What came of it stands in the record system.'}
        </p>
        <ProblemNote error={mark.error} />
      </form>
    </Dialog>
  );
}

function errorsOf({
  doneOn,
  expiresOn,
  lastDay,
  today,
}: {
  doneOn: string;
  expiresOn: string;
  lastDay: string | null;
  today: string;
}): { doneOn?: string; expiresOn?: string } {
  if (!doneOn) return { doneOn: 'Give the whole date.' };
  if (doneOn > today) return { doneOn: 'Give today, or a day before it.' };
  if (expiresOn && expiresOn < doneOn) return { expiresOn: 'Give the day it was done, or one after it.' };
  if (expiresOn && lastDay && expiresOn > lastDay) {
    return { expiresOn: `Give ${formatDate(lastDay)}, or a day before it.` };
  }
  return {};
}
