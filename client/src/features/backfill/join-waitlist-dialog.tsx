import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { formatDayAndTime, localDateOf, shiftDays } from '#client/lib/clinic-time.ts';
import { refusedField } from '#client/lib/refused-field.ts';
import { asSentence, sessionWords } from '#client/lib/session-words.ts';
import { weekdayWords } from '#client/lib/weekday-words.ts';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { Session } from '#server/contract/session.ts';
import styles from './backfill.module.css';
import { useJoinWaitlist } from './backfill-queries.ts';

type JoinWaitlistDialogProps = {
  course: Course;
  movable: readonly Session[];
  clinic: Clinic;
  onClose: () => void;
};

/** Stands for what is not booked yet. */
const NEXT_BOOSTER = '';
/** Days for which somebody waits, where no booked time says it. */
const USUAL_DAYS = 28;

/** Which session should be elsewhere, and what would suit. */
export function JoinWaitlistDialog({ course, movable, clinic, onClose }: JoinWaitlistDialogProps) {
  const { zone, today } = clinic;
  const [sessionId, setSessionId] = useState(movable[0]?.id ?? NEXT_BOOSTER);
  const [onlyEarlier, setOnlyEarlier] = useState(true);
  const [weekdays, setWeekdays] = useState<readonly string[]>([]);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [until, setUntil] = useState(() =>
    movable[0] ? localDateOf(movable[0].startsAt, zone) : shiftDays(today, USUAL_DAYS),
  );
  const [isAsked, setIsAsked] = useState(false);
  const formId = useId();
  const join = useJoinWaitlist();
  const errors = isAsked ? errorsOf({ from, to, until, today }) : {};
  const openDays = [...new Set(clinic.openingHours.map(({ weekday }) => weekday))].sort();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (Object.keys(errorsOf({ from, to, until, today })).length > 0) return;
    join.mutate(
      {
        courseId: course.id,
        sessionId: sessionId || null,
        onlyEarlier: onlyEarlier && sessionId !== NEXT_BOOSTER,
        weekdays: weekdays.map(Number),
        timeOfDay: from && to ? { from, to } : null,
        until,
      },
      {
        onSuccess: () => {
          onClose();
          tell(`${course.patientName} is on the waitlist. Freed chairs that suit are shown to the desk.`);
        },
      },
    );
  };

  return (
    <Dialog
      isOpen
      title={`Another time for ${course.patientName}`}
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form={formId} loading={join.isPending}>
            Put on the waitlist
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className={styles.form}>
        <NativeSelect
          label="Which session"
          data-autofocus
          value={sessionId}
          error={refusedField(join.error, 'sessionId')}
          onChange={(event) => setSessionId(event.currentTarget.value)}
          data={[
            ...movable.map((session) => ({
              value: session.id,
              label: `${asSentence(sessionWords(session))}, ${formatDayAndTime(session.startsAt, zone)}`,
            })),
            ...(course.state === 'maintenance' ? [{ value: NEXT_BOOSTER, label: 'The next booster' }] : []),
          ]}
        />
        {sessionId !== NEXT_BOOSTER && (
          <Checkbox
            label="Only an earlier time"
            checked={onlyEarlier}
            onChange={(event) => setOnlyEarlier(event.currentTarget.checked)}
          />
        )}
        <Checkbox.Group label="Days that suit (none: any)" value={[...weekdays]} onChange={setWeekdays}>
          <div className={styles.days}>
            {openDays.map((day) => (
              <Checkbox key={day} value={String(day)} label={weekdayWords(day)} />
            ))}
          </div>
        </Checkbox.Group>
        <div className={styles.row}>
          <TextInput
            type="time"
            label="Starts from (empty: any)"
            value={from}
            error={errors.from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="time"
            label="Starts at the latest"
            value={to}
            error={errors.to ?? refusedField(join.error, 'timeOfDay/to')}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </div>
        <TextInput
          type="date"
          label="Last day that suits"
          min={today}
          value={until}
          error={errors.until ?? refusedField(join.error, 'until')}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <ProblemNote error={join.error} />
      </form>
    </Dialog>
  );
}

type Errors = { from?: string; to?: string; until?: string };

function errorsOf({ from, to, until, today }: Record<'from' | 'to' | 'until' | 'today', string>): Errors {
  return {
    ...(to && !from && { from: 'Give both times, or none.' }),
    ...(from && !to && { to: 'Give both times, or none.' }),
    ...(from && to && to < from && { to: 'Give a time that is not before the first.' }),
    ...(!until && { until: 'Give the whole date.' }),
    ...(until && until < today && { until: 'Give today, or a later day.' }),
  };
}
