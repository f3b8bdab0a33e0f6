import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { formatDay, formatDaysAway, localDateOf } from '#client/lib/clinic-time.ts';
import { hasDraft } from '#client/lib/draft.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { MyAssessment } from '#server/contract/response.ts';
import styles from './my-sessions.module.css';
import { type OwnResponse, ownResponseQuery } from './own-response.ts';
import { draftNameOf, OwnScoreForm } from './own-score-form.tsx';
import { TellRelapse } from './tell-relapse.tsx';

/** What a patient tells the clinic of how they are, between the sessions. */
export function HowYouAre({ clinic }: { clinic: Clinic }) {
  const own = useQuery(ownResponseQuery);
  if (own.error && !own.data) {
    return (
      <section className={styles.telling} aria-label="How you are">
        <ProblemNote error={own.error} />
        <Button variant="default" onClick={() => own.refetch()}>
          Ask again
        </Button>
      </section>
    );
  }
  if (!own.data?.courseId) return null;
  return <Telling own={own.data} courseId={own.data.courseId} clinic={clinic} />;
}

type TellingProps = { own: OwnResponse; courseId: string; clinic: Clinic };

function Telling({ own, courseId, clinic }: TellingProps) {
  const [isWriting, setWriting] = useState(() => hasDraft(draftNameOf(courseId)));
  const [isTelling, setTelling] = useState(false);
  const [entered, setEntered] = useState<MyAssessment | null>(null);
  const [corrects, setCorrects] = useState<MyAssessment | null>(null);
  const { today, zone } = clinic;
  const reportedOn = own.relapseReportedAt && localDateOf(own.relapseReportedAt, zone);
  const nameOf = (code: string) => own.instruments.find((one) => one.code === code)?.name ?? '';

  const ways = useRef<HTMLDivElement>(null);
  const endWriting = () => {
    setWriting(false);
    // The form that had the focus is gone.
    requestAnimationFrame(() => ways.current?.querySelector<HTMLElement>('button')?.focus());
  };
  const write = (wrong: MyAssessment | null) => {
    setCorrects(wrong);
    setWriting(true);
  };

  return (
    <section className={styles.telling} aria-labelledby="how-title">
      <h2 id="how-title">How you are</h2>
      <div role="status" className={styles.told}>
        {entered && !isWriting && (
          <p>
            {nameOf(entered.instrument)} {entered.total} of {formatDay(entered.assessedOn)} is with the
            clinic.
          </p>
        )}
        {reportedOn && (
          <p>
            You told the clinic on {formatDay(reportedOn)}, {formatDaysAway(reportedOn, today)}, that your
            symptoms are coming back. A clinician will look at it.
          </p>
        )}
      </div>
      {isWriting ? (
        <OwnScoreForm
          key={corrects?.id ?? 'new'}
          courseId={courseId}
          instruments={own.instruments}
          today={today}
          corrects={corrects}
          onEntered={(score) => {
            setEntered(score);
            endWriting();
          }}
          onClose={endWriting}
        />
      ) : (
        <div ref={ways} className={styles.ways}>
          {own.instruments.length > 0 && (
            <Button variant="default" size="md" onClick={() => write(null)}>
              Enter a score
            </Button>
          )}
          {entered && (
            <Button variant="default" size="md" onClick={() => write(entered)}>
              Correct {nameOf(entered.instrument)} {entered.total}
            </Button>
          )}
          {!reportedOn && (
            <Button variant="default" size="md" onClick={() => setTelling(true)}>
              My symptoms are coming back
            </Button>
          )}
        </div>
      )}
      {own.assessments && own.assessments.length > 0 && (
        <OwnScores assessments={own.assessments} nameOf={nameOf} />
      )}
      {isTelling && <TellRelapse courseId={courseId} clinic={clinic} onClose={() => setTelling(false)} />}
    </section>
  );
}

type OwnScoresProps = { assessments: readonly MyAssessment[]; nameOf: (code: string) => string };

/** Only where the clinic shows them. */
function OwnScores({ assessments, nameOf }: OwnScoresProps) {
  return (
    <table className={styles.ownScores}>
      <caption>Your scores; fewer is better</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Scale</th>
          <th scope="col">Total</th>
        </tr>
      </thead>
      <tbody>
        {assessments.toReversed().map(({ id, assessedOn, instrument, total }) => (
          <tr key={id}>
            <th scope="row">{formatDay(assessedOn)}</th>
            <td>{nameOf(instrument)}</td>
            <td>{total}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
