import { isHolding } from '#server/scheduling/course/course-sessions.ts';
import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import type {
  CourseState,
  FutilitySignal,
  Phase,
  ResponseLevel,
  ReviewKind,
  SessionStatus,
} from '#server/scheduling/vocabulary.ts';
import {
  bandOf,
  futilitySignal,
  type Instrument,
  percentChange,
  responseLevel,
  type Score,
  standingScores,
} from './response.ts';
import type { CourseForReview, DoneReview } from './reviews-due.ts';

/** A session as far as a response goes. */
export type RespondingSession = {
  readonly phase: Phase;
  readonly status: SessionStatus;
  readonly startsAt: Instant;
  readonly on: LocalDate;
};

/** A score as it was entered. */
export type EnteredScore = Omit<Score, 'sessionsGiven'>;

export type RespondingCourse = {
  readonly state: CourseState;
  /** By time. */
  readonly sessions: readonly RespondingSession[];
  /** By day, then as they were entered. */
  readonly scores: readonly EnteredScore[];
  /** The score that a clinician named as baseline. */
  readonly baselineId: string | null;
  readonly reviews: readonly {
    readonly kind: ReviewKind;
    readonly at: Instant;
    readonly on: LocalDate;
  }[];
};

/** A score, and what it says against the baseline. */
export type JudgedScore = Score & {
  /** The score that puts this one right: then it counts no more. */
  readonly correctedBy: string | null;
  readonly band: number | null;
  readonly isBaseline: boolean;
  /** Null for the baseline, for what is older or counts no more, and from a baseline of 0. */
  readonly percentChange: number | null;
  /** Null for the same, but from a baseline of 0. */
  readonly level: ResponseLevel | null;
};

/** The scores of a course on one scale. */
export type ScoreSeries = {
  readonly instrument: Instrument;
  readonly entries: readonly JudgedScore[];
  readonly baseline: JudgedScore | null;
  readonly isBaselineNamed: boolean;
  /** The newest that counts. */
  readonly latest: JudgedScore | null;
};

/**
 * A series for each scale that there is a score of. The first is the one by which the course is judged: the named
 * baseline's, or the first of the scales as they are given.
 */
export function seriesOf(course: RespondingCourse, instruments: readonly Instrument[]): ScoreSeries[] {
  const namedId = standingId(course.scores, course.baselineId);
  return inOrder(course, instruments, namedId).map((instrument) => oneSeries(course, instrument, namedId));
}

/** The first of them alone, for whoever asks of many courses. */
export function leadSeriesOf(
  course: RespondingCourse,
  instruments: readonly Instrument[],
): ScoreSeries | undefined {
  const namedId = standingId(course.scores, course.baselineId);
  const [lead] = inOrder(course, instruments, namedId);
  return lead && oneSeries(course, lead, namedId);
}

function inOrder(
  { scores }: RespondingCourse,
  instruments: readonly Instrument[],
  namedId: string | null,
): Instrument[] {
  const named = namedId === null ? undefined : scores.find(({ id }) => id === namedId)?.instrument;
  return instruments
    .filter(({ code }) => scores.some(({ instrument }) => instrument === code))
    .sort((one, other) => Number(other.code === named) - Number(one.code === named));
}

function oneSeries(course: RespondingCourse, instrument: Instrument, namedId: string | null): ScoreSeries {
  const given = course.sessions.filter(({ status }) => status === 'fulfilled');
  const scores = course.scores.filter((score) => score.instrument === instrument.code);
  const standing = standingScores(scores);
  const named = standing.find(({ id }) => id === namedId);
  const baseline = named ?? baselineByItself(course, standing);
  const after = new Set(baseline ? standing.slice(standing.indexOf(baseline) + 1) : []);
  const corrections = new Map(scores.map(({ id, corrects }) => [corrects, id]));
  const entries = scores.map((score): JudgedScore => {
    const counts = baseline !== undefined && after.has(score);
    return {
      ...score,
      sessionsGiven: givenBefore(given, score.on),
      correctedBy: corrections.get(score.id) ?? null,
      band: bandOf(instrument, score.total),
      isBaseline: score === baseline,
      percentChange: counts ? percentChange(baseline.total, score.total) : null,
      level: counts ? responseLevel(instrument.cutOffs, baseline.total, score.total) : null,
    };
  });
  const newest = standing.at(-1);
  return {
    instrument,
    entries,
    baseline: entries.find(({ isBaseline }) => isBaseline) ?? null,
    isBaselineNamed: named !== undefined,
    latest: entries.find(({ id }) => id === newest?.id) ?? null,
  };
}

/** The last score up to the day of session 1, which is taken before it; or the first one there is. */
function baselineByItself(
  { sessions }: RespondingCourse,
  standing: readonly EnteredScore[],
): EnteredScore | undefined {
  const first = sessions.find(isHolding);
  const before = standing.filter(({ on }) => first === undefined || on <= first.on);
  return before.at(-1) ?? standing[0];
}

/** What a score became: the last of those that put it right, one after the other. */
function standingId(scores: readonly EnteredScore[], id: string | null): string | null {
  const correction = id === null ? undefined : scores.find(({ corrects }) => corrects === id);
  return correction ? standingId(scores, correction.id) : id;
}

/** A score is taken before the session of its day (CLINICAL R60). */
const givenBefore = (given: readonly RespondingSession[], day: LocalDate): number =>
  given.filter(({ on }) => on < day).length;

/**
 * Whether a clinician should look at how the induction goes, and has not done so since the latest score. Maintenance is
 * not judged so: who has got worse there is a relapse, which a person reports.
 */
export function futilityOf(course: RespondingCourse, lead: ScoreSeries | undefined): FutilitySignal | null {
  if (course.state !== 'induction' && course.state !== 'assessment') return null;
  const { baseline, latest, instrument, entries } = lead ?? {};
  if (!baseline || !latest || !instrument || !entries) return null;
  const signal = futilitySignal(
    instrument.cutOffs,
    baseline,
    entries.filter(({ level, correctedBy }) => level !== null && correctedBy === null),
  );
  const isLookedAt = course.reviews.some(({ on }) => on >= latest.on);
  return isLookedAt ? null : signal;
}

/** What an order says of the booster that comes next. */
export type NextBooster = {
  /** From when it may be; null where one is booked, or none is to come. */
  readonly from: LocalDate | null;
  /** Since when boosters are as needed; null where they are not. */
  readonly asNeededSince: LocalDate | null;
};

/** What is to be known of a course for its reviews; null of one that waits or has stopped: nothing is due of it. */
export function courseForReview(
  course: RespondingCourse,
  { from, asNeededSince }: NextBooster,
): CourseForReview | null {
  if (course.state === 'stopped' || course.state === 'on-hold') return null;
  const given = course.sessions.filter(({ status }) => status === 'fulfilled');
  const phase = phaseOf(course);
  const lastOf = (isOne: (session: RespondingSession) => boolean) => given.findLast(isOne)?.on ?? null;
  return {
    phase,
    sessionsGiven: given.length,
    lastSessionOn: lastOf(() => true),
    nextSessionOn: course.sessions.find(isToCome)?.on ?? null,
    inductionEndedOn: phase === 'induction' ? null : lastOf((session) => session.phase === 'induction'),
    assessedOn: standingScores(course.scores).map(({ on }) => on),
    maintenanceBeganOn:
      course.state === 'maintenance' ? lastOf((session) => session.phase !== 'maintenance') : null,
    boosterFrom: course.state === 'maintenance' ? from : null,
    asNeededSince: course.state === 'maintenance' ? asNeededSince : null,
    reviews: doneReviews(course),
  };
}

/** An induction is over for its reviews when all of it was given, though weeks of continuation are to come (R26). */
function phaseOf({ state, sessions }: RespondingCourse): Phase {
  if (state !== 'induction') return 'maintenance';
  const holding = sessions.filter(isHolding);
  const isToContinue = holding.some(({ phase }) => phase === 'continuation');
  const inInduction = holding.filter(({ phase }) => phase === 'induction');
  const isOver = inInduction.length > 0 && inInduction.every(({ status }) => status === 'fulfilled');
  return isToContinue && isOver ? 'continuation' : 'induction';
}

const doneReviews = ({ sessions, reviews }: RespondingCourse): DoneReview[] =>
  reviews.map(({ kind, on, at }) => ({
    kind,
    on,
    sessionsGiven: sessions.filter(({ status, startsAt }) => status === 'fulfilled' && startsAt <= at).length,
  }));
