import type { BoardDay } from '#server/contract/sessions.endpoints.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import type { Closure, Instant, LocalDate, OpeningHours } from '#server/scheduling/time/calendar.ts';
import {
  addDays,
  formatInstant,
  instantAt,
  localDateOf,
  minuteOf,
  startOfDay,
  weekdayOf,
} from '#server/scheduling/time/clinic-time.ts';
import { holdsOn } from '#server/scheduling/time/validity.ts';
import { HOLDING_STATUSES, type SessionStatus } from '#server/scheduling/vocabulary.ts';

export type BoardClinic = {
  readonly zone: string;
  readonly openingHours: readonly OpeningHours[];
  readonly closures: readonly Closure[];
};

/** The days of a board, both ends included: when each opens and closes, what is closed in it, how many come. */
export function boardDays(
  clinic: BoardClinic,
  from: LocalDate,
  to: LocalDate,
  sessions: readonly Pick<SessionRecord, 'status' | 'startsAt'>[],
): BoardDay[] {
  const holding: readonly SessionStatus[] = HOLDING_STATUSES;
  const counts = new Map<LocalDate, number>();
  for (const { status, startsAt } of sessions) {
    const date = localDateOf(startsAt, clinic.zone);
    if (holding.includes(status)) counts.set(date, (counts.get(date) ?? 0) + 1);
  }
  const days: BoardDay[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    days.push({ date, ...hoursOf(clinic, date), sessionCount: counts.get(date) ?? 0 });
  }
  return days;
}

function hoursOf(
  { zone, openingHours, closures }: BoardClinic,
  date: LocalDate,
): Pick<BoardDay, 'opensAt' | 'closesAt' | 'closures'> {
  const midnight = startOfDay(date, zone);
  const nextMidnight = startOfDay(addDays(date, 1), zone);
  // Who is away is the planner's affair, and no news of the day's hours.
  const today = closures.filter(
    ({ startsAt, endsAt, staffId }) => staffId === null && startsAt < nextMidnight && endsAt > midnight,
  );
  const hours = openingHours.filter((one) => one.weekday === weekdayOf(date) && holdsOn(one, date));
  const opensAt = hours.map((stretch) => stretch.opensAt).toSorted()[0];
  const closesAt = hours
    .map((stretch) => stretch.closesAt)
    .toSorted()
    .at(-1);
  const at = (time: string): Instant => instantAt(date, minuteOf(time), zone) ?? midnight;
  const isClosed =
    opensAt === undefined ||
    closesAt === undefined ||
    today.some(
      ({ chairId, startsAt, endsAt }) =>
        chairId === null && startsAt <= at(opensAt) && endsAt >= at(closesAt),
    );
  return {
    opensAt: isClosed ? null : opensAt,
    closesAt: isClosed ? null : closesAt,
    closures: today.map(({ startsAt, endsAt, reason, chairId }) => ({
      startsAt: formatInstant(startsAt, zone),
      endsAt: formatInstant(endsAt, zone),
      reason,
      chairId,
    })),
  };
}
