import { PasswordInput } from '@mantine/core';
import { type KeyboardEvent, type Ref, useState } from 'react';
import styles from './password-field.module.css';

type PasswordFieldProps = {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  /** A new one is chosen: browsers offer one, and it is said what is asked of it. */
  isNew?: boolean;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/** Any password: it can be looked at, and Caps Lock is mentioned before it costs a try. */
export function PasswordField({ isNew, error, value, onChange, ...field }: PasswordFieldProps) {
  const [isCapsLock, setCapsLock] = useState(false);
  const noteCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <div>
      <PasswordInput
        {...field}
        size="md"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        description={isNew && 'At least 12 characters. A few words that do not belong together are good.'}
        value={value}
        error={error}
        // Mantine says it of every other field.
        aria-invalid={error ? true : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={noteCapsLock}
        onKeyUp={noteCapsLock}
        onBlur={() => setCapsLock(false)}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
      />
      <p role="status" className={styles.capsLock}>
        {isCapsLock && 'Caps Lock is on.'}
      </p>
    </div>
  );
}
