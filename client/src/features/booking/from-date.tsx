import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatDay, formatDaysAway } from '#client/lib/clinic-time.ts';

type FromDateProps = { value: string; today: string; onChange: (date: string) => void };

/** The first day that session 1 may be on. While a date is being typed it is left alone, until it is one. */
export function FromDate({ value, today, onChange }: FromDateProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  const isWhole = typed === value;
  return (
    <TextInput
      label="Start on or after"
      description={isWhole ? `${formatDay(value)}, ${formatDaysAway(value, today)}` : 'A day from today on'}
      type="date"
      min={today}
      value={typed}
      onChange={(event) => {
        const date = event.currentTarget.value;
        setTyped(date);
        if (date >= today) onChange(date);
      }}
      onBlur={() => setTyped(value)}
    />
  );
}
