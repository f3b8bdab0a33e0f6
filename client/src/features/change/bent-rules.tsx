import { TextInput } from '@mantine/core';
import { ROLE_WORDS, type Role } from '#client/lib/role-words.ts';
import type { BentRule, ChangePreview } from '#server/contract/change.ts';
import styles from './change.module.css';

/** Reasons by the rule that they are for. */
export type Reasons = Readonly<Record<string, string>>;

export const ruleKey = ({ code, sequence }: Pick<BentRule, 'code' | 'sequence'>): string =>
  `${code} ${sequence ?? ''}`;

const isHard = ({ severity }: BentRule) => severity === 'hard';

/** Hard rules that this person may let be bent. */
export const mineToBend = ({ violations }: ChangePreview, role: Role): BentRule[] =>
  violations.filter((rule) => isHard(rule) && rule.mayOverride.includes(role));

/** Whether this person can make the change at all, giving a reason where one is needed. */
export const canMake = ({ violations }: ChangePreview, role: Role): boolean =>
  violations.every((rule) => !isHard(rule) || rule.mayOverride.includes(role));

/** Whose it is to decide: "A clinician may let this be." */
export function whoseWords({ mayOverride }: Pick<BentRule, 'mayOverride'>): string {
  if (mayOverride.length === 0) return 'Nobody may let this be.';
  const who = mayOverride.map((role) => `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${ROLE_WORDS[role]}`);
  const words = who.join(' or ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} may let this be.`;
}

type BentRulesProps = {
  preview: ChangePreview;
  role: Role;
  reasons: Reasons;
  /** A reason was missing when the change was to be made. */
  isMissing: boolean;
  onReason: (key: string, reason: string) => void;
};

/** What the change bends: a warning is told, a rule of this person's asks why, any other says whose it is. */
export function BentRules({ preview, role, reasons, isMissing, onReason }: BentRulesProps) {
  if (preview.violations.length === 0) return <p className={styles.quiet}>It bends no rule.</p>;
  return (
    <ul className={styles.rules} aria-label="Rules that it bends">
      {preview.violations.map((rule) => {
        const key = ruleKey(rule);
        const isMine = isHard(rule) && rule.mayOverride.includes(role);
        return (
          <li key={`${key} ${rule.detail}`} data-severity={rule.severity}>
            <span>{rule.detail}</span>
            {isHard(rule) && !isMine && <span className={styles.whose}> {whoseWords(rule)}</span>}
            {isMine && (
              <TextInput
                mt={4}
                label="Why it may be so"
                description="Stays in the history of the course"
                maxLength={500}
                value={reasons[key] ?? ''}
                error={isMissing && !reasons[key]?.trim() ? 'Say why first.' : undefined}
                onChange={(event) => onReason(key, event.currentTarget.value)}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
