import { TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import type { StartTime } from '#server/contract/plan.ts';
import styles from './course.module.css';

type Rule = StartTime['refusals'][number];

/** The rules that a start would bend, each once. */
export const bentBy = ({ refusals }: StartTime): Rule[] =>
  refusals.filter(
    ({ code, severity }, index) =>
      severity === 'hard' && refusals.findIndex((other) => other.code === code) === index,
  );

type BendReasonProps = {
  bent: readonly Rule[];
  reason: string;
  isMissing: boolean;
  input: RefObject<HTMLInputElement | null>;
  onReason: (reason: string) => void;
};

/** What is against the chosen start, and why it may be so all the same. */
export function BendReason({ bent, reason, isMissing, input, onReason }: BendReasonProps) {
  return (
    <div className={styles.bent}>
      <ul aria-label="Rules that it bends">
        {bent.map(({ code, detail }) => (
          <li key={code}>{detail}</li>
        ))}
      </ul>
      <TextInput
        ref={input}
        label="Why it may be so"
        description="Stays on record with the session"
        maxLength={500}
        value={reason}
        error={isMissing && !reason.trim() ? 'Say why first.' : undefined}
        onChange={(event) => onReason(event.currentTarget.value)}
      />
    </div>
  );
}
