import { Button, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { formatDate, localDateOf } from '#client/lib/clinic-time.ts';
import { instrumentsQuery } from '#client/lib/instruments-query.ts';
import { useMe } from '#client/lib/presence.ts';
import { responseQuery } from '#client/lib/response-query.ts';
import { changeWords, LEVEL_WORDS } from '#client/lib/response-words.ts';
import { asSentence } from '#client/lib/session-words.ts';
import { isTreating } from '#client/lib/treating.ts';
import rows from '#client/ui/rows.module.css';
import { tell, tellProblem } from '#client/ui/toast.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { Assessment, CourseResponse, Instrument, ScoreSeries } from '#server/contract/response.ts';
import styles from './response.module.css';
import { seriesIn, withScore } from './response-address.ts';
import { useSetBaseline } from './response-queries.ts';
import { OUTCOME_WORDS, REVIEW_WORDS } from './review-words.ts';
import { dayWords, enteredByWords } from './score-words.ts';

type ScoresSectionProps = { course: Course; clinic: Clinic };

/** Every score of the scale that is drawn, those that were put right among them; and what was decided by them. */
export function ScoresSection({ course, clinic }: ScoresSectionProps) {
  const me = useMe();
  return isTreating(me?.role) ? <Scores course={course} clinic={clinic} /> : null;
}

function Scores({ course, clinic }: ScoresSectionProps) {
  const [search] = useSearchParams();
  const { data: response } = useQuery(responseQuery(course.id));
  const { data: instruments } = useQuery(instrumentsQuery);
  // The chart says that they are awaited, and why they cannot be had.
  if (!response || !instruments || (response.series.length === 0 && response.reviews.length === 0))
    return null;
  const series = seriesIn(search, response.series);
  const instrument = instruments.find(({ code }) => code === series?.instrument);
  return (
    <section className={styles.section} aria-labelledby="scores-title">
      <h2 id="scores-title">Scores</h2>
      {series && instrument && (
        <SeriesTable series={series} instrument={instrument} response={response} clinic={clinic} />
      )}
      <Reviews response={response} clinic={clinic} />
    </section>
  );
}

type SeriesTableProps = {
  series: ScoreSeries;
  instrument: Instrument;
  response: CourseResponse;
  clinic: Clinic;
};

function SeriesTable({ series, instrument, response, clinic }: SeriesTableProps) {
  const newestFirst = series.entries.toReversed();
  const totals = new Map(series.entries.map(({ id, total }) => [id, total]));
  const hasActions = response.actions.includes('enter-score') || response.actions.includes('name-baseline');
  return (
    <table className={`${rows.rows} ${styles.scores}`}>
      <caption>
        {instrument.name}, 0 to {instrument.mostPoints}
      </caption>
      <thead>
        <tr>
          <th scope="col">Taken on</th>
          <th scope="col">Total</th>
          <th scope="col">Change</th>
          <th scope="col">Level</th>
          <th scope="col">Entered by</th>
          {hasActions && (
            <th scope="col" className={styles.actions}>
              <VisuallyHidden>What can be done</VisuallyHidden>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {newestFirst.map((score) => (
          <tr key={score.id} data-corrected={score.correctedBy !== null || undefined}>
            <th scope="row">{dayWords(score.assessedOn, clinic.today)}</th>
            <td data-label="Total">
              <Total
                score={score}
                band={score.band === null ? undefined : instrument.bands[score.band]?.words}
                corrected={score.corrects ? totals.get(score.corrects) : undefined}
              />
            </td>
            <td data-label="Change">{changeCell(score, series)}</td>
            <td data-label="Level">{score.level ? LEVEL_WORDS[score.level] : '–'}</td>
            <td data-label="Entered by">
              {enteredByWords(score)}{' '}
              <span className={styles.quiet}>{formatDate(localDateOf(score.enteredAt, clinic.zone))}</span>
            </td>
            {hasActions && (
              <td className={styles.actions}>
                <ScoreActions
                  score={score}
                  spoken={`${instrument.name} ${score.total} of ${dayWords(score.assessedOn, clinic.today)}`}
                  series={series}
                  response={response}
                />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type TotalProps = { score: Assessment; band: string | undefined; corrected: number | undefined };

function Total({ score, band, corrected }: TotalProps) {
  if (score.correctedBy !== null) {
    return (
      <>
        <s>{score.total}</s> <span>corrected</span>
      </>
    );
  }
  return (
    <>
      <b>{score.total}</b> {band}
      {corrected !== undefined && <span className={styles.quiet}> instead of {corrected}</span>}
    </>
  );
}

function changeCell(score: Assessment, { isBaselineNamed }: ScoreSeries): string {
  if (score.isBaseline) return isBaselineNamed ? 'baseline, named by a clinician' : 'baseline';
  return changeWords(score.percentChange) ?? '–';
}

type ScoreActionsProps = {
  score: Assessment;
  /** "PHQ-9 14 of Mon 2 Mar" */
  spoken: string;
  series: ScoreSeries;
  response: CourseResponse;
};

function ScoreActions({ score, spoken, series, response }: ScoreActionsProps) {
  const [search, setSearch] = useSearchParams();
  const baseline = useSetBaseline(response.courseId);
  if (score.correctedBy !== null) return null;
  const namedBefore = series.isBaselineNamed ? series.baselineId : null;

  const name = (id: string | null, told: string, before: string | null) =>
    baseline.mutate(id, {
      onSuccess: () =>
        tell(told, {
          label: 'Undo',
          run: () => baseline.mutate(before, { onError: tellProblem }),
        }),
      onError: tellProblem,
    });

  return (
    <>
      {response.actions.includes('name-baseline') && !score.isBaseline && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Use ${spoken} as the baseline`}
          loading={baseline.isPending}
          onClick={() => name(score.id, `All change is measured from ${spoken} now.`, namedBefore)}
        >
          Use as baseline
        </Button>
      )}
      {response.actions.includes('name-baseline') && score.isBaseline && series.isBaselineNamed && (
        <Button
          size="compact-sm"
          variant="default"
          loading={baseline.isPending}
          onClick={() => name(null, 'The last score up to session 1 is the baseline again.', score.id)}
        >
          Use the usual baseline
        </Button>
      )}
      {response.actions.includes('enter-score') && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Correct ${spoken}`}
          onClick={() => setSearch(withScore(search, score.id))}
        >
          Correct
        </Button>
      )}
    </>
  );
}

function Reviews({ response, clinic }: { response: CourseResponse; clinic: Clinic }) {
  if (response.reviews.length === 0) return null;
  return (
    <>
      <h3>Reviews</h3>
      <ul className={styles.reviews}>
        {response.reviews.map(({ id, kind, outcome, reviewedBy, reviewedAt }) => (
          <li key={id}>
            <b>{OUTCOME_WORDS[outcome]}</b> {asSentence(REVIEW_WORDS[kind])} by {reviewedBy.name}{' '}
            <span className={styles.quiet}>{formatDate(localDateOf(reviewedAt, clinic.zone))}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
