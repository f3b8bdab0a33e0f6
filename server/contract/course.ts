import { z } from 'zod';
import { CHANGE_MODES, COURSE_STATES, HOLD_KINDS, ROUTES } from '#server/scheduling/vocabulary.ts';
import { BoosterWindow } from './plan.ts';
import { Id, Instant, Interval, LocalDate, Version } from './primitives.ts';
import { Session } from './session.ts';

/** The interval a clinician set, or boosters as needed, or a series of them: kept for ever in the course's history. */
export const BoosterOrder = z
  .object({
    id: Id,
    courseId: Id,
    interval: Interval.nullable(),
    asNeeded: z.boolean(),
    /** So many boosters close together; null of other orders. */
    seriesOf: z.int().nullable(),
    flexDays: z.int(),
    expiresOn: LocalDate.nullable(),
    /** For clinicians, nurses and admins only. */
    reason: z.string().optional(),
    evidence: z.string().nullable().optional(),
    setBy: z.object({ id: Id, name: z.string() }),
    setAt: Instant,
  })
  .meta({ id: 'BoosterOrder' });
export type BoosterOrder = z.infer<typeof BoosterOrder>;

export const CourseProtocol = z.object({
  id: Id,
  name: z.string(),
  version: z.int(),
  route: z.enum(ROUTES),
});

/** Another course of the same patient, and the day of its first session. */
const CourseBeside = z.object({ id: Id, startedOn: LocalDate });

export const Course = z
  .object({
    id: Id,
    patientId: Id,
    patientName: z.string(),
    protocol: CourseProtocol,
    state: z.enum(COURSE_STATES),
    version: Version,
    plannedCount: z.int(),
    /** Planned sessions that were missed or cancelled, and not planned again. */
    lackingCount: z.int(),
    /** Why it waits, while it is on hold. */
    hold: z
      .object({
        kind: z.enum(HOLD_KINDS),
        /** What the clinician wrote: for clinicians, nurses and admins only. */
        reason: z.string().optional(),
      })
      .nullable(),
    /** An induction with too long a gap: a clinician decides how it goes on. */
    interruption: z
      .object({
        afterSequence: z.int(),
        /** The session after the gap, if one is booked. */
        nextSequence: z.int().nullable(),
        gapDays: z.int(),
        choices: z.array(z.enum(CHANGE_MODES)),
      })
      .nullable(),
    /** The course that this one begins anew, or follows after a relapse. */
    parentCourseId: Id.nullable(),
    /** The same, with the day of its first session. */
    follows: CourseBeside.nullable(),
    /** The course that follows this one, unless that one has stopped. */
    followedBy: CourseBeside.nullable(),
    createdAt: Instant,
    /** By time; cancelled and missed ones are included. */
    sessions: z.array(Session),
    /** Null once the course has stopped. */
    boosterWindow: BoosterWindow.nullable(),
    /** The booster that is booked, if one is. */
    bookedBoosterId: Id.nullable(),
    /** A booster is booked, and an order set since would have it elsewhere. */
    boosterOutsideWindow: z.boolean(),
    /** What can be done with it now, by the person who asked. */
    actions: z.array(z.enum(['book-booster', 'set-booster-order', 'book-reinduction'])),
    /** The modes of a change that it allows now, to the person who asked. */
    changes: z.array(z.enum(CHANGE_MODES)),
  })
  .meta({ id: 'Course' });
export type Course = z.infer<typeof Course>;

/** A course in a list. */
export const CourseSummary = z
  .object({
    id: Id,
    patientId: Id,
    patientName: z.string(),
    protocolName: z.string(),
    route: z.enum(ROUTES),
    state: z.enum(COURSE_STATES),
    plannedCount: z.int(),
    fulfilledCount: z.int(),
    lastFulfilledAt: Instant.nullable(),
    nextSessionAt: Instant.nullable(),
    boosterWindow: BoosterWindow.nullable(),
  })
  .meta({ id: 'CourseSummary' });
export type CourseSummary = z.infer<typeof CourseSummary>;
