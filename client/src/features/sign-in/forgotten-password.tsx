import { Anchor, Button, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { call } from '#client/lib/api.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { requestPasswordReset } from '#server/contract/accounts.endpoints.ts';
import { ToSignIn } from './link-page.tsx';
import styles from './sign-in.module.css';

type ForgottenPasswordProps = {
  email: string;
  onEmail: (email: string) => void;
  /** Where there is a page to go back to. */
  onBack?: (() => void) | undefined;
};

/** Asks for the mail. Whether the address is known here is told to nobody but its reader. */
export function ForgottenPassword({ email, onEmail, onBack }: ForgottenPasswordProps) {
  const [error, setError] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const asking = useMutation({
    mutationFn: (address: string) => call(requestPasswordReset, { body: { email: address } }),
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (asking.isPending) return;
    const checked = requestPasswordReset.body.safeParse({ email });
    setError(checked.success ? null : wrong(email, checked.error.issues[0]?.message));
    if (checked.success) asking.mutate(checked.data.email);
    else input.current?.focus();
  };

  if (asking.isSuccess) return <OnItsWay email={asking.variables} onBack={onBack} />;
  return (
    <form noValidate onSubmit={submit} className={styles.fields} aria-label="Ask for a new password">
      <TextInput
        ref={input}
        label="E-mail"
        description="The address that you sign in by. A link is sent there, by which you choose a new password."
        type="email"
        name="email"
        size="md"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={email}
        error={error}
        onChange={(event) => {
          setError(null);
          onEmail(event.currentTarget.value);
        }}
      />
      <ProblemNote error={asking.error} isBrief />
      <Button type="submit" size="md" fullWidth loading={asking.isPending}>
        Send the link
      </Button>
      <BackToSignIn onBack={onBack} />
    </form>
  );
}

function OnItsWay({ email, onBack }: Pick<ForgottenPasswordProps, 'email' | 'onBack'>) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={styles.lines}>
      <Title order={2} ref={heading} tabIndex={-1}>
        Look at your mail
      </Title>
      <p>
        If {email} is the address of an account here, a link is on its way to it. It is good once, for half an
        hour.
      </p>
      <p>Nothing comes? Look among the unwanted mail, then ask an admin of your clinic.</p>
      <BackToSignIn onBack={onBack} />
    </div>
  );
}

function BackToSignIn({ onBack }: Pick<ForgottenPasswordProps, 'onBack'>) {
  if (!onBack) return <ToSignIn />;
  return (
    <Text size="sm">
      <Anchor component="button" type="button" onClick={onBack}>
        Back to the password
      </Anchor>
    </Text>
  );
}

const wrong = (email: string, message = '') => (email.trim() === '' ? 'Write your e-mail address.' : message);
