import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { anotherAddress } from '#client/lib/another-address.ts';
import { withChange } from '#client/lib/change-address.ts';
import { localDateOf } from '#client/lib/clinic-time.ts';
import { instrumentsQuery } from '#client/lib/instruments-query.ts';
import { ORDERS_ASKED, withOrder } from '#client/lib/order-address.ts';
import { useMe } from '#client/lib/presence.ts';
import { responseQuery } from '#client/lib/response-query.ts';
import { isTreating } from '#client/lib/treating.ts';
import { ChoiceRow } from '#client/ui/choice-row.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { sharedRange } from '#client/ui/ribbon-scale.ts';
import { tell } from '#client/ui/toast.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { CourseResponse, Instrument } from '#server/contract/response.ts';
import { CourseChart } from './course-chart.tsx';
import { ReportRelapse } from './report-relapse.tsx';
import styles from './response.module.css';
import {
  NEW,
  reviewIn,
  scoreIn,
  seriesIn,
  withNeither,
  withReview,
  withScale,
  withScore,
} from './response-address.ts';
import { ResponseNotes } from './response-notes.tsx';
import { ResponseNow } from './response-now.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import {
  OUTCOME_MODES,
  OUTCOME_WORDS,
  REVIEW_WORDS,
  type ReviewKind,
  type ReviewOutcome,
} from './review-words.ts';
import { ScoreDialog } from './score-dialog.tsx';

type ResponseWithRibbonProps = {
  course: Course;
  clinic: Clinic;
  draw: (days?: { from: string; to: string }, above?: ReactNode) => ReactNode;
};

/** How the course responds, above its line of days; to others the line of days alone, and a way to pass on a call. */
export function ResponseWithRibbon(props: ResponseWithRibbonProps) {
  const me = useMe();
  if (isTreating(me?.role)) return <Response {...props} />;
  return (
    <>
      {props.draw()}
      <div className={styles.call}>
        <ReportRelapse courseId={props.course.id} patientName={props.course.patientName} />
      </div>
    </>
  );
}

function Response({ course, clinic, draw }: ResponseWithRibbonProps) {
  const response = useQuery(responseQuery(course.id));
  const instruments = useQuery(instrumentsQuery);
  if (response.data && instruments.data) {
    return (
      <ResponseShown
        response={response.data}
        instruments={instruments.data}
        course={course}
        clinic={clinic}
        draw={draw}
      />
    );
  }
  const error = response.error ?? instruments.error;
  return (
    <>
      {error ? (
        <section className={styles.failed} aria-label="Response so far">
          <ProblemNote error={error} />
          <Button
            mt="sm"
            variant="default"
            onClick={() => void Promise.all([response.refetch(), instruments.refetch()])}
          >
            Ask for the scores again
          </Button>
        </section>
      ) : (
        <LateSkeleton label="Opening the scores" blocks={[36, 240]} />
      )}
      {draw()}
    </>
  );
}

type ResponseShownProps = ResponseWithRibbonProps & {
  response: CourseResponse;
  instruments: readonly Instrument[];
};

function ResponseShown({ response, instruments, course, clinic, draw }: ResponseShownProps) {
  const [search, setSearch] = useSearchParams();
  const { today, zone } = clinic;
  const series = seriesIn(search, response.series);
  const shown = instruments.filter(({ code }) => response.series.some((one) => one.instrument === code));
  const instrument = shown.find(({ code }) => code === series?.instrument);
  const mayEnter = response.actions.includes('enter-score');

  const days = sharedRange(
    [
      {
        dates: [
          ...course.sessions
            .filter(({ status }) => status !== 'entered-in-error')
            .map(({ startsAt }) => localDateOf(startsAt, zone)),
          ...response.series.flatMap(({ entries }) => entries.map(({ assessedOn }) => assessedOn)),
        ],
        boosterWindow: course.boosterWindow,
      },
    ],
    today,
  );

  return (
    <section className={styles.response} aria-labelledby="response-title">
      <div className={styles.head}>
        <h2 id="response-title">Response so far</h2>
        <ResponseNow response={response} instruments={instruments} today={today} />
        <div className={styles.buttons}>
          {response.actions.includes('report-relapse') && !response.openRelapseReport && (
            <ReportRelapse courseId={course.id} patientName={course.patientName} />
          )}
          {mayEnter && (
            <Button variant="default" onClick={() => setSearch(withScore(search, NEW))}>
              Enter a score
            </Button>
          )}
        </div>
      </div>
      <ResponseNotes
        response={response}
        clinic={clinic}
        onReview={(kind) => setSearch(withReview(search, kind))}
        onEnterScore={() => setSearch(withScore(search, NEW))}
      />
      {series && instrument
        ? draw(
            days,
            <>
              {shown.length > 1 && (
                <ChoiceRow
                  legend="Scale"
                  value={instrument.code}
                  choices={shown.map(({ code, name }) => ({ value: code, label: name }))}
                  onChange={(code) => setSearch(withScale(search, code), { replace: true })}
                />
              )}
              <CourseChart
                key={instrument.code}
                instrument={instrument}
                series={series}
                sessions={response.sessions}
                days={days}
                today={today}
              />
            </>,
          )
        : draw(
            undefined,
            <p className={styles.empty}>
              <b>No score has been entered yet.</b>{' '}
              {mayEnter &&
                'The last one up to session 1 becomes the baseline that all change is measured from.'}
            </p>,
          )}
      <Asked response={response} instruments={instruments} course={course} clinic={clinic} />
    </section>
  );
}

type AskedProps = Omit<ResponseShownProps, 'draw'>;

/** What the address asks for, in front of the page. */
function Asked({ response, instruments, course, clinic }: AskedProps) {
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const close = () => setSearch(withNeither(search), { replace: true });
  const score = scoreIn(search);
  const review = reviewIn(search);

  if (score && response.actions.includes('enter-score')) {
    const corrects = response.series.flatMap(({ entries }) => entries).find(({ id }) => id === score) ?? null;
    if (score !== NEW && !corrects) return null;
    return (
      <ScoreDialog
        key={score}
        response={response}
        instruments={instruments}
        clinic={clinic}
        corrects={corrects}
        onClose={close}
      />
    );
  }
  if (review && review in REVIEW_WORDS && response.actions.includes('review')) {
    const goOn = (outcome: ReviewOutcome) => {
      const elsewhere = outcome === 're-induction' ? anotherAddress(course) : null;
      if (elsewhere) {
        tell(reviewedWords(outcome, true));
        navigate(elsewhere);
        return;
      }
      const next = whereItIsDone(outcome, course, withNeither(search));
      if (next) setSearch(next, { replace: true });
      tell(reviewedWords(outcome, next !== null));
    };
    return <ReviewDialog response={response} kind={review as ReviewKind} onClose={close} onReviewed={goOn} />;
  }
  return null;
}

/** To the panel or the ladder in which the decision is carried out, where it can be; null where there is nothing to do. */
function whereItIsDone(
  outcome: ReviewOutcome,
  course: Course,
  search: URLSearchParams,
): URLSearchParams | null {
  const order = ORDERS_ASKED.find((asked) => asked === outcome);
  if (order && course.actions.includes('set-booster-order')) return withOrder(search, order);
  const mode = OUTCOME_MODES[outcome];
  return mode && course.changes.includes(mode) ? withChange(search, { courseId: course.id, mode }) : null;
}

const reviewedWords = (outcome: ReviewOutcome, isToBeDone: boolean): string =>
  `Reviewed: ${OUTCOME_WORDS[outcome].toLowerCase()}.${isToBeDone ? ' Nothing is changed until you confirm it here.' : ''}`;
