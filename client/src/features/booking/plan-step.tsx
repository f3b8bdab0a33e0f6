import { Button, Group, Kbd, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { ProblemError } from '#client/lib/api.ts';
import { formatDay } from '#client/lib/clinic-time.ts';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import type { Plan, PlannedSession } from '#server/contract/plan.ts';
import styles from './booking.module.css';
import { type BookingRequest, writeRequest } from './booking-request.ts';
import { ChosenPlan } from './chosen-plan.tsx';
import { NoPlan } from './no-plan.tsx';
import { dropDraft } from './plan-draft.ts';
import { PlanList } from './plan-list.tsx';
import { bookAllWords, bookedWords } from './plan-words.ts';
import { SlotTaken } from './slot-taken.tsx';
import { useBookCourse } from './use-book-course.ts';
import { usePlans } from './use-plans.ts';

type PlanStepProps = {
  request: BookingRequest & { patientId: string; protocolId: string; from: string };
  patientName: string;
  protocolName: string;
  zone: string;
  today: string;
  takesFocus: boolean;
  onFocusTaken: () => void;
  onChange: (change: Partial<BookingRequest>) => void;
};

/** The answer to a request: plans to choose from, the chosen one in words, and the button that books it. */
export function PlanStep(props: PlanStepProps) {
  const { request, patientName, protocolName, zone, today } = props;
  const { patientId, protocolId, after } = request;
  const navigate = useNavigate();
  const button = useRef<HTMLButtonElement>(null);
  const state = usePlans(request, zone);
  const booking = useBookCourse();
  const shown = state.plans[state.chosen];

  const [taken, setTaken] = useState<Taken | null>(null);
  const book = (sessions: readonly PlannedSession[]) =>
    booking.mutate(
      { patientId, protocolId, sessions, ...(after && { reinductionOf: after }) },
      {
        onSuccess: (course) => {
          dropDraft();
          tell(bookedWords(course));
          navigate(`/courses/${course.id}`);
        },
        onError: (error) => {
          const lost = takenOf(error, sessions);
          if (taken && !lost) state.replace(taken.alternatives);
          setTaken(lost);
        },
      },
    );
  // Another request is another attempt: what was refused before says nothing of it.
  const address = writeRequest(request).toString();
  const { reset } = booking;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the request ends an attempt
  useEffect(() => {
    setTaken(null);
    reset();
  }, [address, reset]);

  const refusal = booking.error instanceof ProblemError ? booking.error.problem : null;
  const refused = refusal?.type === 'plan-breaks-rules' ? (refusal.violations ?? []) : null;
  const isRefused = state.violations.some(({ severity }) => severity === 'hard');
  const confirmed = taken ? taken.alternatives[0]?.sessions : isRefused ? undefined : shown?.plan.sessions;

  useHotkeys([['mod+Enter', () => confirmed && !booking.isPending && book(confirmed)]], []);

  if (state.planned.isError) {
    return (
      <>
        <ProblemNote error={state.planned.error} />
        <Button onClick={() => state.planned.refetch()} className={styles.start}>
          Look again
        </Button>
      </>
    );
  }
  if (!state.planned.data) return <LateSkeleton label="Looking for plans" blocks={[122, 122, 122]} />;
  if (!shown)
    return <NoPlan whyNot={state.planned.data.whyNot} request={request} onChange={props.onChange} />;

  if (taken) {
    return (
      <SlotTaken
        {...taken}
        zone={zone}
        today={today}
        isBooking={booking.isPending}
        onBook={(replacement) => book(replacement.sessions)}
        onSeeOthers={() => {
          if (taken.alternatives.length > 0) state.replace(taken.alternatives);
          else state.lookAgain();
          setTaken(null);
          booking.reset();
        }}
      />
    );
  }

  const { plan, original } = shown;
  const count = plan.sessions.length;
  return (
    <div className={styles.step} data-stale={state.planned.isPlaceholderData || undefined}>
      <PlanList
        plans={state.plans}
        chosen={state.chosen}
        onChoose={(index) => {
          booking.reset();
          state.choose(index);
        }}
        onConfirm={() => button.current?.focus()}
        zone={zone}
        today={today}
        takesFocus={props.takesFocus && !state.planned.isPlaceholderData}
        onFocusTaken={props.onFocusTaken}
      />
      <ChosenPlan
        key={state.chosen}
        plan={plan}
        original={original}
        patientId={patientId}
        protocolId={protocolId}
        zone={zone}
        today={today}
        violations={refused ?? state.violations}
        onMove={(sequence, start) => {
          booking.reset();
          state.move(sequence, start);
        }}
        onPutBack={state.putBack}
      />
      <div className={styles.bar}>
        <ProblemNote error={booking.error} isBrief={refused !== null} />
        <Group justify="space-between" gap="sm" wrap="nowrap">
          <Text size="sm" className={styles.summary}>
            <b>{patientName}</b> {protocolName}, {formatDay(plan.firstOn)} to {formatDay(plan.lastOn)}
          </Text>
          <Group gap="xs" wrap="nowrap">
            <Text size="sm" c="dimmed" visibleFrom="md">
              <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Enter</Kbd>
            </Text>
            <Button
              ref={button}
              size="md"
              loading={booking.isPending}
              disabled={isRefused || state.planned.isPlaceholderData}
              onClick={() => book(plan.sessions)}
            >
              {bookAllWords(count)}
            </Button>
          </Group>
        </Group>
        {isRefused && (
          <Text size="sm" c="red" role="status">
            As it stands this plan breaks a rule. Give the marked session another time, or put the plan back.
          </Text>
        )}
      </div>
    </div>
  );
}

/** What somebody else got first, and what is free instead. */
type Taken = { attempted: readonly PlannedSession[]; lost: number[]; alternatives: Plan[] };

function takenOf(error: unknown, attempted: readonly PlannedSession[]): Taken | null {
  const problem = error instanceof ProblemError ? error.problem : null;
  if (problem?.type !== 'slot-taken') return null;
  return { attempted, lost: problem.lost ?? [], alternatives: problem.alternatives ?? [] };
}
