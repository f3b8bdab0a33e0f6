import { Anchor, Button, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import styles from './sign-in.module.css';
import { type RightCode, useSignInAsPatient } from './use-patient-sign-in.ts';

/** One mailbox, several patients: a parent and a child, say. */
export function PatientChoice({ right, onBack }: { right: RightCode; onBack: () => void }) {
  const { email, code, patients } = right;
  const title = useRef<HTMLHeadingElement>(null);
  const signingIn = useSignInAsPatient();
  const chosen = signingIn.isPending ? signingIn.variables.patientId : null;
  useEffect(() => title.current?.focus(), []);

  return (
    <section className={styles.fields} aria-labelledby="choice-title">
      <Title order={3} ref={title} id="choice-title" tabIndex={-1}>
        Whose sessions do you want to see?
      </Title>
      <ul className={styles.people}>
        {patients.map(({ id, name, clinicName }) => (
          <li key={id}>
            <Button
              variant="default"
              size="md"
              fullWidth
              justify="flex-start"
              loading={chosen === id}
              disabled={chosen !== null && chosen !== id}
              onClick={() => signingIn.mutate({ email, code, patientId: id })}
            >
              {name}, {clinicName}
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNote error={signingIn.error} isBrief />
      <Text size="sm">
        <Anchor component="button" type="button" onClick={onBack}>
          Back to the code
        </Anchor>
      </Text>
    </section>
  );
}
