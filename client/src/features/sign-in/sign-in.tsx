import { Alert, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Left } from '#client/lib/queries.ts';
import { DemoPeople } from './demo-people.tsx';
import { PasswordForm } from './password-form.tsx';
import { SecondFactorForm } from './second-factor-form.tsx';
import styles from './sign-in.module.css';
import { SignOutAgain } from './sign-out-again.tsx';

/** The one thing that somebody who is not signed in can do here. */
export function SignIn({ left }: { left: Left | undefined }) {
  const [email, setEmail] = useState('');
  const [isSecondStep, setSecondStep] = useState(false);
  useEffect(() => {
    document.title = 'Sign in · Evenkeel';
  }, []);

  return (
    <main className={styles.page}>
      <div className={styles.columns}>
        <section className={styles.form} aria-labelledby="sign-in-title">
          <Title order={1} id="sign-in-title" className={styles.title}>
            Evenkeel
          </Title>
          {left && <LeftNote left={left} />}
          {isSecondStep ? (
            <SecondFactorForm onBack={() => setSecondStep(false)} />
          ) : (
            <PasswordForm email={email} onEmail={setEmail} onSecondFactor={() => setSecondStep(true)} />
          )}
        </section>
        <DemoPeople />
      </div>
    </main>
  );
}

function LeftNote({ left }: { left: Left }) {
  if (left.isUntold) return <SignOutAgain />;
  if (left.why === 'asked') return null;
  const after = left.why === 'idle' ? ` after ${minutesWords(left.idleMinutes)}` : '';
  return (
    <Alert variant="light" role="status" className={styles.note}>
      You were signed out{after}. What you were doing is kept.
    </Alert>
  );
}

const minutesWords = (minutes: number) => (minutes === 1 ? '1 minute' : `${minutes} minutes`);
