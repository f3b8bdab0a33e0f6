import { Anchor, Button, Text, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { isSignedOut } from '#client/lib/api.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import styles from './sign-in.module.css';
import { useSecondFactor } from './use-sign-in.ts';

/** The code of the authenticator app, which is sent as soon as it is whole; or one of the codes on paper. */
export function SecondFactorForm({ onBack }: { onBack: () => void }) {
  const [isRecovery, setRecovery] = useState(false);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const factor = useSecondFactor();

  const send = (text: string) => {
    if (factor.isPending) return;
    const isWhole = isRecovery ? text.trim() !== '' : text.length === 6;
    setError(isWhole ? null : isRecovery ? 'Write one of your recovery codes.' : 'Write all six digits.');
    if (!isWhole) return input.current?.focus();
    const again = () => {
      input.current?.focus();
      input.current?.select();
    };
    factor.mutate(isRecovery ? { recoveryCode: text } : { code: text }, { onError: again });
  };
  const type = (text: string) => {
    setError(null);
    if (isRecovery) return setTyped(text);
    const digits = text.replace(/\D/g, '').slice(0, 6);
    setTyped(digits);
    if (digits.length === 6 && digits !== typed) send(digits);
  };
  const turn = () => {
    setRecovery(!isRecovery);
    setTyped('');
    setError(null);
    factor.reset();
    input.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(typed);
  };

  return (
    <form noValidate onSubmit={submit} className={styles.fields} aria-label="Second step of signing in">
      <TextInput
        key={isRecovery ? 'recovery' : 'code'}
        ref={input}
        label={isRecovery ? 'Recovery code' : 'Code'}
        description={
          isRecovery
            ? 'One of those you kept when you set up your authenticator app. Each is good once.'
            : 'The six digits that your authenticator app shows now.'
        }
        size="md"
        name={isRecovery ? 'recovery-code' : 'code'}
        autoComplete={isRecovery ? 'off' : 'one-time-code'}
        inputMode={isRecovery ? 'text' : 'numeric'}
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={typed}
        error={error}
        onChange={(event) => type(event.currentTarget.value)}
        {...(!isRecovery && { classNames: { input: styles.code } })}
      />
      <ProblemNote error={factor.error} isBrief />
      {isSignedOut(factor.error) ? (
        <Button size="md" fullWidth onClick={onBack}>
          Begin again
        </Button>
      ) : (
        <Button type="submit" size="md" fullWidth loading={factor.isPending}>
          Sign in
        </Button>
      )}
      <Text size="sm" className={styles.ways}>
        <Anchor component="button" type="button" onClick={turn}>
          {isRecovery ? 'Use the authenticator app instead' : 'Use a recovery code instead'}
        </Anchor>
        <Anchor component="button" type="button" onClick={onBack}>
          Back to the password
        </Anchor>
      </Text>
    </form>
  );
}
