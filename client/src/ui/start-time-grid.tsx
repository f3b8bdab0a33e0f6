import { VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { formatTime } from '#client/lib/clinic-time.ts';
import { isFree, isRefused, type PickableStart } from './start-time.ts';
import styles from './start-time-picker.module.css';

type StartTimeGridProps = {
  starts: readonly PickableStart[];
  zone: string;
  chosen: string | null;
  label: string;
  onPick: (start: PickableStart) => void;
};

/** The times of one day, a row for each hour. Refused ones take the focus too, and say why. */
export function StartTimeGrid({ starts, zone, chosen, label, onPick }: StartTimeGridProps) {
  const times = starts.map((start) => formatTime(start.startsAt, zone));
  const minutes = [...new Set(times.map((time) => time.slice(-2)))].sort();
  const chosenIndex = starts.findIndex((start) => isSameInstant(start.startsAt, chosen));
  const firstFree = starts.findIndex(isFree);
  const [reached, setReached] = useState<number | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const entry = reached ?? Math.max(0, chosenIndex === -1 ? firstFree : chosenIndex);
  const told = starts[pointed ?? reached ?? -1];

  const reach = (index: number) => {
    setReached(index);
    list.current?.querySelectorAll<HTMLElement>('[role="option"]')[index]?.focus();
  };
  const go = (event: KeyboardEvent) => {
    const start = starts[entry];
    if ((event.key === 'Enter' || event.key === ' ') && start) {
      event.preventDefault();
      if (!isRefused(start)) onPick(start);
      return;
    }
    const next = nextIndex(event.key, entry, times);
    if (next === null) return;
    event.preventDefault();
    setPointed(null);
    reach(next);
  };

  return (
    <>
      <div
        ref={list}
        role="listbox"
        aria-label={label}
        className={styles.grid}
        style={{ gridTemplateColumns: `repeat(${minutes.length}, minmax(0, 1fr))` }}
        onKeyDown={go}
        onPointerLeave={() => setPointed(null)}
      >
        {starts.map((start, index) => {
          const time = times[index] ?? '';
          const refused = isRefused(start);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox takes the keys
            <div
              key={start.startsAt}
              role="option"
              aria-selected={index === chosenIndex}
              aria-disabled={refused || undefined}
              tabIndex={index === entry ? 0 : -1}
              className={styles.time}
              data-warned={(!refused && start.refusals.length > 0) || undefined}
              data-bendable={(!refused && !isFree(start)) || undefined}
              style={{ gridColumn: minutes.indexOf(time.slice(-2)) + 1 }}
              onFocus={() => setReached(index)}
              onPointerEnter={() => setPointed(index)}
              onClick={() => (refused ? reach(index) : onPick(start))}
            >
              {time}
              {start.refusals.length > 0 && (
                <VisuallyHidden>
                  , {start.refusals.map(({ detail }) => detail).join(' ')}
                  {start.mayBend && ' You may choose it with a reason.'}
                </VisuallyHidden>
              )}
            </div>
          );
        })}
      </div>
      <p className={styles.note}>
        {told && told.refusals.length > 0 ? (
          <>
            <b>{formatTime(told.startsAt, zone)}</b> {told.refusals.map(({ detail }) => detail).join(' ')}
            {told.mayBend && ' You may choose it with a reason.'}
          </>
        ) : (
          <span className={styles.quiet}>
            {firstFree === -1 ? 'No time is free on this day. ' : ''}
            Arrow keys move, Enter chooses. A struck time says here why it is not free.
          </span>
        )}
      </p>
    </>
  );
}

const isSameInstant = (a: string, b: string | null) => b !== null && Date.parse(a) === Date.parse(b);

/** Where a key leads among times laid out one row an hour; null for keys that lead nowhere. */
export function nextIndex(key: string, index: number, times: readonly string[]): number | null {
  const last = times.length - 1;
  if (key === 'ArrowRight') return Math.min(last, index + 1);
  if (key === 'ArrowLeft') return Math.max(0, index - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'ArrowDown') return inOtherHour(times, index, 1);
  if (key === 'ArrowUp') return inOtherHour(times, index, -1);
  return null;
}

/** The time of the same minute in the next row, or the nearest to it that the row has. */
function inOtherHour(times: readonly string[], index: number, direction: 1 | -1): number {
  const hourOf = (time: string | undefined) => time?.slice(0, -3);
  const minuteOf = (time: string | undefined) => Number(time?.slice(-2));
  let edge = index;
  while (times[edge] !== undefined && hourOf(times[edge]) === hourOf(times[index])) edge += direction;
  const row = times.flatMap((time, i) => (hourOf(time) === hourOf(times[edge]) ? [i] : []));
  const distance = (i: number) => Math.abs(minuteOf(times[i]) - minuteOf(times[index]));
  return row.reduce((best, i) => (distance(i) < distance(best) ? i : best), row[0] ?? index);
}
