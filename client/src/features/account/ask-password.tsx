import { Button, Group } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { wrongCredentials } from '#client/lib/refused-field.ts';
import { PasswordField } from '#client/ui/password-field.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import styles from './account.module.css';

type AskPasswordProps = {
  /** What happens when it is right: the button's words. */
  action: string;
  isPending: boolean;
  error: unknown;
  onPassword: (password: string, onRefused: () => void) => void;
  onCancel?: (() => void) | undefined;
};

/** Whoever only found the browser open goes no further than this. */
export function AskPassword({ action, isPending, error, onPassword, onCancel }: AskPasswordProps) {
  const [password, setPassword] = useState('');
  const [isMissing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const wrong = wrongCredentials(error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    setMissing(password === '');
    if (password === '') return input.current?.focus();
    onPassword(password, () => {
      input.current?.focus();
      input.current?.select();
    });
  };

  return (
    <form noValidate onSubmit={submit} className={styles.fields} aria-label={action}>
      <PasswordField
        ref={input}
        label="Your password"
        name="password"
        autoFocus
        value={password}
        error={isMissing ? 'Write your password.' : wrong}
        onChange={(text) => {
          setMissing(false);
          setPassword(text);
        }}
      />
      {!wrong && <ProblemNote error={error} isBrief />}
      <Group gap="xs">
        <Button type="submit" loading={isPending}>
          {action}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            Leave it as it is
          </Button>
        )}
      </Group>
    </form>
  );
}
