import { z } from 'zod';
import { BLOCK_PARTS, PHASES, ROUTES } from '#server/scheduling/vocabulary.ts';
import { defineEndpoint } from './endpoint.ts';
import { ClosingTime, Id, Instant, Interval, LocalDate, LocalTime, line, Weekday } from './primitives.ts';

export const OpeningHours = z.object({
  weekday: Weekday,
  opensAt: LocalTime,
  closesAt: ClosingTime,
  /** The days on which they hold, both included. Null: without end. */
  validFrom: LocalDate.nullable(),
  validTo: LocalDate.nullable(),
});

export const Clinic = z
  .object({
    id: Id,
    name: z.string(),
    /** IANA time zone: every wall-clock time of the clinic is read in it. */
    zone: z.string(),
    phone: z.string().nullable(),
    /** Sessions start on this grid, in minutes. */
    slotMinutes: z.int(),
    isDemo: z.boolean(),
    openingHours: z.array(OpeningHours),
    pools: z.array(z.object({ id: Id, name: z.string() })),
    now: Instant,
    today: LocalDate,
    /** The first day from today on, today included, on which the clinic opens. */
    nextOpenOn: LocalDate,
  })
  .meta({ id: 'Clinic' });
export type Clinic = z.infer<typeof Clinic>;

export const getClinic = defineEndpoint({
  id: 'getClinic',
  method: 'GET',
  path: '/clinic',
  tag: 'clinic',
  summary: 'The clinic: its time zone, its hours, its pools of chairs',
  access: 'signed-in',
  status: 200,
  response: Clinic,
});

export const ZoneName = z
  .string()
  .refine((name) => name.length <= 60 && isZone(name), 'Must be an IANA time zone, like America/New_York.')
  .meta({ id: 'ZoneName' });

export const updateClinic = defineEndpoint({
  id: 'updateClinic',
  method: 'PATCH',
  path: '/clinic',
  tag: 'clinic',
  summary: 'Change the name, phone or time zone of the clinic. The zone is fixed once a course is booked',
  access: 'signed-in',
  body: z.strictObject({
    name: line(120).optional(),
    phone: line(40).nullable().optional(),
    zone: ZoneName.optional(),
  }),
  status: 200,
  response: Clinic,
  problems: ['zone-in-use'],
});

export const Chair = z
  .object({
    id: Id,
    name: z.string(),
    poolId: Id,
    poolName: z.string(),
    position: z.int(),
    /** The day from which on nothing can be booked on it. Null: in use. */
    outOfUseFrom: LocalDate.nullable(),
  })
  .meta({ id: 'Chair' });
export type Chair = z.infer<typeof Chair>;

export const listChairs = defineEndpoint({
  id: 'listChairs',
  method: 'GET',
  path: '/chairs',
  tag: 'clinic',
  summary: 'The chairs, in the order in which the board shows them',
  access: 'signed-in',
  status: 200,
  response: z.object({ items: z.array(Chair) }),
});

export const ProtocolPhase = z.object({
  phase: z.enum(PHASES),
  sessions: z.int(),
  perWeek: z.int(),
  minClearDays: z.int(),
  maxInRolling7Days: z.int(),
  targetSpanDays: z.object({ min: z.int(), max: z.int() }).nullable(),
  maxSpanDays: z.int().nullable(),
});

export const Protocol = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    route: z.enum(ROUTES),
    status: z.enum(['active', 'retired']),
    version: z.int(),
    /** Sessions of the phases that are booked in one action. */
    sessionCount: z.int(),
    /** Chair time of one session, in minutes. */
    blockMinutes: z.int(),
    block: z.array(z.object({ part: z.enum(BLOCK_PARTS), minutes: z.int() })),
    phases: z.array(ProtocolPhase),
    booster: z.object({
      firstInterval: Interval,
      flexDays: z.int(),
      intervalLadder: z.array(Interval),
      minIntervalDays: z.int(),
    }),
  })
  .meta({ id: 'Protocol' });
export type Protocol = z.infer<typeof Protocol>;

export const listProtocols = defineEndpoint({
  id: 'listProtocols',
  method: 'GET',
  path: '/protocols',
  tag: 'clinic',
  summary: 'What can be booked: each protocol in its newest version',
  access: 'signed-in',
  query: z.strictObject({ includeRetired: z.stringbool().default(false) }),
  status: 200,
  response: z.object({ items: z.array(Protocol) }),
});

function isZone(name: string): boolean {
  try {
    // Intl also takes offsets such as +05:00, which know no daylight saving: not a zone.
    return (
      /^[A-Za-z]/.test(name) &&
      new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
    );
  } catch {
    return false;
  }
}
