import { z } from 'zod';
import { COURSE_STATES, PHASES, SESSION_STATUSES } from '#server/scheduling/vocabulary.ts';
import { Id, Instant, SentInstant, Version } from './primitives.ts';
import { Violation } from './violation.ts';

/** What is asked and shown wherever hours, chairs or people are taken away, and courses are repaired for it. */

/** Sessions that may be chosen or left by hand at once. */
const MOST_BY_HAND = 400;
/** So many sessions are left at most, with a large clinic closed for two months. */
const MOST_LEFT = 2_000;

/** What somebody decides by hand before it is shown again. */
export const repairByHand = {
  /** Starts that somebody chose: the other repairs make way for them. */
  chosen: z
    .array(z.strictObject({ sessionId: Id, startsAt: SentInstant }))
    .max(MOST_BY_HAND)
    .optional(),
  /** Courses that are not to be repaired now. */
  leave: z.array(Id).max(MOST_BY_HAND).optional(),
};

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

/** What would be broken, and a repair of all of it. Nothing is written until the token is committed. */
export const repairShown = {
  /** Those for a human come first. */
  left: z.array(LeftCourse),
  repaired: z.array(RepairedCourse),
  /** Sessions that cannot stay, of records that are not open to whoever asks. Their care teams see to them. */
  restrictedSessions: z.int(),
  token: z.string(),
  expiresAt: Instant,
};

/** What was shown is to be done. */
export const RepairCommit = z.strictObject({
  token: z.string().max(90_000),
  /** Every session that is left where it cannot stay, as the preview named them: somebody has seen them. */
  leftSessionIds: z.array(Id).max(MOST_LEFT),
});

/** A course with sessions where something is closed. */
export const BrokenCourse = z
  .object({
    ...broken,
    /** The first of them. */
    startsAt: Instant,
  })
  .meta({ id: 'BrokenCourse' });
export type BrokenCourse = z.infer<typeof BrokenCourse>;
