import { Alert, Button, Group, Stack, Title } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call, ProblemError } from '#client/lib/api.ts';
import { PatientLine } from '#client/ui/patient-line.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import {
  NOTHING_TYPED,
  type RegisterErrors,
  RegisterFields,
  registerBody,
  registerErrors,
} from '#client/ui/register-fields.tsx';
import { addPatient, getPatient, type Patient } from '#server/contract/patients.endpoints.ts';

type AddPatientProps = {
  /** What the clerk had typed while searching. */
  typed: string;
  onDone: (patient: Patient) => void;
  onBack: () => void;
};

/** A new patient without leaving the booking. Somebody who is there already is offered instead. */
export function AddPatient({ typed, onDone, onBack }: AddPatientProps) {
  const [values, setValues, forget] = useSessionStorage({
    key: 'evenkeel.new-patient',
    defaultValue: { ...NOTHING_TYPED, ...fromTyped(typed) },
    getInitialValueInEffect: false,
  });
  const [errors, setErrors] = useState<RegisterErrors>({});
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: (allowDuplicate: boolean) =>
      call(addPatient, { body: { ...registerBody(values), allowDuplicate } }),
    onSuccess: (patient) => {
      forget();
      queries.setQueryData(['patients', patient.id], patient);
      queries.invalidateQueries({ queryKey: ['patients', 'find'] });
      onDone(patient);
    },
  });
  const twinId = add.error instanceof ProblemError ? add.error.problem.patientId : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = addPatient.body.safeParse(registerBody(values));
    const wrong = checked.success ? {} : registerErrors(checked.error.issues, values);
    setErrors(wrong);
    if (checked.success) add.mutate(false);
    else focusFirstWrong(event.currentTarget);
  };

  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="md">
        <Title order={2}>New patient</Title>
        <RegisterFields
          values={values}
          errors={errors}
          onChange={(next) => {
            add.reset();
            setValues(next);
          }}
          autoFocus
        />
        {twinId ? (
          <Twin
            patientId={twinId}
            isAdding={add.isPending}
            onUse={(twin) => {
              forget();
              onDone(twin);
            }}
            onAddAnyway={() => add.mutate(true)}
          />
        ) : (
          <>
            <ProblemNote error={add.error} />
            <Group gap="xs">
              <Button type="submit" loading={add.isPending}>
                Add the patient
              </Button>
              <Button variant="default" onClick={onBack}>
                Back to the search
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </form>
  );
}

function Twin(props: {
  patientId: string;
  isAdding: boolean;
  onUse: (patient: Patient) => void;
  onAddAnyway: () => void;
}) {
  const twin = useQuery({
    queryKey: ['patients', props.patientId],
    queryFn: () => call(getPatient, { params: { id: props.patientId } }),
  });
  const found = twin.data;
  return (
    <Alert color="yellow" title="Somebody of this name and date of birth is in the register" role="alert">
      <Stack gap="sm">
        {found && <PatientLine patient={found} />}
        <Group gap="xs">
          <Button autoFocus disabled={!found} onClick={() => found && props.onUse(found)}>
            Use this patient
          </Button>
          <Button variant="default" loading={props.isAdding} onClick={props.onAddAnyway}>
            Add anyway
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function focusFirstWrong(form: EventTarget & Element) {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

/** A number is a telephone number; the last word of a name is the family's. */
function fromTyped(typed: string): Partial<typeof NOTHING_TYPED> {
  if (/^[+\d\s().-]{5,}$/.test(typed)) return { phone: typed };
  if (/\d/.test(typed)) return {};
  const words = typed.split(/\s+/).filter(Boolean).map(capital);
  return words.length > 1
    ? { givenName: words.slice(0, -1).join(' '), familyName: words.at(-1) ?? '' }
    : { familyName: words[0] ?? '' };
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
