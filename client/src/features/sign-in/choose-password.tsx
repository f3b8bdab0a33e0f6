import { Button } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { refusedField } from '#client/lib/refused-field.ts';
import { PasswordField } from '#client/ui/password-field.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { NewPassword } from '#server/contract/accounts.endpoints.ts';
import styles from './sign-in.module.css';

type ChoosePasswordProps = {
  /** The button's words. */
  action: string;
  /** Whose it is, for password managers, where it is known. */
  email?: string;
  isPending: boolean;
  error: unknown;
  onPassword: (password: string, onRefused: () => void) => void;
};

/** Why one is no good stands at the field, and what was typed is not lost. */
export function ChoosePassword({ action, email, isPending, error, onPassword }: ChoosePasswordProps) {
  const [password, setPassword] = useState('');
  const [isTyping, setTyping] = useState(true);
  const input = useRef<HTMLInputElement>(null);
  const refused = refusedField(error, 'password');
  const wrong = password === '' ? 'Write a password.' : (shortcomingOf(password) ?? refused);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    setTyping(false);
    const focus = () => input.current?.focus();
    if (shortcomingOf(password) === undefined) onPassword(password, focus);
    else focus();
  };

  return (
    <form noValidate onSubmit={submit} className={styles.fields} aria-label={action}>
      {email && <input hidden type="text" name="email" autoComplete="username" value={email} readOnly />}
      <PasswordField
        ref={input}
        label="New password"
        name="new-password"
        isNew
        autoFocus
        value={password}
        error={isTyping || isPending ? undefined : wrong}
        onChange={(text) => {
          setTyping(true);
          setPassword(text);
        }}
      />
      {!refused && <ProblemNote error={error} isBrief />}
      <Button type="submit" size="md" fullWidth loading={isPending}>
        {action}
      </Button>
    </form>
  );
}

const shortcomingOf = (password: string): string | undefined =>
  NewPassword.safeParse(password).error?.issues[0]?.message;
