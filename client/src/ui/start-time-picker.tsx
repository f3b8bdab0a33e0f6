import { useState } from 'react';
import { formatDay, localDateOf } from '#client/lib/clinic-time.ts';
import { LateSkeleton } from './late-skeleton.tsx';
import { isClosed, type PickableDay, type PickableStart } from './start-time.ts';
import { StartTimeDays } from './start-time-days.tsx';
import { StartTimeGrid } from './start-time-grid.tsx';
import styles from './start-time-picker.module.css';

export type StartTimePickerProps = {
  /** What is being given a time: "session 3". */
  subject: string;
  /** Undefined while it loads. */
  days: readonly PickableDay[] | undefined;
  zone: string;
  /** The start that is chosen, an instant. */
  chosen?: string | null | undefined;
  onPick: (start: PickableStart) => void;
  /** What else of the course is on a day: `{ '2026-03-02': 'Session 1' }`. */
  dayNotes?: Readonly<Record<string, string>>;
  /** Show days before or after these. Absent where there are none. */
  onEarlier?: (() => void) | undefined;
  onLater?: (() => void) | undefined;
};

/** A strip of days, and the times of the day that is open. A refused time can be reached, and says why. */
export function StartTimePicker(props: StartTimePickerProps) {
  const { days, zone, chosen, subject } = props;
  const [openDate, setOpenDate] = useState<string | null>(null);
  if (!days) return <LateSkeleton label={`Looking for times for ${subject}`} blocks={[72, 340]} />;

  const chosenDate = chosen ? localDateOf(chosen, zone) : null;
  const day =
    days.find(({ date }) => date === openDate) ??
    days.find(({ date }) => date === chosenDate) ??
    days.find(({ freeCount }) => freeCount > 0) ??
    days[0];
  if (!day) return <p className={styles.empty}>There are no days to choose from.</p>;

  return (
    <div className={styles.picker}>
      <StartTimeDays
        days={days}
        open={day.date}
        onOpen={setOpenDate}
        chosenDate={chosenDate}
        label={`Days for ${subject}`}
        notes={props.dayNotes ?? {}}
        onEarlier={props.onEarlier}
        onLater={props.onLater}
      />
      <div role="tabpanel" id={`day-${day.date}`} aria-label={formatDay(day.date)} className={styles.panel}>
        {isClosed(day) ? (
          <p className={styles.empty}>{day.closedReason ?? 'The clinic is closed on this day.'}</p>
        ) : (
          <StartTimeGrid
            key={day.date}
            starts={day.starts}
            zone={zone}
            chosen={chosen ?? null}
            label={`Times on ${formatDay(day.date)}`}
            onPick={props.onPick}
          />
        )}
      </div>
    </div>
  );
}
