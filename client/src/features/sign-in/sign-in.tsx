import { Alert, Anchor, Button, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import type { Left } from '#client/lib/queries.ts';
import { DemoPeople } from './demo-people.tsx';
import { ForgottenPassword } from './forgotten-password.tsx';
import { PasswordForm } from './password-form.tsx';
import { PatientSignIn } from './patient-sign-in.tsx';
import { SecondFactorForm } from './second-factor-form.tsx';
import styles from './sign-in.module.css';
import { SignOutAgain } from './sign-out-again.tsx';

/** The one thing that somebody who is not signed in can do here. */
export function SignIn({ left }: { left: Left | undefined }) {
  const [email, setEmail] = useState('');
  const { pathname, state } = useLocation();
  const [way, setWay] = useState<Way>(isOfPatients(pathname, state) ? 'patient' : 'password');
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
          {way === 'second-factor' && <SecondFactorForm onBack={() => setWay('password')} />}
          {way === 'password' && (
            <>
              <PasswordForm email={email} onEmail={setEmail} onSecondFactor={() => setWay('second-factor')} />
              <Text size="sm" className={styles.forgotten}>
                <Anchor component="button" type="button" onClick={() => setWay('forgotten')}>
                  Forgot your password?
                </Anchor>
              </Text>
              <Button
                variant="default"
                size="md"
                fullWidth
                className={styles.otherWay}
                onClick={() => setWay('patient')}
              >
                I am a patient
              </Button>
            </>
          )}
          {way === 'forgotten' && (
            <ForgottenPassword email={email} onEmail={setEmail} onBack={() => setWay('password')} />
          )}
          {way === 'patient' && (
            <PatientSignIn email={email} onEmail={setEmail} onBack={() => setWay('password')} />
          )}
        </section>
        <DemoPeople />
      </div>
    </main>
  );
}

/** Staff have a password, and some a second factor; patients have codes by mail. */
type Way = 'password' | 'second-factor' | 'forgotten' | 'patient';

/** Whoever was on the patients' page, or wants to go there, is one. */
const isOfPatients = (pathname: string, going: { to?: string } | null): boolean =>
  (going?.to ?? pathname) === '/me';

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
