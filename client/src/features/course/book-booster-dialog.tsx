import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { formatDayAndTime, shiftDays } from '#client/lib/clinic-time.ts';
import { windowSentence } from '#client/lib/course-words.ts';
import { useMe } from '#client/lib/presence.ts';
import { isBooster } from '#client/lib/session-words.ts';
import { type DayRange, earlierDays, laterDays, SHOWN_DAYS } from '#client/lib/start-days.ts';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { StartTimePicker } from '#client/ui/start-time-picker.tsx';
import { tell } from '#client/ui/toast.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { BoosterWindow, StartTime } from '#server/contract/plan.ts';
import { BendReason, bentBy } from './bend-reason.tsx';
import { boosterStartTimesQuery, useBookBooster } from './book-booster.ts';
import styles from './course.module.css';
import { NeededFirst } from './needed-first.tsx';
import { nextStepWords } from './next-booster-words.ts';

type BookBoosterDialogProps = { course: Course; clinic: Clinic; onClose: () => void };

/** One booster, on a day of its window; outside it where whoever books may let that be, and says why. */
export function BookBoosterDialog({ course, clinic, onClose }: BookBoosterDialogProps) {
  const { zone, today } = clinic;
  const window = course.boosterWindow;
  const role = useMe()?.role;
  const mayBend = role === 'clinician';
  const next = nextStepWords(course, role, today);
  const [range, setRange] = useState(() => windowDays(window, today));
  const [start, setStart] = useState<StartTime | null>(null);
  const [reason, setReason] = useState('');
  const [isPressed, setPressed] = useState(false);
  const times = useQuery({ ...boosterStartTimesQuery(course.id, range), placeholderData: keepPreviousData });
  const book = useBookBooster(course);
  const input = useRef<HTMLInputElement>(null);
  const all = times.data?.flatMap(({ starts }) => starts) ?? [];
  const bent = start ? bentBy(start) : [];
  const earlier = earlierDays(range, today);

  const confirm = () => {
    setPressed(true);
    if (!start) return;
    if (bent.length > 0 && !reason.trim()) return ask(input.current);
    const overrides = bent.map(({ code }) => ({ code, reason: reason.trim() }));
    book.mutate(
      { startsAt: start.startsAt, poolId: start.poolId, overrides },
      {
        onSuccess: (after) => {
          const at = Date.parse(start.startsAt);
          const booked = after.sessions.find((one) => isBooster(one) && Date.parse(one.startsAt) === at);
          onClose();
          tell(
            `Booster of ${course.patientName} booked: ${formatDayAndTime(start.startsAt, zone)}${booked ? `, ${booked.chairName}` : ''}.`,
          );
        },
      },
    );
  };

  return (
    <Dialog
      isOpen
      size="wide"
      title={`Book the booster of ${course.patientName}`}
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button disabled={!start} loading={book.isPending} onClick={confirm}>
            {start ? `Book ${formatDayAndTime(start.startsAt, zone)}` : 'Choose a time first'}
          </Button>
        </>
      }
    >
      {window && <p className={styles.lead}>{windowSentence(window, today)}</p>}
      {next && <p className={styles.note}>{next}</p>}
      <NeededFirst starts={all} mayBend={mayBend} />
      <ProblemNote error={book.error} />
      {times.isError ? (
        <>
          <ProblemNote error={times.error} />
          <Button mt="sm" variant="default" onClick={() => times.refetch()}>
            Look again
          </Button>
        </>
      ) : (
        <StartTimePicker
          subject="the booster"
          days={times.data}
          zone={zone}
          chosen={start?.startsAt ?? null}
          onPick={(chosen) => {
            book.reset();
            setPressed(false);
            setStart(all.find((one) => one.startsAt === chosen.startsAt) ?? null);
          }}
          {...(window?.dueOn && { dayNotes: { [window.dueOn]: 'Due' } })}
          onEarlier={mayBend && earlier ? () => setRange(earlier) : undefined}
          onLater={mayBend ? () => setRange(laterDays(range)) : undefined}
        />
      )}
      {start && bent.length > 0 && (
        <BendReason bent={bent} reason={reason} isMissing={isPressed} input={input} onReason={setReason} />
      )}
    </Dialog>
  );
}

/** The buttons stand over the foot of the dialog: what is wrong with the field would be behind them. */
function ask(field: HTMLInputElement | null): void {
  field?.focus();
  requestAnimationFrame(() => field?.scrollIntoView?.({ block: 'center' }));
}

/** The longest stretch that one question may cover. */
const MOST_DAYS = 42;

/** The days of the window that are still to come; where all have passed, the next days, so that it is said why not. */
function windowDays(window: BoosterWindow | null, today: string): DayRange {
  if (!window || window.latestOn < today) return { from: today, to: shiftDays(today, SHOWN_DAYS - 1) };
  const from = window.earliestOn < today ? today : window.earliestOn;
  const most = shiftDays(from, MOST_DAYS - 1);
  return { from, to: window.latestOn < most ? window.latestOn : most };
}
