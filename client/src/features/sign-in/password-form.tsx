import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { PasswordField } from '#client/ui/password-field.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { signIn } from '#server/contract/accounts.endpoints.ts';
import styles from './sign-in.module.css';
import { useSignIn } from './use-sign-in.ts';

type PasswordFormProps = {
  /** Kept by the page, for whoever comes back from the second step. */
  email: string;
  onEmail: (email: string) => void;
  onSecondFactor: () => void;
};

type Errors = Partial<Record<'email' | 'password', string | undefined>>;

export function PasswordForm({ email, onEmail, onSecondFactor }: PasswordFormProps) {
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<Errors>({});
  const passwordInput = useRef<HTMLInputElement>(null);
  const signingIn = useSignIn(onSecondFactor);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (signingIn.isPending) return;
    const found = errorsIn(email, password);
    setErrors(found);
    if (found.email || found.password) {
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    // Most who are refused have mistyped the password: it stays, ready to be typed over or mended.
    signingIn.mutate({ email, password }, { onError: () => focusAll(passwordInput.current) });
  };

  return (
    <form noValidate onSubmit={submit} className={styles.fields} aria-label="Sign in">
      <TextInput
        label="E-mail"
        type="email"
        name="email"
        size="md"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={email}
        error={errors.email}
        onChange={(event) => {
          setErrors({ ...errors, email: undefined });
          onEmail(event.currentTarget.value);
        }}
      />
      <PasswordField
        ref={passwordInput}
        label="Password"
        name="password"
        value={password}
        error={errors.password}
        onChange={(text) => {
          setErrors({ ...errors, password: undefined });
          setPassword(text);
        }}
      />
      <ProblemNote error={signingIn.error} isBrief />
      <Button type="submit" size="md" fullWidth loading={signingIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}

function focusAll(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}

function errorsIn(email: string, password: string): Errors {
  const checked = signIn.body.safeParse({ email, password });
  if (checked.success) return {};
  const wrong = (name: string) => checked.error.issues.find(({ path }) => path[0] === name)?.message;
  return {
    email: email.trim() === '' ? 'Write your e-mail address.' : wrong('email'),
    password: password === '' ? 'Write your password.' : wrong('password'),
  };
}
