import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { call } from '#client/lib/api.ts';
import { oneLine } from '#client/lib/one-line.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { Problem } from '#server/contract/problem.ts';
import { openInEmergency } from '#server/contract/restriction.endpoints.ts';
import styles from './restriction.module.css';

/** In the place of a page of a record that is not open to whoever asks for it. */
export function RestrictedRecord({ refusal }: { refusal: Problem }) {
  const { mayOpen, patientId } = refusal;
  return (
    <div className={styles.refused}>
      <PageHeader title="This record is restricted to its care team" />
      {mayOpen && patientId ? (
        <BreakGlass patientId={patientId} />
      ) : (
        <EmptyState
          title="Only its care team sees it."
          action={
            <Button component={Link} to="/patients" variant="default">
              Back to the register
            </Button>
          }
        >
          If you need something of it, ask a clinician or an admin.
        </EmptyState>
      )}
    </div>
  );
}

function BreakGlass({ patientId }: { patientId: string }) {
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const queries = useQueryClient();
  const open = useMutation({
    mutationFn: () => call(openInEmergency, { params: { id: patientId }, body: { reason } }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = openInEmergency.body.safeParse({ reason });
    setFault(checked.success ? null : (checked.error.issues[0]?.message ?? null));
    if (checked.success) open.mutate();
  };
  return (
    <form noValidate onSubmit={submit} aria-label="Open in an emergency" className={styles.form}>
      <p>
        If somebody of the care team can be reached, ask them. In an emergency you may open the record for a
        while: every admin is told at once, and every look is on record.
      </p>
      <Textarea
        label="Why it cannot wait"
        description="Admins read this. Do not write the patient’s name."
        value={reason}
        onChange={(event) => {
          setReason(oneLine(event.currentTarget.value));
          setFault(null);
        }}
        error={fault}
        rows={3}
        maxLength={500}
      />
      <ProblemNote error={open.error} />
      <div>
        <Button type="submit" loading={open.isPending}>
          Open in an emergency
        </Button>
      </div>
    </form>
  );
}
