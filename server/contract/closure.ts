import { z } from 'zod';
import { COURSE_STATES, PHASES, SESSION_STATUSES } from '#server/scheduling/vocabulary.ts';
import { Id, Instant, line, SentInstant, Version } from './primitives.ts';
import { Violation } from './violation.ts';

const DAY_MS = 86_400_000;
/** Days that one closure may last. */
const MOST_DAYS = 62;
/** Sessions that may be chosen or left by hand in one closure. */
const MOST_BY_HAND = 400;

/** What is to be closed, and when: the whole clinic, or a chair, or one person who is away. */
export const NewClosure = z
  .strictObject({
    startsAt: SentInstant,
    endsAt: SentInstant,
    chairId: Id.optional(),
    staffId: Id.optional(),
    /** The board shows it to all staff. */
    reason: line(200),
  })
  .refine(({ startsAt, endsAt }) => Date.parse(endsAt) > Date.parse(startsAt), {
    path: ['endsAt'],
    message: 'Must be after the start.',
  })
  .refine(({ startsAt, endsAt }) => Date.parse(endsAt) - Date.parse(startsAt) <= MOST_DAYS * DAY_MS, {
    path: ['endsAt'],
    message: `Must be within ${MOST_DAYS} days of the start.`,
  })
  .refine(({ chairId, staffId }) => chairId === undefined || staffId === undefined, {
    path: ['staffId'],
    message: 'Close a chair or say who is away, not both at once.',
  })
  .meta({ id: 'NewClosure' });
export type NewClosure = z.infer<typeof NewClosure>;

export const Closure = z
  .object({
    id: Id,
    startsAt: Instant,
    endsAt: Instant,
    chairId: Id.nullable(),
    chairName: z.string().nullable(),
    staffId: Id.nullable(),
    staffName: z.string().nullable(),
    reason: z.string(),
  })
  .meta({ id: 'Closure' });
export type Closure = z.infer<typeof Closure>;

export const ClosureRequest = z
  .strictObject({
    closure: NewClosure,
    /** Starts that somebody chose: the other repairs make way for them. */
    chosen: z
      .array(z.strictObject({ sessionId: Id, startsAt: SentInstant }))
      .max(MOST_BY_HAND)
      .optional(),
    /** Courses that are not to be repaired now. */
    leave: z.array(Id).max(MOST_BY_HAND).optional(),
  })
  .meta({ id: 'ClosureRequest' });
export type ClosureRequest = z.infer<typeof ClosureRequest>;

const HeldSession = z.object({
  id: Id,
  sequence: z.int(),
  phase: z.enum(PHASES),
  status: z.enum(SESSION_STATUSES),
  startsAt: Instant,
  endsAt: Instant,
});

const broken = {
  courseId: Id,
  courseVersion: Version,
  courseState: z.enum(COURSE_STATES),
  patientId: Id,
  patientName: z.string(),
  protocolName: z.string(),
  plannedCount: z.int(),
  /** What cannot stay where it is, and why. */
  broken: z.array(z.object({ sessionId: Id, violations: z.array(Violation) })),
  /** All sessions of the course that hold their time, by time. */
  before: z.array(HeldSession),
};

/** A course that is whole again, within every rule. */
export const RepairedCourse = z
  .object({
    ...broken,
    after: z.array(HeldSession),
    /** None where a session keeps its time and gets another chair. */
    movedSessionIds: z.array(Id),
    /** How far its sessions go in all: days, and then minutes by the clock. */
    daysMoved: z.int(),
    minutesMoved: z.int(),
  })
  .meta({ id: 'RepairedCourse' });
export type RepairedCourse = z.infer<typeof RepairedCourse>;

/** A course that somebody has to see to. */
export const LeftCourse = z
  .object({
    ...broken,
    because: z.enum(['here-already', 'on-hold', 'no-place', 'others-need-it', 'by-hand']),
    /** What is against every time that its rules leave. */
    reasons: z.array(Violation),
    /** For each session that cannot stay, the nearest time that is free, and what its course has against it. */
    nearest: z.array(z.object({ sessionId: Id, startsAt: Instant, violations: z.array(Violation) })),
  })
  .meta({ id: 'LeftCourse' });
export type LeftCourse = z.infer<typeof LeftCourse>;

/** What a closure would break, and a repair of all of it. Nothing is written until its token is committed. */
export const ClosurePreview = z
  .object({
    closure: Closure.omit({ id: true }),
    /** Those for a human come first. */
    left: z.array(LeftCourse),
    repaired: z.array(RepairedCourse),
    /** Sessions that cannot stay, of records that are not open to whoever asks. Their care teams see to them. */
    restrictedSessions: z.int(),
    token: z.string(),
    expiresAt: Instant,
  })
  .meta({ id: 'ClosurePreview' });
export type ClosurePreview = z.infer<typeof ClosurePreview>;

/** A course with sessions where something is closed. */
export const BrokenCourse = z
  .object({
    ...broken,
    /** The first of them. */
    startsAt: Instant,
  })
  .meta({ id: 'BrokenCourse' });
export type BrokenCourse = z.infer<typeof BrokenCourse>;
