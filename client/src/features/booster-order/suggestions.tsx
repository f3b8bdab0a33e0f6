import { Button } from '@mantine/core';
import type { BoosterSuggestions } from '#server/contract/booster-order.ts';
import styles from './booster-order.module.css';
import { SERIES } from './order-draft.ts';
import { choiceWords } from './order-words.ts';

type Suggestion = BoosterSuggestions['suggestions'][number];

type SuggestionsProps = {
  suggestions: readonly Suggestion[];
  /** The choice that holds now. */
  now: string | null;
  onChoose: (choice: string) => void;
};

/** What a clinician might do, and why. A press only chooses it, to be looked at: nothing is set by that. */
export function Suggestions({ suggestions, now, onChoose }: SuggestionsProps) {
  if (suggestions.length === 0) return null;
  return (
    <ul className={styles.suggestions} aria-label="What could be done">
      {suggestions.map((suggestion) => {
        const choice = choiceOf(suggestion, now);
        return (
          <li key={suggestion.code}>
            <span>{suggestion.words}</span>
            {choice && (
              <Button size="compact-sm" variant="default" onClick={() => onChoose(choice)}>
                Look at {choiceWords(choice)}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Null where it is no order that is suggested. */
function choiceOf({ code, interval }: Suggestion, now: string | null): string | null {
  if (code === 'review-need') return null;
  if (code === 'series') return SERIES;
  return interval ?? now;
}
