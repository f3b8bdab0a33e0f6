import type { Gate } from '#server/contract/gates.endpoints.ts';
import { isQuiet, STATE_MARKS, stateWords } from './gate-words.ts';
import styles from './gates.module.css';

/** How a gate stands, by a mark and in words. */
export function GateStateMark({ gate }: { gate: Pick<Gate, 'state' | 'isFlag'> }) {
  return (
    <span className={styles.state} data-asks={!isQuiet(gate) || undefined}>
      <i aria-hidden="true">{STATE_MARKS[gate.state]}</i> {stateWords(gate)}
    </span>
  );
}
