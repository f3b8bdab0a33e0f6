import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatDate } from '#client/lib/clinic-time.ts';
import { instrumentsQuery } from '#client/lib/instruments-query.ts';
import { responseQuery } from '#client/lib/response-query.ts';
import { changeWords, LEVEL_WORDS } from '#client/lib/response-words.ts';
import type { Assessment } from '#server/contract/response.ts';
import styles from './booster-order.module.css';

const MOST = 500;

type EvidenceFieldProps = {
  courseId: string;
  value: string;
  onChange: (evidence: string) => void;
};

/** What the order rests on: in words, or the newest score of a scale with a press. */
export function EvidenceField({ courseId, value, onChange }: EvidenceFieldProps) {
  const response = useQuery(responseQuery(courseId));
  const instruments = useQuery(instrumentsQuery);
  const offered = (response.data?.series ?? []).flatMap(({ instrument, entries, latestId }) => {
    const name = instruments.data?.find(({ code }) => code === instrument)?.name;
    const score = entries.find(({ id }) => id === latestId);
    if (!name || !score) return [];
    const words = scoreWords(name, score);
    const isRoom = value.length + words.length + 2 <= MOST;
    return value.includes(words) || !isRoom ? [] : [{ words, label: dated(name, score) }];
  });
  return (
    <div className={styles.evidence}>
      <TextInput
        label="On what evidence"
        placeholder="Optional: a score and its date"
        maxLength={MOST}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {offered.map(({ words, label }) => (
        <Button
          key={words}
          size="compact-sm"
          variant="default"
          onClick={() => onChange(value.trim() === '' ? words : `${value.trim()}; ${words}`)}
        >
          Add {label}
        </Button>
      ))}
    </div>
  );
}

/** "PHQ-9 9 on 2 Mar 2027" */
const dated = (name: string, { total, assessedOn }: Assessment): string =>
  `${name} ${total} on ${formatDate(assessedOn)}`;

/** "PHQ-9 9 on 2 Mar 2027, 50 % below baseline, response": it is read years later. */
function scoreWords(name: string, score: Assessment): string {
  const outcome = [changeWords(score.percentChange), score.level && LEVEL_WORDS[score.level]];
  return [dated(name, score), ...outcome].filter(Boolean).join(', ');
}
