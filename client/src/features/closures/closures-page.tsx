import { Button, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { call, ProblemError } from '#client/lib/api.ts';
import { localDateOf } from '#client/lib/clinic-time.ts';
import { clinicQuery, refreshSessions } from '#client/lib/queries.ts';
import { sessionsWords } from '#client/lib/session-words.ts';
import { PageHeader } from '#client/ui/page-header.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { sharedRange } from '#client/ui/ribbon-scale.ts';
import { tell, tellProblem } from '#client/ui/toast.tsx';
import type { ClosurePreview, NewClosure } from '#server/contract/closure.ts';
import { commitClosure, previewClosure, removeClosure } from '#server/contract/closures.endpoints.ts';
import type { LeftCourse } from '#server/contract/repair.ts';
import { LeftItem, RepairedItem } from './broken-course.tsx';
import { ClosureForm } from './closure-form.tsx';
import { closuresQuery } from './closure-queries.ts';
import { closeWords, whatWords, whenWords } from './closure-words.ts';
import styles from './closures.module.css';
import { LeftForLater } from './left-for-later.tsx';

type Chosen = { sessionId: string; startsAt: string };
type Asked = { closure: NewClosure; leave: readonly string[]; chosen: readonly Chosen[] };

/** Closing in one flow: what and when, what it breaks and where that goes, one button. */
export function ClosuresPage() {
  const queries = useQueryClient();
  const clinic = useQuery(clinicQuery);
  const closures = useQuery(closuresQuery);
  const [search] = useSearchParams();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [preview, setPreview] = useState<ClosurePreview | null>(null);
  const result = useRef<HTMLHeadingElement>(null);
  const list = useRef<HTMLHeadingElement>(null);
  const isShown = preview !== null;
  useEffect(() => {
    if (isShown) result.current?.focus();
  }, [isShown]);

  const look = useMutation({
    mutationFn: ({ closure, leave, chosen }: Asked) =>
      call(previewClosure, { body: { closure, leave: [...leave], chosen: [...chosen] } }),
    onSuccess: (shown, next) => {
      setAsked(next);
      setPreview(shown);
    },
  });
  const close = useMutation({
    mutationFn: (shown: ClosurePreview) =>
      call(commitClosure, { body: { token: shown.token, leftSessionIds: leftIn(shown) } }),
    onSuccess: async ({ movedSessions, leftSessions }) => {
      setPreview(null);
      setAsked(null);
      tell(
        `Closed. ${sessionsWords(movedSessions)} moved${leftSessions > 0 ? `, ${leftSessions} left for later` : ''}.`,
      );
      await refresh();
      list.current?.focus();
    },
    onError: (error) => {
      const fresh = error instanceof ProblemError ? error.problem.closurePreview : undefined;
      if (fresh) setPreview(fresh);
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
  const refresh = async () => {
    await Promise.all([refreshSessions(queries), queries.invalidateQueries({ queryKey: ['closures'] })]);
  };

  if (!clinic.data) return <ProblemNote error={clinic.error} />;
  const { zone, today } = clinic.data;
  const again = (change: Partial<Asked>) => asked && look.mutate({ ...asked, ...change });

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
        isLooking={look.isPending}
        onLook={(closure) => look.mutate({ closure, leave: [], chosen: [] })}
      />
      <ProblemNote error={look.error ?? close.error} />
      {preview && asked && (
        <section className={styles.part} aria-busy={look.isPending}>
          <Title order={2} ref={result} tabIndex={-1}>
            {brokenWords(preview)}
          </Title>
          <p>
            {whatWords(preview.closure)}, {whenWords(preview.closure, zone)}.
          </p>
          {preview.restrictedSessions > 0 && (
            <p>
              {sessionsWords(preview.restrictedSessions)} of restricted records cannot stay. Their care teams
              see to them.
            </p>
          )}
          <Courses
            preview={preview}
            today={today}
            zone={zone}
            chosen={asked.chosen}
            onLeave={(id) => again({ leave: [...asked.leave, id] })}
            onTakeBack={({ courseId, before }) =>
              again({
                leave: asked.leave.filter((id) => id !== courseId),
                chosen: asked.chosen.filter(({ sessionId }) => before.every(({ id }) => id !== sessionId)),
              })
            }
            onChoose={(sessionId, startsAt) =>
              again({
                chosen: [
                  ...asked.chosen.filter((other) => other.sessionId !== sessionId),
                  { sessionId, startsAt },
                ],
              })
            }
          />
          <div>
            <Button loading={close.isPending} disabled={look.isPending} onClick={() => close.mutate(preview)}>
              {closeWords(preview)}
            </Button>
          </div>
        </section>
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

type CoursesProps = {
  preview: ClosurePreview;
  today: string;
  zone: string;
  chosen: readonly Chosen[];
  onLeave: (courseId: string) => void;
  onTakeBack: (course: LeftCourse) => void;
  onChoose: (sessionId: string, startsAt: string) => void;
};

/** Those for a human first, all on one scale. */
function Courses({ preview, today, zone, chosen, onLeave, onTakeBack, onChoose }: CoursesProps) {
  const { left, repaired } = preview;
  const isByHand = ({ because, before }: LeftCourse) =>
    because === 'by-hand' || before.some(({ id }) => chosen.some(({ sessionId }) => sessionId === id));
  const starts = [...left, ...repaired].flatMap((course) => [
    ...course.before,
    ...('after' in course ? course.after : []),
  ]);
  const dates = starts.map(({ startsAt }) => localDateOf(startsAt, zone));
  const place = { today, zone, ...sharedRange([{ dates }], today) };
  return (
    <>
      {left.length > 0 && (
        <>
          <Title order={3}>For you to see to</Title>
          <ul className={styles.list}>
            {left.map((course) => (
              <LeftItem
                key={course.courseId}
                course={course}
                place={place}
                onTakeBack={isByHand(course) ? () => onTakeBack(course) : undefined}
              />
            ))}
          </ul>
        </>
      )}
      {repaired.length > 0 && (
        <>
          <Title order={3}>Moved within every rule</Title>
          <ul className={styles.list}>
            {repaired.map((course) => (
              <RepairedItem
                key={course.courseId}
                course={course}
                place={place}
                onLeave={() => onLeave(course.courseId)}
                onChoose={onChoose}
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const leftIn = ({ left }: ClosurePreview): string[] =>
  left.flatMap(({ broken }) => broken.map(({ sessionId }) => sessionId));

const brokenWords = ({ left, repaired }: ClosurePreview): string => {
  const count = left.length + repaired.length;
  if (count === 0) return 'It breaks nothing';
  return `It breaks ${count === 1 ? '1 course' : `${count} courses`}`;
};
