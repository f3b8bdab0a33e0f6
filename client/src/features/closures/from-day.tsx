import { TextInput } from '@mantine/core';
import { formatDay } from '#client/lib/clinic-time.ts';

type FromDayProps = {
  value: string;
  today: string;
  onChange: (day: string) => void;
  /** Once it has been asked for, what is wrong with it is said. */
  isAsked: boolean;
  /** The days from which on something else is planned already. */
  planned?: readonly string[];
};

/** The first day on which something holds. */
export function FromDay({ value, today, onChange, isAsked, planned = [] }: FromDayProps) {
  const replaced = planned.filter((day) => value !== '' && day >= value);
  return (
    <TextInput
      type="date"
      label="From this day on"
      // Whoever opens the form begins here.
      autoFocus
      value={value}
      min={today}
      onChange={(event) => onChange(event.currentTarget.value)}
      description={
        replaced.length > 0
          ? `This takes the place of what was planned from ${replaced.map(formatDay).join(' and from ')} on.`
          : undefined
      }
      error={isAsked && (value === '' || value < today) && 'Choose today or a later day.'}
    />
  );
}
