import { Anchor, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { PatientAddressForm } from './patient-address-form.tsx';
import { PatientChoice } from './patient-choice.tsx';
import { PatientCodeForm } from './patient-code-form.tsx';
import styles from './sign-in.module.css';
import type { AskedCode, RightCode } from './use-patient-sign-in.ts';

type PatientSignInProps = {
  email: string;
  onEmail: (email: string) => void;
  onBack: () => void;
};

/** Patients have no password: a code is mailed to the address that the clinic has of them. */
export function PatientSignIn({ email, onEmail, onBack }: PatientSignInProps) {
  const [asked, setAsked] = useState<AskedCode | null>(null);
  const [right, setRight] = useState<RightCode | null>(null);
  return (
    <>
      <Title order={2} className={styles.wayTitle}>
        For patients
      </Title>
      {/* Not part of the step, so that it is read out when its words change. */}
      <p role="status" className={styles.sent}>
        {asked && !right && sentWords(asked)}
      </p>
      {right ? (
        <PatientChoice right={right} onBack={() => setRight(null)} />
      ) : asked ? (
        <PatientCodeForm
          key={asked.askedAt}
          asked={asked}
          onAsked={setAsked}
          onRight={setRight}
          onBack={() => setAsked(null)}
        />
      ) : (
        <PatientAddressForm email={email} onEmail={onEmail} onAsked={setAsked} />
      )}
      <Text size="sm" mt="lg">
        <Anchor component="button" type="button" onClick={onBack}>
          I work at the clinic
        </Anchor>
      </Text>
    </>
  );
}

function sentWords({ email, goodForMinutes, isMailed, isAnother }: AskedCode): string {
  const what = isAnother ? 'another code' : 'a code';
  const before = isAnother ? ' The one before is no longer good.' : '';
  const where = isMailed ? 'is on its way there' : 'was made';
  const kept = isMailed
    ? ''
    : ' This server sends no mail: it keeps what it would send in its data folder, and its log says where.';
  return `If the clinic has ${email} on file, ${what} ${where}. It is good for ${goodForMinutes} minutes.${before}${kept}`;
}
