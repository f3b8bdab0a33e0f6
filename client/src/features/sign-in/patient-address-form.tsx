import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { requestPatientCode } from '#server/contract/patient-sign-in.endpoints.ts';
import styles from './sign-in.module.css';
import { type AskedCode, useAskForCode } from './use-patient-sign-in.ts';

type PatientAddressFormProps = {
  email: string;
  onEmail: (email: string) => void;
  onAsked: (asked: AskedCode) => void;
};

export function PatientAddressForm({ email, onEmail, onAsked }: PatientAddressFormProps) {
  const [error, setError] = useState<string | undefined>();
  const input = useRef<HTMLInputElement>(null);
  const asking = useAskForCode();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (asking.isPending) return;
    const found = errorIn(email);
    setError(found);
    if (found) return input.current?.focus();
    asking.mutate({ email, isAnother: false }, { onSuccess: onAsked });
  };

  return (
    <form noValidate onSubmit={submit} className={styles.fields} aria-label="Sign in as a patient">
      <TextInput
        ref={input}
        label="E-mail"
        description="The address that the clinic has of you. You get a code there, and need no password."
        type="email"
        name="email"
        size="md"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={email}
        error={error}
        onChange={(event) => {
          setError(undefined);
          onEmail(event.currentTarget.value);
        }}
      />
      <ProblemNote error={asking.error} isBrief />
      <Button type="submit" size="md" fullWidth loading={asking.isPending}>
        Mail me a code
      </Button>
    </form>
  );
}

function errorIn(email: string): string | undefined {
  if (email.trim() === '') return 'Write your e-mail address.';
  return requestPatientCode.body.safeParse({ email }).error?.issues[0]?.message;
}
