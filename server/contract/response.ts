import { z } from 'zod';
import {
  COURSE_STATES,
  DUE_REVIEWS,
  FUTILITY_SIGNALS,
  INSTRUMENT_CODES,
  PHASES,
  REPORT_SOURCES,
  RESPONSE_LEVELS,
  REVIEW_KINDS,
  REVIEW_OUTCOMES,
  SESSION_STATUSES,
} from '#server/scheduling/vocabulary.ts';
import { Id, Instant, LocalDate } from './primitives.ts';

/** What counts as better: falls in percent of the baseline, and a total. */
export const CutOffs = z.object({
  improvementPercent: z.int().min(1).max(100),
  partialResponsePercent: z.int().min(1).max(100),
  responsePercent: z.int().min(1).max(100),
  remissionAtMost: z.int().min(0).max(60),
});
export type CutOffs = z.infer<typeof CutOffs>;

/** A scale. On each of them fewer points are better, and 0 is the least. */
export const Instrument = z
  .object({
    code: z.enum(INSTRUMENT_CODES),
    name: z.string(),
    mostPoints: z.int(),
    ratedBy: z.enum(['patient', 'clinician']),
    /** The lowest first, without a gap; none where the scale has none. */
    bands: z.array(z.object({ from: z.int(), to: z.int(), words: z.string() })),
    /** As this clinic has them. */
    cutOffs: CutOffs,
    /** Of which of them the clinic has its own. */
    ownCutOffs: z.array(CutOffs.keyof()),
  })
  .meta({ id: 'Instrument' });
export type Instrument = z.infer<typeof Instrument>;

/** When reviews are due: in days, but for the last. */
export const ReviewRules = z.object({
  /** After the last session of an induction. */
  endOfInductionDays: z.int().min(1).max(60),
  /** The second check after it. */
  secondCheckDays: z.int().min(1).max(120),
  /** How long a score is new enough to book a booster by. */
  scoreHoldsDays: z.int().min(1).max(365),
  /** After a pause of more than that only a score since is new enough. */
  longPauseDays: z.int().min(1).max(730),
  /** How long before its last day an order is said to be expiring. */
  orderExpiringDays: z.int().min(1).max(120),
  /** Where boosters are as needed, how often somebody asks how it goes. */
  checkInDays: z.int().min(1).max(365),
  continuedNeedMonths: z.int().min(1).max(36),
});
export type ReviewRules = z.infer<typeof ReviewRules>;

/** How the clinic measures response. */
export const ResponseSettings = z
  .object({
    items: z.array(Instrument),
    reviews: ReviewRules,
    /** Whether patients read their own totals. */
    patientsSeeOwn: z.boolean(),
  })
  .meta({ id: 'ResponseSettings' });
export type ResponseSettings = z.infer<typeof ResponseSettings>;

/** A total, as it was entered: never overwritten. */
export const Assessment = z
  .object({
    id: Id,
    courseId: Id,
    instrument: z.enum(INSTRUMENT_CODES),
    total: z.int(),
    /** The day on which it was taken. */
    assessedOn: LocalDate,
    source: z.enum(REPORT_SOURCES),
    /** Null where the patient entered it. */
    enteredBy: z.object({ id: Id, name: z.string() }).nullable(),
    enteredAt: Instant,
    /** The entry that this one puts right. */
    corrects: Id.nullable(),
    /** The entry that puts this one right: then it counts no more. */
    correctedBy: Id.nullable(),
    /** How many sessions had been given before that day: a score is taken before the session of its day. */
    sessionsGiven: z.int(),
    /** Which of the scale's bands, 0 the lowest. Null where the scale has none. */
    band: z.int().nullable(),
    isBaseline: z.boolean(),
    /**
     * Against the baseline, below 0 is better. Null for the baseline, for what is older or counts no more, and from a
     * baseline of 0.
     */
    percentChange: z.number().nullable(),
    /** Null for the same, but from a baseline of 0. */
    level: z.enum(RESPONSE_LEVELS).nullable(),
  })
  .meta({ id: 'Assessment' });
export type Assessment = z.infer<typeof Assessment>;

/** The scores of a course on one scale. */
export const ScoreSeries = z
  .object({
    instrument: z.enum(INSTRUMENT_CODES),
    /** By day, then as they were entered; those that were put right are among them. */
    entries: z.array(Assessment),
    baselineId: Id.nullable(),
    /** A clinician named it. Otherwise it is the last score up to the day of session 1, or the first one there is. */
    isBaselineNamed: z.boolean(),
    /** The newest that counts. */
    latestId: Id.nullable(),
  })
  .meta({ id: 'ScoreSeries' });
export type ScoreSeries = z.infer<typeof ScoreSeries>;

/** Somebody should look. It suggests: nothing follows from it by itself. */
export const Hint = z.object({ rule: z.string(), words: z.string() });

export const CourseReview = z
  .object({
    id: Id,
    kind: z.enum(REVIEW_KINDS),
    outcome: z.enum(REVIEW_OUTCOMES),
    reviewedBy: z.object({ id: Id, name: z.string() }),
    reviewedAt: Instant,
  })
  .meta({ id: 'CourseReview' });
export type CourseReview = z.infer<typeof CourseReview>;

/** "My symptoms are coming back." */
export const RelapseReport = z
  .object({
    id: Id,
    source: z.enum(REPORT_SOURCES),
    /** Null where the patient said it here. */
    reportedBy: z.object({ id: Id, name: z.string() }).nullable(),
    reportedAt: Instant,
  })
  .meta({ id: 'RelapseReport' });
export type RelapseReport = z.infer<typeof RelapseReport>;

/** How a course responds, as those who treat see it. */
export const CourseResponse = z
  .object({
    courseId: Id,
    patientId: Id,
    patientName: z.string(),
    state: z.enum(COURSE_STATES),
    /** Which series the course is judged by: the named baseline's, or the first scale there is a score of. */
    leadInstrument: z.enum(INSTRUMENT_CODES).nullable(),
    /** One for each scale there is a score of, the lead first. */
    series: z.array(ScoreSeries),
    /** Where the lead series stands now: the level of its latest score. */
    level: z.enum(RESPONSE_LEVELS).nullable(),
    futility: Hint.extend({ code: z.enum(FUTILITY_SIGNALS) }).nullable(),
    /** The one that was due first, first. `dueOn` is the last day on which it is in time. */
    reviewsDue: z.array(Hint.extend({ code: z.enum(DUE_REVIEWS), dueOn: LocalDate })),
    /** Newest first. */
    reviews: z.array(CourseReview),
    /** Open until a clinician's review of a relapse. */
    openRelapseReport: RelapseReport.nullable(),
    /** By time: ticks for a chart. */
    sessions: z.array(
      z.object({
        id: Id,
        sequence: z.int(),
        /** "2 of 6", though its number may be 3. Null of one that does not count. */
        place: z.int().nullable(),
        phase: z.enum(PHASES),
        status: z.enum(SESSION_STATUSES),
        on: LocalDate,
        startsAt: Instant,
      }),
    ),
    /** What can be done with it, by the person who asked. */
    actions: z.array(z.enum(['enter-score', 'name-baseline', 'review', 'report-relapse'])),
  })
  .meta({ id: 'CourseResponse' });
export type CourseResponse = z.infer<typeof CourseResponse>;

/** A patient's own. */
export const MyAssessment = z
  .object({
    id: Id,
    instrument: z.enum(INSTRUMENT_CODES),
    total: z.int(),
    assessedOn: LocalDate,
  })
  .meta({ id: 'MyAssessment' });
export type MyAssessment = z.infer<typeof MyAssessment>;
