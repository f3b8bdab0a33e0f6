import { type FormEvent, useState } from 'react';
import styles from './closures.module.css';
import { FromDay } from './from-day.tsx';
import { LookButtons } from './look-buttons.tsx';

type ChairFormProps = {
  name: string;
  inUse: boolean;
  today: string;
  isLooking: boolean;
  onLook: (from: string) => void;
  onCancel: () => void;
};

/** From which day on a chair is out of use, or in use again. */
export function ChairForm({ name, inUse, today, isLooking, onLook, onCancel }: ChairFormProps) {
  const [from, setFrom] = useState(today);
  const [isAsked, setIsAsked] = useState(false);
  const look = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (from && from >= today) onLook(from);
  };
  const what = inUse ? `Put ${name} back in use` : `Take ${name} out of use`;
  return (
    <form className={styles.week} onSubmit={look} noValidate aria-label={what}>
      <FromDay value={from} today={today} onChange={setFrom} isAsked={isAsked} />
      <LookButtons isLooking={isLooking} onCancel={onCancel} />
    </form>
  );
}
