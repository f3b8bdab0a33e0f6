import { useQuery } from '@tanstack/react-query';
import { useMe } from '#client/lib/presence.ts';
import { sessionsWords } from '#client/lib/session-words.ts';
import { ChoiceRow } from '#client/ui/choice-row.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { Exposure } from '#server/contract/gates.endpoints.ts';
import { exposureQuery, useSetElsewhere } from './gate-queries.ts';
import styles from './gates.module.css';

/** How often somebody was treated, for clinicians: in all, in the last twelve months, and whether elsewhere. */
export function ExposureSection({ patientId }: { patientId: string }) {
  const me = useMe();
  return me?.role === 'clinician' ? <Counted patientId={patientId} /> : null;
}

const ELSEWHERE: readonly { value: Exposure['elsewhere']; label: string }[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'unknown', label: 'Not known' },
];

function Counted({ patientId }: { patientId: string }) {
  const { data, error } = useQuery(exposureQuery(patientId));
  const set = useSetElsewhere(patientId);
  if (error) return <ProblemNote error={error} />;
  if (!data) return null;
  return (
    <section className={styles.section} aria-labelledby="exposure-title">
      <h2 id="exposure-title">Sessions so far</h2>
      <p className={styles.counts}>
        <b>{sessionsWords(data.lifetime)}</b> at this clinic, <b>{data.lastTwelveMonths}</b> of them in the
        last twelve months.
      </p>
      {data.needsReview && (
        <p className={styles.note}>
          From {data.reviewAt} in twelve months on, look whether it should go on like this.
        </p>
      )}
      <ChoiceRow
        legend="Treated with ketamine elsewhere before"
        value={set.isPending ? set.variables : data.elsewhere}
        choices={ELSEWHERE}
        onChange={(value) => set.mutate(value)}
      />
      <ProblemNote error={set.error} />
    </section>
  );
}
