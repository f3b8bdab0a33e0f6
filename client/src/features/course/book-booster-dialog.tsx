import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDayAndTime, shiftDays } from '#client/lib/clinic-time.ts';
import { windowSentence } from '#client/lib/course-words.ts';
import { type DayRange, SHOWN_DAYS } from '#client/lib/start-days.ts';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { StartTimePicker } from '#client/ui/start-time-picker.tsx';
import { tell } from '#client/ui/toast.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { BoosterWindow } from '#server/contract/plan.ts';
import { boosterStartTimesQuery, useBookBooster } from './book-booster.ts';
import styles from './course.module.css';

type BookBoosterDialogProps = { course: Course; clinic: Clinic; onClose: () => void };

/** One booster, on a day of its window. */
export function BookBoosterDialog({ course, clinic, onClose }: BookBoosterDialogProps) {
  const { zone, today } = clinic;
  const window = course.boosterWindow;
  const [range] = useState(() => windowDays(window, today));
  const [start, setStart] = useState<{ startsAt: string; poolId: string | null } | null>(null);
  const times = useQuery({ ...boosterStartTimesQuery(course.id, range), placeholderData: keepPreviousData });
  const book = useBookBooster(course);

  const confirm = () =>
    start &&
    book.mutate(start, {
      onSuccess: (after) => {
        const booked = after.sessions.find(({ id }) => id === after.bookedBoosterId);
        onClose();
        tell(
          `Booster of ${course.patientName} booked: ${formatDayAndTime(booked?.startsAt ?? start.startsAt, zone)}${booked ? `, ${booked.chairName}` : ''}.`,
        );
      },
    });

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
          onPick={(picked) => {
            book.reset();
            setStart({ startsAt: picked.startsAt, poolId: picked.poolId });
          }}
          {...(window?.dueOn && { dayNotes: { [window.dueOn]: 'Due' } })}
        />
      )}
    </Dialog>
  );
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
