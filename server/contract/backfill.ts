import { z } from 'zod';
import { PHASES, SESSION_STATUSES } from '#server/scheduling/vocabulary.ts';
import { Id, Instant, LocalDate, LocalTime, Weekday } from './primitives.ts';
import { Violation } from './violation.ts';

/** A freed chair that was offered to somebody, and is held for them until they answer or its time is over. */
export const ChairOffer = z
  .object({
    id: Id,
    freedChairId: Id,
    patientId: Id,
    patientName: z.string(),
    courseId: Id,
    /** What it would be: a session moved there, one that the course lacks, or a booster. */
    kind: z.enum(['move', 'add', 'booster']),
    /** With `move`: the session. */
    sessionId: Id.nullable(),
    startsAt: Instant,
    endsAt: Instant,
    chairId: Id,
    chairName: z.string(),
    madeAt: Instant,
    madeBy: z.object({ id: Id, name: z.string() }),
    state: z.enum(['open', 'accepted', 'declined', 'withdrawn', 'expired']),
    /** When it ends by itself; of one that is over, when it ended. */
    heldUntil: Instant,
  })
  .meta({ id: 'ChairOffer' });
export type ChairOffer = z.infer<typeof ChairOffer>;

/** A time to come that somebody has given up, and that is free still. */
export const FreedChair = z
  .object({
    /** It stays the same while the chair is free. */
    id: Id,
    poolId: Id,
    poolName: z.string(),
    startsAt: Instant,
    endsAt: Instant,
    freedAt: Instant,
    freedBy: z.enum(['moved', 'cancelled', 'missed', 'taken-back']),
    /** How many courses it would help, of those that are open to whoever asks. Counted to 20. */
    helps: z.int(),
    /** Held for somebody it was offered to. Whom, is told where their record is open to whoever asks. */
    isHeld: z.boolean(),
    offer: ChairOffer.nullable(),
  })
  .meta({ id: 'FreedChair' });
export type FreedChair = z.infer<typeof FreedChair>;

/** A course that a freed chair would help, and could have it by every hard rule. */
export const BackfillCandidate = z
  .object({
    patientId: Id,
    patientName: z.string(),
    phone: z.string().nullable(),
    courseId: Id,
    protocolName: z.string(),
    kind: z.enum(['move', 'add', 'booster']),
    /** With `move`: the session, and where it is now. */
    session: z.object({ id: Id, sequence: z.int(), phase: z.enum(PHASES), startsAt: Instant }).nullable(),
    startsAt: Instant,
    endsAt: Instant,
    /** Why, the strongest reason first: it is what they are ranked by. */
    reasons: z
      .array(
        z.object({
          code: z.enum(['asked', 'booster-due', 'lacks-session', 'nearer-target']),
          words: z.string(),
          /** Days that the patient would gain; null where days do not say it. */
          gainDays: z.int().nullable(),
        }),
      )
      .min(1),
    /** What a person may pass over, and should know. */
    warnings: z.array(Violation),
    /** What they said to this chair before: they come after those who were not asked yet. */
    lastOffer: z.object({ state: z.enum(['declined', 'expired', 'withdrawn']), at: Instant }).nullable(),
  })
  .meta({ id: 'BackfillCandidate' });
export type BackfillCandidate = z.infer<typeof BackfillCandidate>;

/** Somebody who would like another time than the one that is booked, or a booster. */
export const WaitlistEntry = z
  .object({
    id: Id,
    patientId: Id,
    patientName: z.string(),
    courseId: Id,
    protocolName: z.string(),
    /** The session that should be elsewhere, as it is now; null: the next booster. */
    session: z
      .object({
        id: Id,
        sequence: z.int(),
        phase: z.enum(PHASES),
        status: z.enum(SESSION_STATUSES),
        startsAt: Instant,
      })
      .nullable(),
    onlyEarlier: z.boolean(),
    /** Empty: any. */
    weekdays: z.array(Weekday),
    /** Starts that would suit: from, and at the latest. */
    timeOfDay: z.object({ from: LocalTime, to: LocalTime }).nullable(),
    /** The last day that would suit. */
    until: LocalDate,
    askedAt: Instant,
    askedBy: z.object({ id: Id, name: z.string() }),
  })
  .meta({ id: 'WaitlistEntry' });
export type WaitlistEntry = z.infer<typeof WaitlistEntry>;
