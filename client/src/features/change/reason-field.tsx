import { NativeSelect } from '@mantine/core';
import {
  CANCEL_REASON_GROUPS,
  CANCEL_REASON_WORDS,
  type GivenCancelReason,
} from '#client/lib/session-words.ts';

type ReasonFieldProps = {
  value: GivenCancelReason | '';
  isMissing: boolean;
  onChange: (reason: GivenCancelReason | '') => void;
};

/** Why something is taken out, in one of the clinic's codes. */
export function ReasonField({ value, isMissing, onChange }: ReasonFieldProps) {
  return (
    <NativeSelect
      label="Why"
      maw={340}
      value={value}
      error={isMissing && !value ? 'Choose a reason first.' : undefined}
      onChange={(event) => onChange(event.currentTarget.value as GivenCancelReason | '')}
      data={[
        { value: '', label: 'Choose a reason' },
        ...CANCEL_REASON_GROUPS.map((group) => ({
          group: group.label,
          items: group.reasons.map((reason) => ({ value: reason, label: CANCEL_REASON_WORDS[reason] })),
        })),
      ]}
    />
  );
}
