import { Button, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { call } from '#client/lib/api.ts';
import { wrongCredentials } from '#client/lib/refused-field.ts';
import { CODE_DIGITS, CodeField } from '#client/ui/code-field.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { confirmSecondFactor } from '#server/contract/accounts.endpoints.ts';
import styles from './account.module.css';
import { AuthenticatorKey } from './authenticator-key.tsx';

type FirstCodeProps = { uri: string; secret: string; onConfirmed: () => void };

/** The app is given its key, and shows by a first code that it has it. */
export function FirstCode({ uri, secret, onConfirmed }: FirstCodeProps) {
  const [typed, setTyped] = useState('');
  const [isShort, setShort] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const confirm = useMutation({
    mutationFn: (code: string) => call(confirmSecondFactor, { body: { code } }),
    onSuccess: onConfirmed,
    onError: () => {
      input.current?.focus();
      input.current?.select();
    },
    gcTime: 0,
  });
  const wrong = wrongCredentials(confirm.error);

  const send = (code: string) => {
    if (confirm.isPending) return;
    setShort(code.length < CODE_DIGITS);
    if (code.length < CODE_DIGITS) return input.current?.focus();
    confirm.mutate(code);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(typed);
  };

  return (
    <section className={styles.part} aria-labelledby="first-code">
      <Title order={2} id="first-code" ref={heading} tabIndex={-1}>
        Give your app its key
      </Title>
      <AuthenticatorKey uri={uri} secret={secret} />
      <form noValidate onSubmit={submit} className={styles.fields} aria-label="Check the code">
        <CodeField
          ref={input}
          label="Code"
          description="The six digits that the app shows now."
          value={typed}
          error={isShort ? 'Write all six digits.' : wrong}
          onChange={(digits) => {
            setShort(false);
            setTyped(digits);
          }}
          onWhole={send}
        />
        {!wrong && <ProblemNote error={confirm.error} isBrief />}
        <div>
          <Button type="submit" loading={confirm.isPending}>
            Check the code
          </Button>
        </div>
      </form>
    </section>
  );
}
