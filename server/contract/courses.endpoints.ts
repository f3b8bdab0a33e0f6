import { z } from 'zod';
import { COURSE_STATES, DUE_NOTES, VIOLATION_CODES } from '#server/scheduling/vocabulary.ts';
import { isOneKind, ONE_KIND, orderTerms, orderWords, SetOrder } from './booster-order.ts';
import { ChangePreview, ChangeRequest } from './change.ts';
import { BoosterOrder, Course, CourseSummary } from './course.ts';
import { defineEndpoint } from './endpoint.ts';
import { Plan, StartTimes } from './plan.ts';
import {
  Id,
  LocalDate,
  LocalTime,
  line,
  page,
  pageQuery,
  SentInstant,
  SentLocalDate,
  Weekday,
} from './primitives.ts';
import { Violation } from './violation.ts';

/** Longest stretch of days that one question about start times may cover. */
export const MAX_START_TIME_DAYS = 42;

/** No protocol has more sessions than this in the phases booked at once. */
export const MAX_PLANNED_SESSIONS = 36;

/** A token carries what somebody wrote to each rule that they bend. */
const MAX_TOKEN_LENGTH = 90_000;

const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{8,200}$/, 'Must be 8 to 200 visible ASCII characters.')
  .optional();
/** `"3"`, as the course's ETag said it. */
const IfMatch = z
  .string()
  .regex(/^"[1-9]\d{0,8}"$/, 'Must be the ETag of the course, like "3".')
  .optional();

const Preferences = z.strictObject({
  /** Weekdays the patient would like. */
  weekdays: z.array(Weekday).min(1).max(7).optional(),
  /** Session starts the patient would like: from, and at the latest. */
  timeOfDay: z
    .strictObject({ from: LocalTime, to: LocalTime })
    .refine((t) => t.from <= t.to, { path: ['to'], message: 'Must not be before `from`.' })
    .optional(),
});

const ChosenSession = z.strictObject({ startsAt: SentInstant, poolId: Id.optional() });

export const planCourse = defineEndpoint({
  id: 'planCourse',
  method: 'POST',
  path: '/course-plans',
  tag: 'courses',
  summary: 'The best complete plans of a course, or why there is none. Writes nothing',
  access: 'signed-in',
  body: z.strictObject({
    patientId: Id,
    protocolId: Id,
    /** The first day that session 1 may be on. */
    from: SentLocalDate,
    preferences: Preferences.optional(),
    /** Sessions that must be just so; the plan is made around them. */
    fixed: z
      .array(z.strictObject({ sequence: z.int().min(1).max(MAX_PLANNED_SESSIONS), startsAt: SentInstant }))
      .max(MAX_PLANNED_SESSIONS)
      .optional(),
    limit: z.int().min(1).max(5).default(3),
    /** Draws among plans of equal cost. The same seed gives the same plans. */
    seed: z.int().min(0).max(0x7fffffff).optional(),
  }),
  status: 200,
  response: z.object({ plans: z.array(Plan), whyNot: z.array(Violation) }),
  problems: ['protocol-retired', 'not-found'],
});

export const listPlanStartTimes = defineEndpoint({
  id: 'listPlanStartTimes',
  method: 'POST',
  path: '/course-plans/start-times',
  tag: 'courses',
  summary:
    'Every start that one session of a plan could have, and the reasons against the refused ones. Writes nothing',
  access: 'signed-in',
  body: z
    .strictObject({
      patientId: Id,
      protocolId: Id,
      /** The whole plan, in order. The session asked about may stand anywhere. */
      sessions: z.array(ChosenSession).min(1).max(MAX_PLANNED_SESSIONS),
      sequence: z.int().min(1).max(MAX_PLANNED_SESSIONS),
      from: SentLocalDate,
      to: SentLocalDate,
    })
    .refine(isShortRange, {
      path: ['to'],
      message: `Must be on or after \`from\`, and at most ${MAX_START_TIME_DAYS} days on.`,
    }),
  status: 200,
  response: StartTimes,
  problems: ['protocol-retired', 'not-found'],
});

export const bookCourse = defineEndpoint({
  id: 'bookCourse',
  method: 'POST',
  path: '/courses',
  tag: 'courses',
  summary: 'Book a whole course: every session, or none',
  access: 'signed-in',
  headers: z.object({ 'idempotency-key': IdempotencyKey }),
  body: z.strictObject({
    patientId: Id,
    protocolId: Id,
    sessions: z.array(ChosenSession).min(1).max(MAX_PLANNED_SESSIONS),
    /** An induction after a relapse, by a clinician: the course that it follows, which ends with this. */
    reinductionOf: Id.optional(),
  }),
  status: 201,
  response: Course,
  problems: [
    'slot-taken',
    'plan-breaks-rules',
    'protocol-retired',
    'idempotency-key-reused',
    'course-not-bookable',
    'change-refused',
    'not-found',
  ],
});

export const listCourses = defineEndpoint({
  id: 'listCourses',
  method: 'GET',
  path: '/courses',
  tag: 'courses',
  summary: 'Courses, by patient name',
  access: 'signed-in',
  query: z.strictObject({ state: z.enum(COURSE_STATES).optional(), ...pageQuery }),
  status: 200,
  response: page(CourseSummary),
});

export const getCourse = defineEndpoint({
  id: 'getCourse',
  method: 'GET',
  path: '/courses/:id',
  tag: 'courses',
  summary: 'One course, its sessions and its booster window. The ETag is its version',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  response: Course,
});

export const previewChange = defineEndpoint({
  id: 'previewChange',
  method: 'POST',
  path: '/courses/:id/change-previews',
  tag: 'courses',
  summary: 'A change of a course, before and after. Writes nothing',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: ChangeRequest,
  status: 200,
  response: ChangePreview,
  problems: ['session-not-movable', 'change-refused', 'not-found'],
});

export const commitChange = defineEndpoint({
  id: 'commitChange',
  method: 'POST',
  path: '/courses/:id/changes',
  tag: 'courses',
  summary: 'Make the change that a preview showed, exactly so, or refuse with a fresh preview',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ token: z.string().max(MAX_TOKEN_LENGTH) }),
  status: 200,
  response: Course,
  problems: [
    'preview-stale',
    'preview-expired',
    'token-invalid',
    'session-not-movable',
    'change-refused',
    'not-found',
  ],
});

export const setBoosterOrder = defineEndpoint({
  id: 'setBoosterOrder',
  method: 'PUT',
  path: '/courses/:id/booster-order',
  tag: 'boosters',
  summary: "Set a course's booster interval, or as needed. Kept in its history for ever",
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  headers: z.object({ 'if-match': IfMatch }),
  body: z.strictObject({ ...orderTerms, ...orderWords }).refine(isOneKind, ONE_KIND),
  status: 200,
  response: SetOrder,
  problems: ['boosters-outside', 'course-changed', 'not-found', 'plan-breaks-rules', 'course-not-bookable'],
});

export const listBoosterOrders = defineEndpoint({
  id: 'listBoosterOrders',
  method: 'GET',
  path: '/courses/:id/booster-orders',
  tag: 'boosters',
  summary: "The history of a course's booster interval, newest first",
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  response: z.object({ items: z.array(BoosterOrder) }),
});

export const bookBooster = defineEndpoint({
  id: 'bookBooster',
  method: 'POST',
  path: '/courses/:id/boosters',
  tag: 'boosters',
  summary: 'Book one booster inside its window; outside, a clinician says why',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  headers: z.object({ 'idempotency-key': IdempotencyKey, 'if-match': IfMatch }),
  body: z.strictObject({
    startsAt: SentInstant,
    poolId: Id.optional(),
    /** Rules that whoever books may let it bend, and why. */
    overrides: z
      .array(z.strictObject({ code: z.enum(VIOLATION_CODES), reason: line(500) }))
      .max(10)
      .default([]),
  }),
  status: 201,
  response: Course,
  problems: [
    'no-booster-order',
    'booster-exists',
    'outside-booster-window',
    'slot-taken',
    'plan-breaks-rules',
    'course-changed',
    'course-not-bookable',
    'not-found',
  ],
});

export const listBoosterStartTimes = defineEndpoint({
  id: 'listBoosterStartTimes',
  method: 'GET',
  path: '/courses/:id/booster-start-times',
  tag: 'boosters',
  summary: 'Every start the next booster could have, and the reasons against the refused ones',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  query: z.strictObject({ from: SentLocalDate, to: SentLocalDate }).refine(isShortRange, {
    path: ['to'],
    message: `Must be on or after \`from\`, and at most ${MAX_START_TIME_DAYS} days on.`,
  }),
  status: 200,
  response: StartTimes,
  problems: ['no-booster-order', 'not-found'],
});

export const DueBooster = CourseSummary.extend({
  dueInDays: z.int().nullable(),
  orderExpiresOn: LocalDate.nullable(),
  /** What is late, or to be set by a clinician before it can be booked. Dates alone: never why. */
  notes: z.array(z.enum(DUE_NOTES)),
}).meta({ id: 'DueBooster' });

export const listDueBoosters = defineEndpoint({
  id: 'listDueBoosters',
  method: 'GET',
  path: '/worklists/due-boosters',
  tag: 'boosters',
  summary: 'Courses whose next booster is due and not booked, or whose order ends: the most overdue first',
  access: 'signed-in',
  query: z.strictObject(pageQuery),
  status: 200,
  response: page(DueBooster),
});

function isShortRange(range: { from: string; to: string }): boolean {
  const days = (Date.parse(range.to) - Date.parse(range.from)) / 86_400_000;
  return days >= 0 && days < MAX_START_TIME_DAYS;
}
