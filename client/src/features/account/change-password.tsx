import { Button, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { call } from '#client/lib/api.ts';
import { refusedField, wrongCredentials } from '#client/lib/refused-field.ts';
import { PasswordField } from '#client/ui/password-field.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import { changePassword } from '#server/contract/accounts.endpoints.ts';
import styles from './account.module.css';
import { ownSessionsQuery } from './account-queries.ts';

type Typed = { current: string; next: string };
type Errors = Partial<Record<keyof Typed, string | undefined>>;

const NOTHING: Typed = { current: '', next: '' };

export function ChangePassword({ email }: { email: string }) {
  const [typed, setTyped] = useState(NOTHING);
  const [errors, setErrors] = useState<Errors>({});
  const form = useRef<HTMLFormElement>(null);
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (body: Typed) => call(changePassword, { body }),
    onSuccess: () => {
      setTyped(NOTHING);
      tell('Your password is changed. Everywhere else you are signed out.');
      void queries.invalidateQueries(ownSessionsQuery);
    },
    onError: (error) => {
      const refused = { current: wrongCredentials(error), next: refusedField(error, 'next') };
      setErrors(refused);
      focusWrong(form.current);
    },
    gcTime: 0,
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (change.isPending) return;
    const found = errorsIn(typed);
    setErrors(found);
    if (found.current || found.next) return focusWrong(form.current);
    change.mutate(typed);
  };
  const type = (part: Partial<Typed>) => {
    setErrors({});
    setTyped({ ...typed, ...part });
  };

  return (
    <section className={styles.part} aria-labelledby="password-title">
      <Title order={2} id="password-title">
        Password
      </Title>
      <form
        ref={form}
        noValidate
        onSubmit={submit}
        className={styles.fields}
        aria-label="Change the password"
      >
        {/* For password managers: whose password it is. */}
        <input hidden type="text" name="email" autoComplete="username" value={email} readOnly />
        <PasswordField
          label="Present password"
          name="current-password"
          value={typed.current}
          error={errors.current}
          onChange={(current) => type({ current })}
        />
        <PasswordField
          label="New password"
          name="new-password"
          isNew
          value={typed.next}
          error={errors.next}
          onChange={(next) => type({ next })}
        />
        {!errors.current && !errors.next && <ProblemNote error={change.error} isBrief />}
        <div>
          <Button type="submit" variant="default" loading={change.isPending}>
            Change the password
          </Button>
        </div>
      </form>
    </section>
  );
}

function focusWrong(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

function errorsIn(typed: Typed): Errors {
  const checked = changePassword.body.safeParse(typed);
  if (checked.success) return {};
  const wrong = (name: string) => checked.error.issues.find(({ path }) => path[0] === name)?.message;
  return {
    current: typed.current === '' ? 'Write your present password.' : wrong('current'),
    next: typed.next === '' ? 'Write a new password.' : wrong('next'),
  };
}
