import { Button, Checkbox, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { call } from '#client/lib/api.ts';
import { oneLine } from '#client/lib/one-line.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import { type Restriction, setRestriction } from '#server/contract/restriction.endpoints.ts';
import styles from './restriction.module.css';
import type { Asked } from './restriction-section.tsx';

const WORDS: Record<Asked, { title: string; what: string; verb: string; done: string }> = {
  restrict: {
    title: 'Restrict this record',
    what: 'Nobody but the care team will find it or open it. Put the front desk on it who will receive the patient: on the day’s board others see a taken chair, and no name.',
    verb: 'Restrict it to this team',
    done: 'The record is restricted to its care team',
  },
  team: {
    title: 'Change the care team',
    what: 'Whoever is taken off sees the record no more, from now on.',
    verb: 'Save this team',
    done: 'The care team is changed',
  },
  lift: {
    title: 'Lift the restriction',
    what: 'Everybody on the staff will see the record again.',
    verb: 'Lift the restriction',
    done: 'The restriction is lifted',
  },
};

type RestrictionDialogProps = {
  patientId: string;
  asked: Asked;
  restriction: Restriction;
  meId: string;
  onClose: () => void;
};

/** Each of the three says why: it stands on record. */
export function RestrictionDialog({ patientId, asked, restriction, meId, onClose }: RestrictionDialogProps) {
  const { title, what, verb, done } = WORDS[asked];
  const [team, setTeam] = useState<readonly string[]>(() =>
    asked === 'restrict' ? [meId] : restriction.careTeam.map(({ id }) => id),
  );
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const formId = useId();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      call(setRestriction, {
        params: { id: patientId },
        body:
          asked === 'lift'
            ? { isRestricted: false, reason }
            : { isRestricted: true, reason, careTeam: [...team] },
      }),
    onSuccess: () => {
      queries.invalidateQueries();
      tell(done);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setFault(reason.trim() ? null : 'Say why: it stands on record.');
    if (reason.trim()) save.mutate();
  };
  return (
    <Dialog
      isOpen
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Leave it as it is
          </Button>
          <Button type="submit" form={formId} loading={save.isPending}>
            {verb}
          </Button>
        </>
      }
    >
      <form noValidate id={formId} onSubmit={submit}>
        <Stack gap="sm">
          <p className={styles.what}>{what}</p>
          {asked !== 'lift' && (
            <Checkbox.Group label="Care team" value={[...team]} onChange={setTeam}>
              <div className={styles.choices}>
                {restriction.staff.map(({ id, name, role }) => (
                  <Checkbox
                    key={id}
                    value={id}
                    label={`${name}, ${ROLE_WORDS[role]}${id === meId ? ' (you)' : ''}`}
                    disabled={asked === 'restrict' && id === meId}
                  />
                ))}
              </div>
            </Checkbox.Group>
          )}
          <Textarea
            label="Why"
            value={reason}
            onChange={(event) => {
              setReason(oneLine(event.currentTarget.value));
              setFault(null);
            }}
            error={fault}
            rows={3}
            maxLength={500}
            data-autofocus
          />
          <ProblemNote error={save.error} />
        </Stack>
      </form>
    </Dialog>
  );
}
