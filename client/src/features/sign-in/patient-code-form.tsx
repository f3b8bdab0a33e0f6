import { Alert, Anchor, Button, Text } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ProblemError } from '#client/lib/api.ts';
import { CODE_DIGITS, CodeField } from '#client/ui/code-field.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { AnotherCode } from './another-code.tsx';
import styles from './sign-in.module.css';
import { type AskedCode, type RightCode, useSignInAsPatient } from './use-patient-sign-in.ts';

/** The server looks at no more of one code. */
const TRIES = 5;

type PatientCodeFormProps = {
  asked: AskedCode;
  onAsked: (asked: AskedCode) => void;
  /** Several patients have the address. */
  onRight: (right: RightCode) => void;
  onBack: () => void;
};

/** The code of one mail. It is sent as soon as it is whole. */
export function PatientCodeForm({ asked, onAsked, onRight, onBack }: PatientCodeFormProps) {
  const { email } = asked;
  const [code, setCode] = useState('');
  const [error, setError] = useState<string | undefined>();
  const [wrong, setWrong] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const signingIn = useSignInAsPatient();
  useEffect(() => input.current?.focus(), []);
  const over = isWrong(signingIn.error) ? whyOver(asked, wrong) : null;

  const send = (digits: string) => {
    if (signingIn.isPending) return;
    const isWhole = digits.length === CODE_DIGITS;
    setError(isWhole ? undefined : 'Write all six digits.');
    if (!isWhole) return input.current?.focus();
    signingIn.mutate(
      { email, code: digits },
      {
        onSuccess: (outcome) => {
          if (outcome.status === 'choose') onRight({ email, code: digits, patients: outcome.patients });
        },
        onError: (problem) => {
          if (isWrong(problem)) setWrong(wrong + 1);
          input.current?.focus();
          input.current?.select();
        },
      },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(code);
  };

  return (
    <form noValidate onSubmit={submit} className={styles.fields} aria-label="Code from the mail">
      <CodeField
        ref={input}
        label="Code"
        description="The six digits in the mail."
        value={code}
        error={error}
        onChange={(digits) => {
          setError(undefined);
          setCode(digits);
        }}
        onWhole={send}
      />
      {over === null ? (
        <>
          <ProblemNote error={signingIn.error} isBrief />
          <Button type="submit" size="md" fullWidth loading={signingIn.isPending}>
            Sign in
          </Button>
        </>
      ) : (
        <Alert color="red" title="This code is no longer good" role="alert">
          {over} Have another one mailed.
        </Alert>
      )}
      <AnotherCode asked={asked} isNeeded={over !== null} onAsked={onAsked} />
      {asked.isMailed && (
        <Text size="sm">
          Nothing came? Look among the junk mail. If it is not there, the clinic may have another address of
          you, or none: ask its front desk.
        </Text>
      )}
      <Text size="sm">
        <Anchor component="button" type="button" onClick={onBack}>
          Use another address
        </Anchor>
      </Text>
    </form>
  );
}

const isWrong = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.type === 'wrong-credentials';

/** The server says of every code the same. What the page knows by itself, it may say. */
function whyOver({ askedAt, goodForMinutes }: AskedCode, wrong: number): string | null {
  if (Date.now() > askedAt + goodForMinutes * 60_000) return `It is older than ${goodForMinutes} minutes.`;
  return wrong >= TRIES ? `It was mistyped ${TRIES} times.` : null;
}
