import { z } from 'zod';
import { Id, Instant, line, SentInstant } from './primitives.ts';
import { repairByHand, repairShown } from './repair.ts';

const DAY_MS = 86_400_000;
/** Days that one closure may last. */
const MOST_DAYS = 62;

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
    ...repairByHand,
  })
  .meta({ id: 'ClosureRequest' });
export type ClosureRequest = z.infer<typeof ClosureRequest>;

/** What a closure would break, and a repair of all of it. Nothing is written until its token is committed. */
export const ClosurePreview = z
  .object({
    closure: Closure.omit({ id: true }),
    ...repairShown,
  })
  .meta({ id: 'ClosurePreview' });
export type ClosurePreview = z.infer<typeof ClosurePreview>;
