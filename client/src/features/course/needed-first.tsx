import type { StartTime } from '#server/contract/plan.ts';
import styles from './course.module.css';

/** Rules that stand against any booster today, whatever its day. */
const WHATEVER_THE_DAY: readonly StartTime['refusals'][number]['code'][] = [
  'needs-review',
  'needs-rescreening',
];

/** What a clinician looks at before any time can be had: said once, and not only at each of the struck times. */
export function NeededFirst({ starts, mayBend }: { starts: readonly StartTime[]; mayBend: boolean }) {
  const found = starts
    .flatMap(({ refusals }) => refusals)
    .filter(({ code }) => WHATEVER_THE_DAY.includes(code))
    .map(({ detail }) => detail);
  const [first, ...rest] = [...new Set(found)];
  if (!first) return null;
  return (
    <p className={styles.warning}>
      {[first, ...rest].join(' ')}{' '}
      {mayBend
        ? 'Enter a score or mark a review on the course, or choose a time with a reason.'
        : 'Ask a clinician: once they have looked, it can be booked here.'}
    </p>
  );
}
