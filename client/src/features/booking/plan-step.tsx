import { Button, Group, Kbd, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useRef } from 'react';
import { useNavigate } from 'react-router';
import { ProblemError } from '#client/lib/api.ts';
import { formatDay } from '#client/lib/clinic-time.ts';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { Plan, PlannedSession } from '#server/contract/plan.ts';
import styles from './booking.module.css';
import type { BookingRequest } from './booking-request.ts';
import { ChosenPlan } from './chosen-plan.tsx';
import { NoPlan } from './no-plan.tsx';
import { dropDraft } from './plan-draft.ts';
import { PlanList } from './plan-list.tsx';
import { bookAllWords } from './plan-words.ts';
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
  const { patientId, protocolId } = request;
  const navigate = useNavigate();
  const button = useRef<HTMLButtonElement>(null);
  const state = usePlans(request, zone);
  const booking = useBookCourse();
  const shown = state.plans[state.chosen];

  const book = (sessions: readonly PlannedSession[]) =>
    booking.mutate(
      { patientId, protocolId, sessions },
      {
        onSuccess: (course) => {
          dropDraft();
          navigate(`/courses/${course.id}`);
        },
      },
    );
  const refusal = booking.error instanceof ProblemError ? booking.error.problem : null;
  const taken = refusal?.type === 'slot-taken' ? refusal : null;
  const attempted = booking.variables?.sessions;
  const violations = refusal?.type === 'plan-breaks-rules' ? (refusal.violations ?? []) : state.violations;
  const confirmed: Pick<Plan, 'sessions'> | undefined = taken ? taken.alternatives?.[0] : shown?.plan;
  const isRefused = state.violations.some(({ severity }) => severity === 'hard');

  useHotkeys(
    [['mod+Enter', () => confirmed && !isRefused && !booking.isPending && book(confirmed.sessions)]],
    [],
  );

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

  if (taken && attempted) {
    return (
      <SlotTaken
        attempted={attempted}
        lost={taken.lost ?? []}
        alternatives={taken.alternatives ?? []}
        zone={zone}
        today={today}
        isBooking={booking.isPending}
        onBook={(replacement) => book(replacement.sessions)}
        onSeeOthers={() => {
          if (taken.alternatives?.length) state.replace(taken.alternatives);
          else state.lookAgain();
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
        violations={violations}
        onMove={(sequence, start) => {
          booking.reset();
          state.move(sequence, start);
        }}
        onPutBack={state.putBack}
      />
      <div className={styles.bar}>
        <ProblemNote error={booking.error} />
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
