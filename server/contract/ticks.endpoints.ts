import { z } from 'zod';
import { LEFT_WITHOUT_REASONS, PHASES, SIDE_EFFECTS } from '#server/scheduling/vocabulary.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id, Instant } from './primitives.ts';
import { SessionTicks, TickAnswers } from './tick.ts';

export const getSessionTicks = defineEndpoint({
  id: 'getSessionTicks',
  method: 'GET',
  path: '/sessions/:id/ticks',
  tag: 'sessions',
  summary:
    'What is ticked of a session. To the front desk: whether they are ready to leave, and their escort',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  response: SessionTicks,
  problems: ['not-found'],
});

export const setSessionTicks = defineEndpoint({
  id: 'setSessionTicks',
  method: 'PUT',
  path: '/sessions/:id/ticks',
  tag: 'sessions',
  summary: 'Tick yes or no of a session that has begun. What is left out stays; what was there is kept',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({
    ticks: TickAnswers.refine((ticks) => Object.keys(ticks).length > 0, 'Must have at least one.'),
  }),
  status: 200,
  response: SessionTicks,
  problems: ['illegal-transition', 'not-found'],
});

/** One session that took place: how long recovery was booked for, how long it took, and what was ticked. */
export const SessionRecovery = z
  .object({
    sessionId: Id,
    sequence: z.int(),
    place: z.int().nullable(),
    plannedCount: z.int(),
    phase: z.enum(PHASES),
    startsAt: Instant,
    /** Minutes of observation that were booked. */
    bookedMinutes: z.int(),
    /** From the end of administration, as it was booked, to the end of the session. Null where no start was noted. */
    tookMinutes: z.int().nullable(),
    /** So much longer than booked that it matters. */
    isLonger: z.boolean(),
    /** Nothing was ticked, neither yes nor no. */
    isNoted: z.boolean(),
    sideEffects: z.array(z.enum(SIDE_EFFECTS)),
    /** Null where it was not ticked. */
    wasReady: z.boolean().nullable(),
    hadEscort: z.boolean().nullable(),
    /** Why they left though something was not ticked that is asked before. */
    leftWithout: z.enum(LEFT_WITHOUT_REASONS).nullable(),
  })
  .meta({ id: 'SessionRecovery' });
export type SessionRecovery = z.infer<typeof SessionRecovery>;

export const CourseRecovery = z
  .object({
    /** By time: every session that took place. */
    sessions: z.array(SessionRecovery),
    /** Where recovery keeps taking longer than booked. It is told, and nothing follows from it by itself. */
    suggestion: z.object({ extraMinutes: z.int(), detail: z.string() }).nullable(),
    /** Minutes of observation beyond the protocol's that sessions of this course are booked for from now on. */
    extraMinutes: z.int(),
    /** May the person who asked change that? */
    maySet: z.boolean(),
  })
  .meta({ id: 'CourseRecovery' });
export type CourseRecovery = z.infer<typeof CourseRecovery>;

export const getCourseRecovery = defineEndpoint({
  id: 'getCourseRecovery',
  method: 'GET',
  path: '/courses/:id/recovery',
  tag: 'courses',
  summary: 'How long recovery took after each session against what was booked, and what was ticked',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  response: CourseRecovery,
  problems: ['not-found'],
});

export const setCourseRecovery = defineEndpoint({
  id: 'setCourseRecovery',
  method: 'PUT',
  path: '/courses/:id/recovery',
  tag: 'courses',
  summary: 'Book more observation than the protocol says, in this course and from now on',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ extraMinutes: z.int().min(0).max(120).multipleOf(5) }),
  status: 200,
  response: CourseRecovery,
  problems: ['course-not-bookable', 'not-found'],
});
