import { Button, Group, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { windowSentence } from '#client/lib/course-words.ts';
import type { Plan, PlannedSession } from '#server/contract/plan.ts';
import type { Violation } from '#server/contract/violation.ts';
import { AdjustSession } from './adjust-session.tsx';
import styles from './booking.module.css';
import { PlanSessions } from './plan-sessions.tsx';
import { inWords, movedSequences } from './plan-words.ts';

type ChosenPlanProps = {
  plan: Plan;
  original: readonly PlannedSession[];
  patientId: string;
  protocolId: string;
  zone: string;
  today: string;
  violations: readonly Violation[];
  onMove: (sequence: number, start: { startsAt: string; poolId: string | null }) => void;
  onPutBack: () => void;
};

/** The chosen plan in words, and the place where one session is given another time. */
export function ChosenPlan(props: ChosenPlanProps) {
  const { plan, original, zone, today, violations } = props;
  const [open, setOpen] = useState<number | null>(null);
  const moved = movedSequences(original, plan.sessions);
  const general = violations.filter(({ sequence }) => sequence === undefined);

  const close = () => {
    if (open !== null) document.getElementById(`session-${open}`)?.focus();
    setOpen(null);
  };

  return (
    <section className={styles.chosen} aria-labelledby="chosen-title">
      <Group justify="space-between" gap="xs">
        <Title order={2} id="chosen-title">
          The {inWords(plan.sessions.length)} sessions
        </Title>
        {moved.length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={props.onPutBack}>
            Put the plan back as it was
          </Button>
        )}
      </Group>
      {general.map((violation) => (
        <p key={violation.code} className={styles.against}>
          {violation.detail}
        </p>
      ))}
      <PlanSessions
        sessions={plan.sessions}
        original={original}
        zone={zone}
        violations={violations}
        open={open}
        onOpen={setOpen}
      />
      {open !== null && (
        <AdjustSession
          key={open}
          patientId={props.patientId}
          protocolId={props.protocolId}
          sessions={plan.sessions}
          sequence={open}
          zone={zone}
          today={today}
          onPick={(start) => {
            props.onMove(open, start);
            close();
          }}
          onClose={close}
        />
      )}
      <Text size="sm" c="dimmed">
        {windowSentence(plan.boosterWindow, today)}
      </Text>
    </section>
  );
}
