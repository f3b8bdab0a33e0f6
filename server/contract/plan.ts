import { z } from 'zod';
import { PHASES } from '#server/scheduling/vocabulary.ts';
import { Id, Instant, Interval, LocalDate, LocalTime } from './primitives.ts';
import { Violation } from './violation.ts';

/** One session as a plan proposes it. Plans say the pool; which chair is settled when it is booked. */
export const PlannedSession = z
  .object({
    sequence: z.int(),
    phase: z.enum(PHASES),
    startsAt: Instant,
    endsAt: Instant,
    poolId: Id,
  })
  .meta({ id: 'PlannedSession' });
export type PlannedSession = z.infer<typeof PlannedSession>;

/** Something a plan costs, in points, and why. Points compare plans; they are not money. */
export const CostReason = z
  .object({
    code: z.enum([
      'outside-target-span',
      'uneven-spacing',
      'weekday-not-preferred',
      'time-not-preferred',
      'time-varies',
      'contested-time',
      'displaced',
    ]),
    points: z.int(),
    detail: z.string(),
    /** The sessions that it concerns. */
    sequences: z.array(z.int()),
  })
  .meta({ id: 'CostReason' });
export type CostReason = z.infer<typeof CostReason>;

/** When the next booster may be. `dueOn` is null for as-needed orders. */
export const BoosterWindow = z
  .object({
    dueOn: LocalDate.nullable(),
    earliestOn: LocalDate,
    latestOn: LocalDate,
    interval: Interval.nullable(),
    asNeeded: z.boolean(),
    /** Of a booster series, how many of it are still to be booked; other orders have none of this. */
    seriesLeft: z.int().optional(),
    /** `order`: set by a clinician; `protocol`: the protocol's default, until one is set. */
    source: z.enum(['order', 'protocol']),
    /** The day it is counted from. */
    anchorOn: LocalDate,
    /** The day it is counted from is still to come, so the window may yet move. */
    provisional: z.boolean(),
  })
  .meta({ id: 'BoosterWindow' });
export type BoosterWindow = z.infer<typeof BoosterWindow>;

export const Plan = z
  .object({
    sessions: z.array(PlannedSession),
    /** Total points: lower is better. Plans come best first. */
    cost: z.int(),
    reasons: z.array(CostReason),
    firstOn: LocalDate,
    lastOn: LocalDate,
    /** Days from the first session to the last. */
    spanDays: z.int(),
    /** The time of day of session 1, which the others keep as far as they can. */
    usualTime: LocalTime,
    boosterWindow: BoosterWindow,
  })
  .meta({ id: 'Plan' });
export type Plan = z.infer<typeof Plan>;

/** A start on the clinic's grid, and every reason against it; none means that it is free. */
export const StartTime = z
  .object({
    startsAt: Instant,
    poolId: Id.nullable(),
    refusals: z.array(Violation),
    /** Refused, but only by rules that whoever asks may let be bent with a reason. */
    mayBend: z.literal(true).optional(),
  })
  .meta({ id: 'StartTime' });
export type StartTime = z.infer<typeof StartTime>;

export const StartTimeDay = z
  .object({
    date: LocalDate,
    /** How many of the starts are free. */
    freeCount: z.int(),
    /** Why the clinic has no hours on this day, where it has none. */
    closedReason: z.string().optional(),
    starts: z.array(StartTime),
  })
  .meta({ id: 'StartTimeDay' });
export type StartTimeDay = z.infer<typeof StartTimeDay>;

export const StartTimes = z.object({ days: z.array(StartTimeDay) }).meta({ id: 'StartTimes' });
export type StartTimes = z.infer<typeof StartTimes>;
