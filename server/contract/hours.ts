import { z } from 'zod';
import { ROLES } from '#server/scheduling/vocabulary.ts';
import { ClosingTime, Id, Instant, LocalDate, LocalTime, SentLocalDate, Weekday } from './primitives.ts';
import { repairByHand, repairShown } from './repair.ts';

/** Stretches that one week may have. */
const MOST_STRETCHES = 50;

export const WeeklyHours = z.strictObject({ weekday: Weekday, opensAt: LocalTime, closesAt: ClosingTime });
export type WeeklyHours = z.infer<typeof WeeklyHours>;

export const WeeklyShift = z.strictObject({ weekday: Weekday, startsAt: LocalTime, endsAt: ClosingTime });
export type WeeklyShift = z.infer<typeof WeeklyShift>;

/** The first day on which it holds. It takes the place of all that was said of that day and later. */
const from = SentLocalDate;

/** What is to hold from a day on, until something else is said. */
export const HoursChange = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('opening-hours'),
      from,
      hours: z
        .array(WeeklyHours)
        .min(1, 'Must have hours on one day of the week at least.')
        .max(MOST_STRETCHES)
        .superRefine((hours, context) =>
          refuseStretches(
            hours.map(({ weekday, opensAt, closesAt }) => ({ weekday, from: opensAt, to: closesAt })),
            'closesAt',
            context,
          ),
        ),
    }),
    z.strictObject({
      kind: z.literal('shifts'),
      from,
      staffId: Id,
      /** None: no longer there. */
      shifts: z
        .array(WeeklyShift)
        .max(MOST_STRETCHES)
        .superRefine((shifts, context) =>
          refuseStretches(
            shifts.map(({ weekday, startsAt, endsAt }) => ({ weekday, from: startsAt, to: endsAt })),
            'endsAt',
            context,
          ),
        ),
    }),
    z.strictObject({ kind: z.literal('chair'), from, chairId: Id, inUse: z.boolean() }),
  ])
  .meta({ id: 'HoursChange' });
export type HoursChange = z.infer<typeof HoursChange>;

export const HoursChangeRequest = z
  .strictObject({ change: HoursChange, ...repairByHand })
  .meta({ id: 'HoursChangeRequest' });
export type HoursChangeRequest = z.infer<typeof HoursChangeRequest>;

/** What a change of hours would break, and a repair of all of it. Nothing is written until its token is committed. */
export const HoursPreview = z
  .object({
    change: HoursChange,
    /** Of whoever's shifts change, or of the chair. */
    name: z.string().nullable(),
    ...repairShown,
  })
  .meta({ id: 'HoursPreview' });
export type HoursPreview = z.infer<typeof HoursPreview>;

/** The hours that the clinic keeps, from today on. What is to change later has a day of its own. */
export const Hours = z
  .object({
    opening: z.array(z.object({ from: LocalDate, hours: z.array(WeeklyHours) })),
    staff: z.array(
      z.object({
        id: Id,
        name: z.string(),
        role: z.enum(ROLES),
        trained: z.boolean(),
        shifts: z.array(z.object({ from: LocalDate, shifts: z.array(WeeklyShift) })),
      }),
    ),
    chairs: z.array(
      z.object({
        id: Id,
        name: z.string(),
        poolName: z.string(),
        outOfUseFrom: LocalDate.nullable(),
        /** Closed at the moment, and open again then. */
        closedUntil: Instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'Hours' });
export type Hours = z.infer<typeof Hours>;

type Stretch = { readonly weekday: number; readonly from: string; readonly to: string };

/** Ends after its start, and no two at once on one weekday. Those that touch are fine. */
function refuseStretches(stretches: readonly Stretch[], end: string, context: z.RefinementCtx): void {
  for (const [index, { weekday, from: start, to }] of stretches.entries()) {
    if (to <= start) {
      context.addIssue({ code: 'custom', path: [index, end], message: 'Must be after the start.' });
      continue;
    }
    const overlaps = stretches
      .slice(0, index)
      .some((other) => other.weekday === weekday && other.from < to && start < other.to);
    if (overlaps) {
      context.addIssue({
        code: 'custom',
        path: [index],
        message: 'Must not overlap other hours of that weekday.',
      });
    }
  }
}
