import { Button, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useSearchParams } from 'react-router';
import { call, ProblemError } from '#client/lib/api.ts';
import { clinicQuery, refreshSessions } from '#client/lib/queries.ts';
import { PageHeader } from '#client/ui/page-header.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell, tellProblem } from '#client/ui/toast.tsx';
import type { NewClosure } from '#server/contract/closure.ts';
import { commitClosure, previewClosure, removeClosure } from '#server/contract/closures.endpoints.ts';
import { ClosureForm } from './closure-form.tsx';
import { closuresQuery } from './closure-queries.ts';
import { closeWords, doneWords, whatWords, whenWords } from './closure-words.ts';
import styles from './closures.module.css';
import { LeftForLater } from './left-for-later.tsx';
import { RepairPreview } from './repair-preview.tsx';
import { type ByHand, useRepair } from './use-repair.ts';

/** Closing in one flow: what and when, what it breaks and where that goes, one button. */
export function ClosuresPage() {
  const queries = useQueryClient();
  const clinic = useQuery(clinicQuery);
  const closures = useQuery(closuresQuery);
  const [search] = useSearchParams();
  const list = useRef<HTMLHeadingElement>(null);

  const refresh = async () => {
    await Promise.all([refreshSessions(queries), queries.invalidateQueries({ queryKey: ['closures'] })]);
  };
  const repair = useRepair({
    ask: (closure: NewClosure, byHand: ByHand) => call(previewClosure, { body: { closure, ...byHand } }),
    commit: (body) => call(commitClosure, { body }),
    freshIn: (error) => (error instanceof ProblemError ? error.problem.closurePreview : undefined),
    onDone: async (done) => {
      tell(`Closed. ${doneWords(done)}`);
      await refresh();
      list.current?.focus();
    },
  });
  const reopen = useMutation({
    mutationFn: (id: string) => call(removeClosure, { params: { id } }),
    onSuccess: async () => {
      tell('Open again. Sessions that were moved stay where they are.');
      await refresh();
      list.current?.focus();
    },
    onError: tellProblem,
  });

  if (!clinic.data) return <ProblemNote error={clinic.error} />;
  const { zone, today } = clinic.data;
  const { preview } = repair;

  return (
    <div className={styles.page}>
      <PageHeader
        title="Closures"
        facts="Close a day, hours or a chair, or say who is away, and move what is booked then."
      />
      <ClosureForm
        date={search.get('date') ?? today}
        zone={zone}
        staff={closures.data?.staff ?? []}
        isLooking={repair.isLooking}
        onLook={repair.look}
      />
      <ProblemNote error={repair.error} />
      {preview && (
        <RepairPreview
          shown={preview}
          repair={repair}
          what={`${whatWords(preview.closure)}, ${whenWords(preview.closure, zone)}.`}
          action={closeWords(preview.closure)}
          today={today}
          zone={zone}
        />
      )}
      <LeftForLater zone={zone} />
      <section className={styles.part}>
        <Title order={2} ref={list} tabIndex={-1}>
          What is closed
        </Title>
        <ProblemNote error={closures.error} />
        {closures.data?.items.length === 0 && <p className={styles.quiet}>Nothing from today on.</p>}
        <ul className={styles.list}>
          {closures.data?.items.map((closure) => (
            <li key={closure.id} className={styles.head}>
              <span>
                <b>{whenWords(closure, zone)}</b> · {whatWords(closure)} · {closure.reason}
              </span>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Open again: ${whatWords(closure)}, ${whenWords(closure, zone)}`}
                onClick={() => reopen.mutate(closure.id)}
              >
                Open again
              </Button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
