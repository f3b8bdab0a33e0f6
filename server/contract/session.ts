import { z } from 'zod';
import {
  BLOCK_PARTS,
  CANCEL_REASONS,
  GATE_LIGHTS,
  PHASES,
  PROMPT_CODES,
  ROLES,
  ROUTES,
  SESSION_STATUSES,
  TICK_CODES,
  VIOLATION_CODES,
} from '#server/scheduling/vocabulary.ts';
import { Id, Instant } from './primitives.ts';

export const SESSION_ACTIONS = [
  'arrive',
  'check-in',
  'start',
  'complete',
  'no-show',
  'cancel',
  'hold',
  'release',
  'move',
] as const;

/** Red while something must be done before, or speaks against it. What it is, the gates of the course say. */
export const GateLight = z.enum(GATE_LIGHTS).meta({ id: 'GateLight' });

/** One visit of a course, as staff see it. */
export const Session = z
  .object({
    id: Id,
    courseId: Id,
    patientId: Id,
    patientName: z.string(),
    protocolName: z.string(),
    route: z.enum(ROUTES),
    /** Its number within the course, through all phases. It keeps it for ever; what is put in its place gets another. */
    sequence: z.int(),
    /**
     * Its place among those of its kind that took place or are to come: "2 of 6", though its number may be 3. Null of one
     * that does not count.
     */
    place: z.int().nullable(),
    /** How many sessions the course's planned phases have; a booster's number exceeds it. */
    plannedCount: z.int(),
    phase: z.enum(PHASES),
    status: z.enum(SESSION_STATUSES),
    startsAt: Instant,
    endsAt: Instant,
    /** The parts of the block, in order, in minutes. */
    block: z.array(z.object({ part: z.enum(BLOCK_PARTS), minutes: z.int() })),
    poolId: Id,
    chairId: Id,
    chairName: z.string(),
    /** Where it was first booked, if it has been moved since. */
    movedFrom: Instant.nullable(),
    arrivedAt: Instant.nullable(),
    checkedInAt: Instant.nullable(),
    startedAt: Instant.nullable(),
    completedAt: Instant.nullable(),
    /** Since when it is held: the patient is here, and a clinician decides whether it begins. */
    heldAt: Instant.nullable(),
    /** Present on cancelled sessions. `clinical` stands for reasons the reader may not see. */
    cancelReason: z.enum([...CANCEL_REASONS, 'clinical']).nullable(),
    /** Rules that somebody who may lets it bend. Why is in the changes of its course. */
    overrides: z.array(z.enum(VIOLATION_CODES)),
    /** Of a session that has yet to begin; null of one that has begun. Lists leave it null while its course is on hold. */
    gateLight: GateLight.nullable(),
    /** What can be done with it now, by the person who asked. */
    actions: z.array(z.enum(SESSION_ACTIONS)),
    /** What is asked before a step that can be taken now: a hard one is answered with yes, or somebody who may goes on without. */
    prompts: z.array(
      z.object({
        action: z.enum(SESSION_ACTIONS),
        code: z.enum(PROMPT_CODES),
        words: z.string(),
        strength: z.enum(['hard', 'soft']),
        mayOverride: z.array(z.enum(ROLES)),
        /** What is ticked where the answer is yes; null where the answer is not kept. */
        tick: z.enum(TICK_CODES).nullable(),
      }),
    ),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;
