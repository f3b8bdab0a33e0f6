import { z } from 'zod';
import {
  COURSE_STATES,
  DUE_REVIEWS,
  INSTRUMENT_CODES,
  NEED_CODES,
  RESPONSE_LEVELS,
  REVIEW_KINDS,
  REVIEW_OUTCOMES,
} from '#server/scheduling/vocabulary.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id, Instant, LocalDate, page, pageQuery, SentLocalDate } from './primitives.ts';
import {
  Assessment,
  CourseResponse,
  CourseReview,
  CutOffs,
  Instrument,
  MyAssessment,
  ResponseSettings,
  ReviewRules,
} from './response.ts';

export const getResponseSettings = defineEndpoint({
  id: 'getResponseSettings',
  method: 'GET',
  path: '/instruments',
  tag: 'response',
  summary: 'The scales by which the clinic measures response, their bands and its cut-offs',
  access: 'signed-in',
  status: 200,
  response: ResponseSettings,
});

const OwnCutOffs = z.strictObject(CutOffs.partial().shape).nullable().optional();

export const updateResponseSettings = defineEndpoint({
  id: 'updateResponseSettings',
  method: 'PATCH',
  path: '/instruments',
  tag: 'response',
  summary: "The clinic's own cut-offs and numbers of days, and whether patients read their own totals",
  access: 'signed-in',
  body: z.strictObject({
    /** By scale, what is to differ from its presets. Null: nothing does any more. */
    cutOffs: z
      .strictObject({ 'phq-9': OwnCutOffs, 'qids-sr-16': OwnCutOffs, madrs: OwnCutOffs, 'gad-7': OwnCutOffs })
      .optional(),
    reviews: z.strictObject(ReviewRules.partial().shape).optional(),
    patientsSeeOwn: z.boolean().optional(),
  }),
  status: 200,
  response: ResponseSettings,
});

const NewAssessment = z.strictObject({
  instrument: z.enum(INSTRUMENT_CODES),
  /** The total alone: answers to single questions are not taken. */
  total: z.int().min(0).max(60),
  assessedOn: SentLocalDate,
  /** An entry of the same course and scale that this one puts right. */
  corrects: Id.nullable().default(null),
});

export const addAssessment = defineEndpoint({
  id: 'addAssessment',
  method: 'POST',
  path: '/courses/:id/assessments',
  tag: 'response',
  summary: 'Enter a score, or correct one by a new entry. The same total of the same day is entered once',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: NewAssessment,
  status: 201,
  response: Assessment,
  problems: ['assessment-exists', 'assessment-corrected', 'not-found'],
});

export const getCourseResponse = defineEndpoint({
  id: 'getCourseResponse',
  method: 'GET',
  path: '/courses/:id/response',
  tag: 'response',
  summary: 'How a course responds: its scores, what they come to, and what a clinician should look at',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  response: CourseResponse,
  problems: ['not-found'],
});

export const setBaseline = defineEndpoint({
  id: 'setBaseline',
  method: 'PUT',
  path: '/courses/:id/baseline',
  tag: 'response',
  summary: 'Name the score that all change is measured from; null for the one that is taken by itself',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ assessmentId: Id.nullable() }),
  status: 200,
  response: CourseResponse,
  problems: ['assessment-corrected', 'not-found'],
});

export const addCourseReview = defineEndpoint({
  id: 'addCourseReview',
  method: 'POST',
  path: '/courses/:id/reviews',
  tag: 'response',
  summary: 'A clinician has looked at a course, and what they decided. Nothing is changed by it',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ kind: z.enum(REVIEW_KINDS), outcome: z.enum(REVIEW_OUTCOMES) }),
  status: 201,
  response: CourseReview,
  problems: ['not-found'],
});

export const reportRelapse = defineEndpoint({
  id: 'reportRelapse',
  method: 'POST',
  path: '/courses/:id/relapse-reports',
  tag: 'response',
  summary: 'The patient told the clinic that symptoms are coming back. Open until a clinician’s review',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({}),
  status: 201,
  /** Nothing: whoever takes the call may not read whether it is known already. */
  response: z.object({}),
  problems: ['not-found'],
});

export const getMyResponse = defineEndpoint({
  id: 'getMyResponse',
  method: 'GET',
  path: '/me/response',
  tag: 'me',
  summary: 'What a patient can enter, and their own totals where the clinic shows them',
  access: 'signed-in',
  status: 200,
  response: z.object({
    /** The newest course; null where there is none. */
    courseId: Id.nullable(),
    /** The scales that patients fill in themselves. */
    instruments: z.array(Instrument.pick({ code: true, name: true, mostPoints: true })),
    /** Those that count, by day. Null where the clinic does not show them. */
    assessments: z.array(MyAssessment).nullable(),
    /** Since when the clinic knows that symptoms are coming back, until a clinician has looked. */
    relapseReportedAt: Instant.nullable(),
  }),
});

export const addMyAssessment = defineEndpoint({
  id: 'addMyAssessment',
  method: 'POST',
  path: '/me/courses/:id/assessments',
  tag: 'me',
  summary: "Enter one's own score on a scale that patients fill in, or correct one's own entry",
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: NewAssessment,
  status: 201,
  response: MyAssessment,
  problems: ['assessment-exists', 'assessment-corrected', 'not-found'],
});

export const reportMyRelapse = defineEndpoint({
  id: 'reportMyRelapse',
  method: 'POST',
  path: '/me/courses/:id/relapse-reports',
  tag: 'me',
  summary: '“My symptoms are coming back.”',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({}),
  status: 201,
  response: z.object({ relapseReportedAt: Instant }),
  problems: ['not-found'],
});

/** Why a course is a clinician's to look at. */
export const CourseNeed = z
  .object({
    code: z.enum(NEED_CODES),
    /** `response-review-due`: which. */
    review: z.enum(DUE_REVIEWS).nullable(),
    /** Since when, or by when. */
    on: LocalDate.nullable(),
  })
  .meta({ id: 'CourseNeed' });
export type CourseNeed = z.infer<typeof CourseNeed>;

export const CaseloadCourse = z
  .object({
    id: Id,
    patientId: Id,
    patientName: z.string(),
    protocolName: z.string(),
    state: z.enum(COURSE_STATES),
    /** The most pressing first; none where nobody need look. */
    needs: z.array(CourseNeed),
    /** Days since session 1, which is day 1. Null before it. */
    courseDay: z.int().nullable(),
    sessionsGiven: z.int(),
    plannedCount: z.int(),
    nextSessionAt: Instant.nullable(),
    /** The scale that the course is judged by. */
    instrument: z.enum(INSTRUMENT_CODES).nullable(),
    baselineTotal: z.int().nullable(),
    /** The newest that count, at most twelve, by day: for a sparkline. */
    scores: z.array(z.object({ on: LocalDate, total: z.int() })),
    level: z.enum(RESPONSE_LEVELS).nullable(),
    percentChange: z.number().nullable(),
  })
  .meta({ id: 'CaseloadCourse' });
export type CaseloadCourse = z.infer<typeof CaseloadCourse>;

export const listCaseload = defineEndpoint({
  id: 'listCaseload',
  method: 'GET',
  path: '/worklists/caseload',
  tag: 'response',
  summary: 'Courses under way, those that need a clinician first',
  access: 'signed-in',
  query: z.strictObject({
    /** Only those I booked, ordered for, changed or reviewed, or whose care team I am on. */
    mine: z.stringbool().default(false),
    /** Only those with such a need. */
    need: z.enum(NEED_CODES).optional(),
    ...pageQuery,
  }),
  status: 200,
  response: page(CaseloadCourse),
});
