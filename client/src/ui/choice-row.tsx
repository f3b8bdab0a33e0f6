import { useId } from 'react';
import styles from './choice-row.module.css';

type ChoiceRowProps<V extends string> = {
  legend: string;
  value: V;
  choices: readonly { value: V; label: string; note?: string | undefined }[];
  onChange: (value: V) => void;
};

/** One of a few, side by side: radio buttons in all but looks. */
export function ChoiceRow<V extends string>({ legend, value, choices, onChange }: ChoiceRowProps<V>) {
  const name = useId();
  return (
    <fieldset className={styles.row}>
      <legend>{legend}</legend>
      <div className={styles.choices}>
        {choices.map((choice) => (
          <label key={choice.value} className={styles.choice}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            <span>{choice.label}</span>
            {choice.note && <small>{choice.note}</small>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
