import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { formatDay } from '#client/lib/clinic-time.ts';
import { isClosed, type PickableDay } from './start-time.ts';
import styles from './start-time-picker.module.css';

type StartTimeDaysProps = {
  days: readonly PickableDay[];
  open: string;
  onOpen: (date: string) => void;
  chosenDate: string | null;
  label: string;
  notes: Readonly<Record<string, string>>;
  onEarlier: (() => void) | undefined;
  onLater: (() => void) | undefined;
};

const STEPS: Record<string, (index: number, last: number) => number> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  Home: () => 0,
  End: (_, last) => last,
};

/** The days as tabs: the arrow keys go from day to day, and the times of the day follow at once. */
export function StartTimeDays(props: StartTimeDaysProps) {
  const { days, open, onOpen, chosenDate, label, notes, onEarlier, onLater } = props;
  const strip = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    centre(strip.current, open);
  }, [open]);

  const go = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const index = days.findIndex(({ date }) => date === open);
    const next = step && days[Math.min(days.length - 1, Math.max(0, step(index, days.length - 1)))];
    if (!next) return;
    event.preventDefault();
    onOpen(next.date);
    strip.current?.querySelector<HTMLElement>(`[data-date="${next.date}"]`)?.focus();
  };

  return (
    <div className={styles.days}>
      {onEarlier && (
        <button type="button" className={styles.turn} onClick={onEarlier} aria-label="Earlier days">
          ‹
        </button>
      )}
      <div className={styles.strip} role="tablist" aria-label={label} ref={strip} onKeyDown={go}>
        {days.map((day) => {
          const [weekday, ...rest] = formatDay(day.date).split(' ');
          return (
            <button
              key={day.date}
              type="button"
              role="tab"
              data-date={day.date}
              aria-selected={day.date === open}
              aria-controls={day.date === open ? `day-${day.date}` : undefined}
              aria-label={spokenDay(day, notes[day.date])}
              tabIndex={day.date === open ? 0 : -1}
              className={styles.day}
              data-closed={isClosed(day) || undefined}
              data-full={day.freeCount === 0 || undefined}
              data-chosen={day.date === chosenDate || undefined}
              title={day.closedReason}
              onClick={() => onOpen(day.date)}
            >
              <span>{weekday}</span>
              <b>{rest.join(' ')}</b>
              <span>{notes[day.date] ?? countWords(day)}</span>
            </button>
          );
        })}
      </div>
      {onLater && (
        <button type="button" className={styles.turn} onClick={onLater} aria-label="Later days">
          ›
        </button>
      )}
    </div>
  );
}

function countWords(day: PickableDay): string {
  if (isClosed(day)) return 'Closed';
  return day.freeCount === 0 ? 'None free' : `${day.freeCount} free`;
}

function spokenDay(day: PickableDay, note: string | undefined): string {
  const state = day.closedReason ?? countWords(day).toLowerCase();
  return [formatDay(day.date), state, note].filter(Boolean).join(', ');
}

/** Scrolls the strip alone: `scrollIntoView` would move the page under the reader. */
function centre(strip: HTMLElement | null, date: string) {
  const tab = strip?.querySelector<HTMLElement>(`[data-date="${date}"]`);
  if (strip && tab) strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
}
