import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { instantOf, shiftDays } from '#client/lib/clinic-time.ts';
import { chairsQuery } from '#client/lib/queries.ts';
import type { NewClosure } from '#server/contract/closure.ts';
import styles from './closures.module.css';

const WHOLE_CLINIC = '';

type ClosureFormProps = {
  /** The day it begins with. */
  date: string;
  zone: string;
  /** Who may be away. */
  staff: readonly { id: string; name: string }[];
  isLooking: boolean;
  onLook: (closure: NewClosure) => void;
};

/** What is closed, and when. Times that are left empty mean the whole day. */
export function ClosureForm({ date, zone, staff, isLooking, onLook }: ClosureFormProps) {
  const chairs = useQuery(chairsQuery);
  const [what, setWhat] = useState(WHOLE_CLINIC);
  const [from, setFrom] = useState(date);
  const [to, setTo] = useState(date);
  const [fromTime, setFromTime] = useState('');
  const [toTime, setToTime] = useState('');
  const [reason, setReason] = useState('');
  const [isAsked, setIsAsked] = useState(false);

  const startsAt = from && instantOf(from, fromTime || '00:00', zone);
  const endsAt = to && (toTime ? instantOf(to, toTime, zone) : instantOf(shiftDays(to, 1), '00:00', zone));
  const isOrdered = startsAt !== '' && endsAt !== '' && Date.parse(endsAt) > Date.parse(startsAt);

  const look = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (!isOrdered || reason.trim() === '') return;
    onLook({ startsAt, endsAt, reason: reason.trim(), ...closed(what, staff) });
  };

  return (
    <form className={styles.form} onSubmit={look} noValidate>
      <NativeSelect
        label="What is closed"
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
        data={[
          { value: WHOLE_CLINIC, label: 'The whole clinic' },
          ...(chairs.data ?? [])
            .filter(({ outOfUseFrom }) => !outOfUseFrom || outOfUseFrom > date)
            .map(({ id, name }) => ({ value: id, label: name })),
          ...staff.map(({ id, name }) => ({ value: id, label: `${name} is away` })),
        ]}
      />
      <div className={styles.fields}>
        <TextInput
          type="date"
          label="First day"
          value={from}
          onChange={({ currentTarget: { value } }) => {
            setFrom(value);
            if (to < value) setTo(value);
          }}
        />
        <TextInput
          type="time"
          label="From (empty: all day)"
          value={fromTime}
          onChange={(event) => setFromTime(event.currentTarget.value)}
        />
      </div>
      <div className={styles.fields}>
        <TextInput
          type="date"
          label="Last day"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={isAsked && !isOrdered && 'Choose an end that is after the start.'}
        />
        <TextInput
          type="time"
          label="Until (empty: all day)"
          value={toTime}
          onChange={(event) => setToTime(event.currentTarget.value)}
        />
      </div>
      <TextInput
        label="Why"
        description="Colleagues read it on the day. Patients do not."
        value={reason}
        maxLength={200}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={isAsked && reason.trim() === '' && 'Say why in a few words.'}
      />
      <div>
        <Button type="submit" variant="default" loading={isLooking}>
          See what it breaks
        </Button>
      </div>
    </form>
  );
}

function closed(id: string, staff: ClosureFormProps['staff']): Pick<NewClosure, 'chairId' | 'staffId'> {
  if (id === WHOLE_CLINIC) return {};
  return staff.some((person) => person.id === id) ? { staffId: id } : { chairId: id };
}
