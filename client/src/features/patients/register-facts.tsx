import { Alert, Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { call, ProblemError } from '#client/lib/api.ts';
import { formatDate } from '#client/lib/clinic-time.ts';
import { hasDraft, useDraft } from '#client/lib/draft.ts';
import {
  type RegisterErrors,
  RegisterFields,
  type RegisterValues,
  registerBody,
  registerErrors,
} from '#client/ui/register-fields.tsx';
import { type Patient, updatePatient } from '#server/contract/patients.endpoints.ts';
import styles from './patients.module.css';

/** What the register says of a patient, and the place to correct it. */
export function RegisterFacts({ patient, mayEdit }: { patient: Patient; mayEdit: boolean }) {
  const [isEditing, setEditing] = useState(() => hasDraft(draftName(patient)));
  const edit = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(false);
    requestAnimationFrame(() => edit.current?.focus());
  };
  if (isEditing) return <EditFacts patient={patient} onClose={close} />;
  return (
    <div className={styles.factsRow}>
      <dl className={styles.facts}>
        <div>
          <dt>Born</dt>
          <dd>{formatDate(patient.dateOfBirth)}</dd>
        </div>
        <div>
          <dt>Telephone</dt>
          <dd>{patient.phone ? <a href={`tel:${patient.phone}`}>{patient.phone}</a> : 'not known'}</dd>
        </div>
        <div>
          <dt>E-mail</dt>
          <dd>
            {patient.email ? (
              <a href={`mailto:${patient.email}`}>{patient.email}</a>
            ) : (
              'not known: without one the patient cannot sign in'
            )}
          </dd>
        </div>
      </dl>
      {mayEdit && (
        <Button ref={edit} variant="default" size="compact-md" onClick={() => setEditing(true)}>
          Correct
        </Button>
      )}
    </div>
  );
}

/** Patients sign in by a code that is mailed there: another address ends what the one before opened. */
function movedWords(before: string | null, typed: string): string | null {
  const after = typed.trim();
  if (before === null || before.toLowerCase() === after.toLowerCase()) return null;
  return after === ''
    ? 'Saving this signs the patient out. Without an address they cannot sign in again.'
    : 'Saving this signs the patient out. They sign in by the new address then.';
}

const draftName = ({ id }: Patient) => `register-${id}`;

function EditFacts({ patient, onClose }: { patient: Patient; onClose: () => void }) {
  const [values, setValues] = useDraft<RegisterValues>(draftName(patient), () => ({
    givenName: patient.givenName,
    familyName: patient.familyName,
    dateOfBirth: patient.dateOfBirth,
    phone: patient.phone ?? '',
    email: patient.email ?? '',
  }));
  const [errors, setErrors] = useState<RegisterErrors>({});
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => call(updatePatient, { params: { id: patient.id }, body: registerBody(values) }),
    onSuccess: (saved) => {
      queries.setQueryData(['patients', patient.id], saved);
      queries.invalidateQueries({ queryKey: ['patients', 'list'] });
      queries.invalidateQueries({ queryKey: ['patients', 'find'] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = updatePatient.body.safeParse(registerBody(values));
    setErrors(checked.success ? {} : registerErrors(checked.error.issues, values));
    if (checked.success) save.mutate();
  };
  const problem = save.error instanceof ProblemError ? save.error.problem : null;

  return (
    <form noValidate onSubmit={submit} className={styles.edit} aria-label="Correct the register">
      <Stack gap="md">
        <RegisterFields values={values} errors={errors} onChange={setValues} autoFocus />
        {/* Empty until there is something to say, so that it is read out then. */}
        <p role="status" className={styles.signInNote}>
          {movedWords(patient.email, values.email)}
        </p>
        {save.error && (
          <Alert color="red" role="alert" title={problem?.title ?? 'The server did not answer'}>
            {problem?.detail ?? 'Nothing was changed; what you typed is still here. Try again.'}
          </Alert>
        )}
        <Group gap="xs">
          <Button type="submit" loading={save.isPending}>
            Save the corrections
          </Button>
          <Button variant="default" onClick={onClose}>
            Leave it as it was
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
