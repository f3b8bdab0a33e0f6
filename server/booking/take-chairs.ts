import { AppError } from '#server/errors.ts';
import { assignChairs, type Repack } from '#server/scheduling/room/assign-chairs.ts';
import { lostSessions } from '#server/scheduling/room/start-times.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import type { Violation } from '#server/scheduling/violation.ts';

/** A session that is to have a chair of a pool. */
export type Seat = {
  readonly sequence: number;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly poolId: string;
};

/** A chair for each, or the refusal that says which have none. Others may change chairs to make room. */
export function takeChairs(
  calendar: ClinicCalendar,
  seats: readonly Seat[],
  now: Instant,
  ignoreSessionIds?: ReadonlySet<string>,
): { chairIds: readonly string[]; repack: readonly Repack[] } {
  const taken = assignChairs(calendar, seats, now, ignoreSessionIds);
  if (taken) return taken;
  const lost = seats.filter((seat) => !assignChairs(calendar, [seat], now, ignoreSessionIds));
  throw new AppError('slot-taken', undefined, {
    lost: (lost.length > 0 ? lost : seats).map(({ sequence }) => sequence),
  });
}

/** Nothing is booked against a hard rule: lost to somebody quicker, or never right. */
export function refuseBroken(violations: readonly Violation[]): void {
  const against = violations.filter(({ severity }) => severity === 'hard');
  if (against.length === 0) return;
  const lost = lostSessions(against);
  if (lost) throw new AppError('slot-taken', undefined, { lost, violations: against });
  throw new AppError('plan-breaks-rules', undefined, { violations: against });
}
