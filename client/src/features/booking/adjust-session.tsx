import { Button, Group, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call } from '#client/lib/api.ts';
import { formatDayAndTime, localDateOf, shiftDays } from '#client/lib/clinic-time.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { StartTimePicker } from '#client/ui/start-time-picker.tsx';
import { listPlanStartTimes } from '#server/contract/courses.endpoints.ts';
import type { PlannedSession } from '#server/contract/plan.ts';
import styles from './booking.module.css';

type AdjustSessionProps = {
  patientId: string;
  protocolId: string;
  sessions: readonly PlannedSession[];
  sequence: number;
  zone: string;
  today: string;
  onPick: (start: { startsAt: string; poolId: string | null }) => void;
  onClose: () => void;
};

const DAYS_BEFORE = 7;
const DAYS_SHOWN = 21;
const TURN = 14;

const later = (a: string, b: string) => (a > b ? a : b);

/** Another time for one session of a plan: every start there is, and why not where not. */
export function AdjustSession(props: AdjustSessionProps) {
  const { patientId, protocolId, sessions, sequence, zone, today, onPick, onClose } = props;
  const session = sessions.find((other) => other.sequence === sequence);
  const sessionOn = session ? localDateOf(session.startsAt, zone) : today;
  const [first, setFirst] = useState(later(today, shiftDays(sessionOn, -DAYS_BEFORE)));
  const heading = useRef<HTMLHeadingElement>(null);
  const body = {
    patientId,
    protocolId,
    sequence,
    sessions: sessions.map(({ startsAt, poolId }) => ({ startsAt, poolId })),
    from: first,
    to: shiftDays(first, DAYS_SHOWN - 1),
  };
  const times = useQuery({
    queryKey: ['start-times', body],
    queryFn: ({ signal }) => call(listPlanStartTimes, { body, signal }),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another session is another question
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.parentElement?.scrollIntoView?.({ block: 'nearest', behavior: 'smooth' });
  }, [sequence]);

  if (!session) return null;
  const others = sessions.filter((other) => other.sequence !== sequence);
  return (
    <section className={styles.adjust} aria-labelledby="adjust-title">
      <Title order={3} id="adjust-title" tabIndex={-1} ref={heading} className={styles.focusable}>
        Another time for session {sequence}, now {formatDayAndTime(session.startsAt, zone)}
      </Title>
      {times.isError ? (
        <ProblemNote error={times.error} />
      ) : (
        <StartTimePicker
          subject={`session ${sequence}`}
          days={times.data?.days}
          zone={zone}
          chosen={session.startsAt}
          onPick={onPick}
          dayNotes={Object.fromEntries(
            others.map((other) => [localDateOf(other.startsAt, zone), `Session ${other.sequence}`]),
          )}
          onEarlier={first > today ? () => setFirst(later(today, shiftDays(first, -TURN))) : undefined}
          onLater={() => setFirst(shiftDays(first, TURN))}
        />
      )}
      <Group gap="xs">
        {times.isError && <Button onClick={() => times.refetch()}>Look again</Button>}
        <Button variant="default" size="compact-md" onClick={onClose}>
          Leave it as it is
        </Button>
      </Group>
    </section>
  );
}
