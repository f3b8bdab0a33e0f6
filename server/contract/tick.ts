import { z } from 'zod';
import { TICK_CODES, type TickCode } from '#server/scheduling/vocabulary.ts';
import { Id, Instant } from './primitives.ts';

/** Yes or no to each, by code. */
export const TickAnswers = z.strictObject(
  Object.fromEntries(TICK_CODES.map((code) => [code, z.boolean().optional()])) as Record<
    TickCode,
    z.ZodOptional<z.ZodBoolean>
  >,
);

/** What is ticked of a session: the newest answer to each question. Nothing else is kept of how somebody felt. */
export const SessionTicks = z
  .object({
    sessionId: Id,
    ticks: z.array(
      z.object({
        code: z.enum(TICK_CODES),
        answer: z.boolean(),
        notedAt: Instant,
        notedBy: z.object({ id: Id, name: z.string() }),
      }),
    ),
    /** May the person who asked tick it now? */
    mayTick: z.boolean(),
  })
  .meta({ id: 'SessionTicks' });
export type SessionTicks = z.infer<typeof SessionTicks>;
