import { TextInput } from '@mantine/core';
import type { Ref } from 'react';
import styles from './code-field.module.css';

type CodeFieldProps = {
  label: string;
  description: string;
  value: string;
  onChange: (digits: string) => void;
  /** All six are there. */
  onWhole: (digits: string) => void;
  error?: string | undefined;
  ref?: Ref<HTMLInputElement>;
};

export const CODE_DIGITS = 6;

/** Six digits, which are sent as soon as they are whole. Spaces are no fault. */
export function CodeField({ value, onChange, onWhole, ...field }: CodeFieldProps) {
  const type = (text: string) => {
    const digits = text.replace(/\D/g, '').slice(0, CODE_DIGITS);
    onChange(digits);
    if (digits.length === CODE_DIGITS && digits !== value) onWhole(digits);
  };
  return (
    <TextInput
      {...field}
      size="md"
      name="code"
      autoComplete="one-time-code"
      inputMode="numeric"
      spellCheck={false}
      value={value}
      onChange={(event) => type(event.currentTarget.value)}
      classNames={{ input: styles.code }}
    />
  );
}
