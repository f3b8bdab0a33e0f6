import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { type AuditVerification, verifyAudit } from '#server/contract/audit.endpoints.ts';
import styles from './audit.module.css';
import { findingWords } from './audit-words.ts';

/** Has the server recompute the chain, and says what it found. */
export function VerifyChain() {
  const queries = useQueryClient();
  const verify = useMutation({
    mutationFn: () => call(verifyAudit, { body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['audit'] }),
  });
  return (
    <section className={styles.verify} aria-label="The chain">
      <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
        Verify the chain
      </Button>
      <div role="status">{verify.data && <Answer found={verify.data} />}</div>
      <ProblemNote error={verify.error} />
    </section>
  );
}

function Answer({ found }: { found: AuditVerification }) {
  const { isIntact, sealed, anchors, waiting, erased, findings, findingCount } = found;
  const facts = [
    `${sealed} lines in the chain`,
    `${anchors} anchors outside the database`,
    ...(waiting > 0 ? [`${waiting} not sealed yet`] : []),
    ...(erased > 0 ? [`${erased} personal values erased since`] : []),
  ].join(', ');
  if (isIntact) return <Alert title="The chain is intact">{facts}.</Alert>;
  return (
    <Alert color="red" title="The audit trail was tampered with">
      <p>{facts}. Tell whoever answers for the clinic’s data, and leave the database as it is.</p>
      <ul>
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.sequence} ${finding.eventId}`}>{findingWords(finding)}.</li>
        ))}
      </ul>
      {findingCount > findings.length && <p>And {findingCount - findings.length} more.</p>}
    </Alert>
  );
}
