import { Button } from '@mantine/core';
import { formatEvery } from '#client/lib/clinic-time.ts';
import { ChoiceRow } from '#client/ui/choice-row.tsx';
import type { BoosterSuggestions } from '#server/contract/booster-order.ts';
import styles from './booster-order.module.css';
import { AS_NEEDED, OTHER, SERIES } from './order-draft.ts';
import { intervalWords } from './order-words.ts';
import { rungsOf } from './rungs.ts';

type LadderProps = {
  ladder: Pick<BoosterSuggestions, 'ladder' | 'interval' | 'stepBack' | 'stepForward'>;
  /** The choice that holds now, ordered or by the protocol. */
  now: string | null;
  choice: string;
  onChoose: (choice: string) => void;
};

/** The intervals from close together to far apart, with what holds now among them, and a step either way from it. */
export function Ladder({ ladder, now, choice, onChoose }: LadderProps) {
  const noteOf = (value: string) => (value === now ? 'now' : undefined);
  return (
    <div className={styles.ladder}>
      <ChoiceRow
        legend="A booster"
        value={choice}
        choices={[
          ...rungsOf(ladder.ladder, ladder.interval).map((rung) => ({
            value: rung,
            label: formatEvery(rung),
            note: noteOf(rung),
          })),
          { value: OTHER, label: 'other interval' },
          { value: AS_NEEDED, label: 'as needed', note: noteOf(AS_NEEDED) },
          { value: SERIES, label: 'a series close together', note: noteOf(SERIES) },
        ]}
        onChange={onChoose}
      />
      <div className={styles.row}>
        <Step to={ladder.stepBack} words="Step back" onChoose={onChoose} />
        <Step to={ladder.stepForward} words="Step forward" onChoose={onChoose} />
      </div>
    </div>
  );
}

function Step(props: { to: string | null; words: string; onChoose: (choice: string) => void }) {
  const { to, words, onChoose } = props;
  if (to === null) return null;
  return (
    <Button size="compact-sm" variant="default" onClick={() => onChoose(to)}>
      {words} to {intervalWords(to)}
    </Button>
  );
}
