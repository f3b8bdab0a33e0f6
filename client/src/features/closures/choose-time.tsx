import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { instantOf, localDateOf, localTimeOf } from '#client/lib/clinic-time.ts';
import styles from './closures.module.css';

type ChooseTimeProps = {
  /** "session 3 of Ana Ruiz" */
  what: string;
  /** An instant to begin with. */
  startsAt: string;
  zone: string;
  onChoose: (startsAt: string) => void;
};

/** Another time for one session, by hand. Whether it will do is for the next preview to say. */
export function ChooseTime({ what, startsAt, zone, onChoose }: ChooseTimeProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [date, setDate] = useState(localDateOf(startsAt, zone));
  const [time, setTime] = useState(localTimeOf(startsAt, zone));
  if (!isOpen) {
    return (
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={`Choose another time for ${what}`}
        onClick={() => setIsOpen(true)}
      >
        Choose another time
      </Button>
    );
  }
  const choose = (event: FormEvent) => {
    event.preventDefault();
    if (date && time) onChoose(instantOf(date, time, zone));
  };
  return (
    <form className={styles.choose} onSubmit={choose} noValidate>
      <TextInput
        // The button that was pressed is replaced by this.
        autoFocus
        type="date"
        size="xs"
        label="Day"
        value={date}
        onChange={(event) => setDate(event.currentTarget.value)}
      />
      <TextInput
        type="time"
        size="xs"
        label="Time"
        value={time}
        onChange={(event) => setTime(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="default" aria-label={`Use this time for ${what}`}>
        Use this time
      </Button>
    </form>
  );
}
