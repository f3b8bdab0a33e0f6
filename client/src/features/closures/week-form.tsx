import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import styles from './closures.module.css';
import { FromDay } from './from-day.tsx';
import { type Stretch, WEEKDAYS } from './hours-words.ts';
import { LookButtons } from './look-buttons.tsx';
import { troubleIn } from './week-trouble.ts';

type WeekFormProps = {
  /** "opening hours", "hours of Nia Cole" */
  what: string;
  /** What holds now, or is planned: to begin with. */
  week: readonly Stretch[];
  today: string;
  from: string;
  /** The days from which on something else is planned already. */
  planned: readonly string[];
  /** A clinic is open on some day; a person may be there on none. */
  mayBeEmpty: boolean;
  isLooking: boolean;
  onLook: (from: string, week: Stretch[]) => void;
  onCancel: () => void;
};

/** A stretch that is being typed: a key that stays while the others come and go. */
type Row = Stretch & { key: number };

/** The hours of a week, from a day on. */
export function WeekForm({
  what,
  week,
  today,
  mayBeEmpty,
  isLooking,
  onLook,
  onCancel,
  ...given
}: WeekFormProps) {
  const [from, setFrom] = useState(given.from);
  const [rows, setRows] = useState<Row[]>(() =>
    week.map(({ to, ...row }, key) => ({ ...row, to: to === MIDNIGHT ? '00:00' : to, key })),
  );
  const [isAsked, setIsAsked] = useState(false);
  const keys = useRef(week.length);
  const form = useRef<HTMLFormElement>(null);

  const asked = rows.map(({ weekday, from: start, to }) => ({
    weekday,
    from: start,
    to: to === '00:00' ? MIDNIGHT : to,
  }));
  const isEmpty = rows.length === 0 && !mayBeEmpty;
  const look = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (!from || from < today || isEmpty || asked.some((_, index) => troubleIn(asked, index))) return;
    onLook(from, asked);
  };
  const change = (key: number, typed: Partial<Stretch>) =>
    setRows((all) => all.map((row) => (row.key === key ? { ...row, ...typed } : row)));
  const add = (weekday: number) => {
    const key = keys.current;
    keys.current += 1;
    const before = rows.findLast((row) => row.weekday <= weekday);
    const isFirst = before?.weekday !== weekday;
    setRows((all) => [
      ...all,
      {
        weekday,
        from: isFirst ? (before?.from ?? '09:00') : '',
        to: isFirst ? (before?.to ?? '17:00') : '',
        key,
      },
    ]);
  };
  const remove = ({ key, weekday }: Row) => {
    setRows((all) => all.filter((row) => row.key !== key));
    // The button that was pressed is gone: the next thing to do on that day.
    form.current?.querySelector<HTMLElement>(`[data-add="${weekday}"]`)?.focus();
  };

  return (
    <form className={styles.week} onSubmit={look} noValidate ref={form} aria-label={`Change the ${what}`}>
      <FromDay value={from} today={today} onChange={setFrom} isAsked={isAsked} planned={given.planned} />
      {WEEKDAYS.map((day, index) => (
        // biome-ignore lint/a11y/useSemanticElements: a legend cannot stand beside its fields
        <div key={day} role="group" aria-label={day} className={styles.weekday}>
          <span aria-hidden="true">{day}</span>
          <div className={styles.stretches}>
            {rows
              .filter(({ weekday }) => weekday === index + 1)
              .map((row, n) => {
                const number = n === 0 ? '' : ` ${n + 1}`;
                return (
                  <StretchFields
                    key={row.key}
                    name={(edge) => `${day} ${edge}${number}`}
                    stretch={row}
                    trouble={isAsked ? troubleIn(asked, rows.indexOf(row)) : null}
                    onChange={(typed) => change(row.key, typed)}
                    onRemove={() => remove(row)}
                    removeLabel={`Remove the hours on ${day}${number}`}
                  />
                );
              })}
            <Button
              size="compact-sm"
              variant="subtle"
              data-add={index + 1}
              aria-label={`Add hours on ${day}`}
              onClick={() => add(index + 1)}
            >
              Add hours
            </Button>
          </div>
        </div>
      ))}
      {isAsked && isEmpty && (
        <p role="alert" className={styles.wrong}>
          Add hours on one day of the week at least. To close for some time, use Closures.
        </p>
      )}
      <LookButtons isLooking={isLooking} onCancel={onCancel} />
    </form>
  );
}

type StretchFieldsProps = {
  /** "Monday from", "Monday until 2" */
  name: (edge: 'from' | 'until') => string;
  stretch: Stretch;
  trouble: string | null;
  onChange: (typed: Partial<Stretch>) => void;
  onRemove: () => void;
  removeLabel: string;
};

function StretchFields({ name, stretch, trouble, onChange, onRemove, removeLabel }: StretchFieldsProps) {
  return (
    <div className={styles.stretch}>
      <TextInput
        type="time"
        size="xs"
        aria-label={name('from')}
        value={stretch.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
        error={trouble}
      />
      <span aria-hidden="true">to</span>
      <TextInput
        type="time"
        size="xs"
        aria-label={name('until')}
        value={stretch.to}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      <Button size="compact-sm" variant="subtle" aria-label={removeLabel} onClick={onRemove}>
        Remove
      </Button>
    </div>
  );
}

/** The end of a day, which a clock shows as the beginning of the next. */
const MIDNIGHT = '24:00';
