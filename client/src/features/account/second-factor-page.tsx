import { Button, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { signOutByHand } from '#client/lib/presence.ts';
import styles from './account.module.css';
import { SetUpSecondFactor } from './set-up-second-factor.tsx';

type SecondFactorPageProps = { name: string; onDone: () => void };

/** All that somebody can do here whose role needs an authenticator app, until they have one. */
export function SecondFactorPage({ name, onDone }: SecondFactorPageProps) {
  const queries = useQueryClient();
  const leaving = useMutation({ mutationFn: () => signOutByHand(queries) });
  useEffect(() => {
    document.title = 'Set up your authenticator app · Evenkeel';
  }, []);
  return (
    <main className={styles.gate}>
      <header className={styles.gateHead}>
        <Title order={1}>Set up your authenticator app</Title>
        <Button
          variant="subtle"
          size="compact-md"
          loading={leaving.isPending}
          onClick={() => leaving.mutate()}
        >
          Sign out
        </Button>
      </header>
      <p className={styles.offPaper}>
        {name}, in your role you sign in by a password and a code that an app shows. Any authenticator app
        will do, and many password managers have one.
      </p>
      <SetUpSecondFactor onDone={onDone} />
    </main>
  );
}
