import { z } from 'zod';
import { SUGGESTION_CODES } from '#server/scheduling/vocabulary.ts';
import { BentRule } from './change.ts';
import { BoosterOrder } from './course.ts';
import { BoosterWindow } from './plan.ts';
import { Id, Instant, Interval, LocalDate, line, SentLocalDate, Version } from './primitives.ts';
import { Violation } from './violation.ts';

/** What a clinician orders: an interval, boosters as needed, or a series of boosters close together. One of the three. */
export const orderTerms = {
  interval: Interval.nullable().optional(),
  asNeeded: z.boolean().default(false),
  /** So many boosters with a clear day or more between them, each booked by itself. */
  seriesOf: z.int().min(2).max(6).nullable().optional(),
  /** Days either side of the due date in which the front desk may book. */
  flexDays: z.int().min(0).max(31).optional(),
  /** The order's last day. As-needed orders and series get one where none is given. */
  expiresOn: SentLocalDate.nullable().optional(),
};

/** Why; and what it rests on. For those who treat the patient. */
export const orderWords = { reason: line(500), evidence: line(500).nullable().optional() };

export const isOneKind = (order: {
  interval?: string | null | undefined;
  asNeeded: boolean;
  seriesOf?: number | null | undefined;
}): boolean => [order.interval, order.asNeeded, order.seriesOf].filter(Boolean).length === 1;

export const ONE_KIND = {
  path: ['interval'],
  message: 'Give an interval, like P6W, or asNeeded: true, or seriesOf: 3; one of the three.',
};

/** What was done to an order, and to the course with it. */
export const SetOrder = BoosterOrder.extend({
  boosterWindow: BoosterWindow.nullable(),
  courseVersion: z.int(),
});

/** A booked booster that the order would leave outside its window. */
const OutsideBooster = z.object({
  sessionId: Id,
  sequence: z.int(),
  startsAt: Instant,
  endsAt: Instant,
  /** Where it could go: nearest to the due date, then to its own time of day. Null where there is no such time. */
  move: z
    .object({
      startsAt: Instant,
      endsAt: Instant,
      poolId: Id,
      /** What it bends there. `outside-booster-window`: the window has passed, so it comes as soon as it can. */
      violations: z.array(BentRule),
    })
    .nullable(),
  /** Why there is no such time. */
  whyNot: z.array(Violation),
});

/** A booster order before it is set, and what follows from it. Nothing is written until its token is committed. */
export const BoosterOrderPreview = z
  .object({
    courseId: Id,
    courseVersion: Version,
    /** As it would be, with what was not said filled in. */
    order: z.object({
      interval: Interval.nullable(),
      asNeeded: z.boolean(),
      seriesOf: z.int().nullable(),
      flexDays: z.int(),
      expiresOn: LocalDate.nullable(),
    }),
    /** When the next booster would be: due, earliest and latest, counted from the last session that took place. */
    window: BoosterWindow.nullable(),
    /** What holds today, to compare. */
    today: z.object({ order: BoosterOrder.nullable(), window: BoosterWindow.nullable() }),
    /** The booked boosters that would be outside. For each, a clinician says whether it moves or stays. */
    outside: z.array(OutsideBooster),
    /** What the order itself should make somebody think of. */
    warnings: z.array(Violation),
    token: z.string(),
    expiresAt: Instant,
  })
  .meta({ id: 'BoosterOrderPreview' });
export type BoosterOrderPreview = z.infer<typeof BoosterOrderPreview>;

/** The ladder of the course's protocol, and what a clinician might do. Nothing of it happens by itself. */
export const BoosterSuggestions = z
  .object({
    /** What holds today: the order's interval, or the protocol's own. Null where boosters are as needed, or a series. */
    interval: Interval.nullable(),
    /** The rungs, from the shortest. */
    ladder: z.array(Interval),
    /** One rung from what holds; null where there is none. */
    stepBack: Interval.nullable(),
    stepForward: Interval.nullable(),
    suggestions: z.array(
      z.object({
        code: z.enum(SUGGESTION_CODES),
        /** Of a step, and of an order to be renewed. */
        interval: Interval.nullable(),
        /** Its number among the clinical rules. */
        rule: z.string(),
        words: z.string(),
      }),
    ),
  })
  .meta({ id: 'BoosterSuggestions' });
export type BoosterSuggestions = z.infer<typeof BoosterSuggestions>;
