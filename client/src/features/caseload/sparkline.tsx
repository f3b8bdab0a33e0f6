import styles from './caseload.module.css';
import { sparklineDots } from './sparkline-dots.ts';

export type Sparked = { on: string; total: number };

type SparklineProps = { scores: readonly Sparked[]; mostPoints: number; baseline: number | null };

const SIZE = { width: 88, height: 24, margin: 3 };

/** How the scores went, at a glance. The words beside it say all that it says. */
export function Sparkline({ scores, mostPoints, baseline }: SparklineProps) {
  const dots = sparklineDots(scores, mostPoints, SIZE);
  const last = dots.at(-1);
  const [level] = baseline === null ? [] : sparklineDots([{ on: '', total: baseline }], mostPoints, SIZE);
  return (
    <svg
      className={styles.sparkline}
      width={SIZE.width}
      height={SIZE.height}
      aria-hidden="true"
      focusable="false"
    >
      {level && <line x1="0" x2={SIZE.width} y1={level.y} y2={level.y} data-baseline />}
      <polyline points={dots.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {last && <circle cx={last.x} cy={last.y} r="2.5" />}
    </svg>
  );
}
