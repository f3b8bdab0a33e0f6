import type { Gate } from '#server/contract/gates.endpoints.ts';
import { isQuiet, stateWords } from './gate-words.ts';
import styles from './gates.module.css';

/** A tick, an exclamation mark, a cross, a dash: each says the same as its word, for those who go by a glance. */
const TICK = 'M1.5 5.5 4 8l4.5-6';
const MARK = 'M5 1v5M5 8.6v.2';
const CROSS = 'M2 2l6 6M8 2 2 8';
const DASH = 'M2 5h6';

const PATHS: Record<Gate['state'], string> = {
  done: TICK,
  clear: TICK,
  expiring: MARK,
  expired: CROSS,
  open: CROSS,
  overdue: CROSS,
  'not-needed': DASH,
};

/** How a gate stands, by a mark and in words. */
export function GateStateMark({ gate }: { gate: Pick<Gate, 'state' | 'isFlag' | 'firstOpen'> }) {
  return (
    <span className={styles.state} data-asks={!isQuiet(gate) || undefined}>
      <svg viewBox="0 0 10 10" width="9" height="9" aria-hidden="true" focusable="false">
        <path
          d={PATHS[gate.state]}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
        />
      </svg>{' '}
      {stateWords(gate)}
    </span>
  );
}
