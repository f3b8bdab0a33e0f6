import type {
  Assessment,
  CourseResponse,
  CourseReview,
  Instrument as InstrumentAnswer,
  MyAssessment,
  RelapseReport,
  ScoreSeries as SeriesAnswer,
} from '#server/contract/response.ts';
import * as may from '#server/features/response/response.policy.ts';
import type {
  AssessmentRecord,
  RelapseReportRecord,
  ResponseRecord,
  ReviewRecord,
} from '#server/repositories/course-responses.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { nextBoosterOf } from '#server/repositories/for-core.ts';
import {
  courseForReview,
  futilityOf,
  type JudgedScore,
  type RespondingCourse,
  type ScoreSeries,
  seriesOf,
} from '#server/scheduling/response/course-response.ts';
import type { CutOffs, Instrument } from '#server/scheduling/response/response.ts';
import { type ReviewRules, reviewsDue } from '#server/scheduling/response/reviews-due.ts';
import { formatInstant, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { futilityWords, reviewWords } from './response-words.ts';
import type { SeenBy } from './seen-by.ts';

/** What a response is judged by: what is kept, as the core sees it, and the clinic's scales and days. */
type Found = {
  readonly kept: ResponseRecord;
  readonly course: RespondingCourse;
  readonly instruments: readonly Instrument[];
  readonly reviewRules: ReviewRules;
};

/** How a course responds, for those who treat. */
export function presentResponse(record: CourseRecord, found: Found, seen: SeenBy): CourseResponse {
  const { kept, course, instruments, reviewRules } = found;
  const series = seriesOf(course, instruments);
  const [lead] = series;
  const futility = futilityOf(course, lead);
  const forReview = courseForReview(course, nextBoosterOf(record, record.protocol.definition, seen.zone));
  return {
    courseId: record.id,
    patientId: record.patientId,
    patientName: record.patientName,
    state: record.state,
    leadInstrument: lead?.instrument.code ?? null,
    series: series.map((one) => presentSeries(record.id, one, kept, seen.zone)),
    level: lead?.latest?.level ?? null,
    futility:
      futility && lead
        ? { code: futility, rule: 'R8', words: futilityWords(futility, lead.instrument.cutOffs) }
        : null,
    reviewsDue: forReview
      ? reviewsDue(forReview, localDateOf(seen.now, seen.zone), reviewRules).map((due) => ({
          ...due,
          words: reviewWords(due.code, reviewRules),
        }))
      : [],
    reviews: kept.reviews.map((review) => presentReview(review, seen.zone)),
    openRelapseReport: kept.openRelapseReport && presentReport(kept.openRelapseReport, seen.zone),
    sessions: record.sessions.map(({ id, sequence, place, phase, status, startsAt }) => ({
      id,
      sequence,
      place,
      phase,
      status,
      on: localDateOf(startsAt, seen.zone),
      startsAt: formatInstant(startsAt, seen.zone),
    })),
    actions: [
      ...(may.enterScore(seen) ? (['enter-score'] as const) : []),
      ...(may.nameBaseline(seen) ? (['name-baseline'] as const) : []),
      ...(may.reviewCourse(seen) ? (['review'] as const) : []),
      ...(may.reportRelapse(seen) ? (['report-relapse'] as const) : []),
    ],
  };
}

const presentSeries = (
  courseId: string,
  series: ScoreSeries,
  kept: ResponseRecord,
  zone: string,
): SeriesAnswer => ({
  instrument: series.instrument.code,
  entries: series.entries.map((entry) => presentEntry(courseId, entry, kept, zone)),
  baselineId: series.baseline?.id ?? null,
  isBaselineNamed: series.isBaselineNamed,
  latestId: series.latest?.id ?? null,
});

/** One entry, with what it means among the others. */
export function presentAssessment(courseId: string, found: Found, id: string, zone: string): Assessment {
  const entries = seriesOf(found.course, found.instruments).flatMap((series) => series.entries);
  const entry = entries.find((one) => one.id === id);
  if (!entry) throw new Error('The score is not among those of its course.');
  return presentEntry(courseId, entry, found.kept, zone);
}

function presentEntry(courseId: string, entry: JudgedScore, kept: ResponseRecord, zone: string): Assessment {
  const record = kept.assessments.find(({ id }) => id === entry.id);
  if (!record) throw new Error('A score that nobody entered.');
  return {
    id: entry.id,
    courseId,
    instrument: entry.instrument,
    total: entry.total,
    assessedOn: entry.on,
    source: record.source,
    enteredBy: record.enteredBy && { id: record.enteredBy.id, name: record.enteredBy.name },
    enteredAt: formatInstant(record.enteredAt, zone),
    corrects: entry.corrects,
    correctedBy: entry.correctedBy,
    sessionsGiven: entry.sessionsGiven,
    band: entry.band,
    isBaseline: entry.isBaseline,
    percentChange: entry.percentChange,
    level: entry.level,
  };
}

export const presentReview = (
  { id, kind, outcome, reviewedBy, reviewedAt }: ReviewRecord,
  zone: string,
): CourseReview => ({
  id,
  kind,
  outcome,
  reviewedBy: { id: reviewedBy.id, name: reviewedBy.name },
  reviewedAt: formatInstant(reviewedAt, zone),
});

const presentReport = (
  { id, source, reportedBy, reportedAt }: RelapseReportRecord,
  zone: string,
): RelapseReport => ({
  id,
  source,
  reportedBy: reportedBy && { id: reportedBy.id, name: reportedBy.name },
  reportedAt: formatInstant(reportedAt, zone),
});

/** To the patient whose it is. */
export const presentMyAssessment = ({ id, instrument, total, on }: AssessmentRecord): MyAssessment => ({
  id,
  instrument,
  total,
  assessedOn: on,
});

export const presentInstrument = (
  { code, name, mostPoints, ratedBy, bandsFrom, bandWords, cutOffs }: Instrument,
  own: Partial<CutOffs> = {},
): InstrumentAnswer => {
  const starts = bandsFrom.length > 0 ? [0, ...bandsFrom] : [];
  return {
    code,
    name,
    mostPoints,
    ratedBy,
    bands: starts.map((from, index) => ({
      from,
      to: (starts[index + 1] ?? mostPoints + 1) - 1,
      words: bandWords[index] ?? '',
    })),
    cutOffs: { ...cutOffs },
    ownCutOffs: Object.keys(own) as (keyof CutOffs)[],
  };
};
