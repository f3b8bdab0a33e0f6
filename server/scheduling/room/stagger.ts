import { STAGGER_MINUTES } from '#server/scheduling/rules.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { localReading, minuteOf, weekdayOf } from '#server/scheduling/time/clinic-time.ts';
import { holdsOn } from '#server/scheduling/time/validity.ts';

/** A nurse brings one patient to a chair after the other: do more begin at about this time than there are nurses (CLINICAL R35)? */
export function isBunched(
  calendar: ClinicCalendar,
  startsAt: Instant,
  ignoreSessionIds: ReadonlySet<string>,
): boolean {
  const others = calendar.busy.filter(
    (session) =>
      !ignoreSessionIds.has(session.id) && Math.abs(session.startsAt - startsAt) < STAGGER_MINUTES * 60_000,
  );
  return others.length + 1 > nursesAt(calendar, startsAt);
}

function nursesAt({ shifts, closures, zone }: ClinicCalendar, at: Instant): number {
  const { date, minute } = localReading(at, zone);
  const there = shifts.filter(
    (shift) =>
      shift.role === 'nurse' &&
      shift.weekday === weekdayOf(date) &&
      holdsOn(shift, date) &&
      minuteOf(shift.startsAt) <= minute &&
      minute < minuteOf(shift.endsAt) &&
      !closures.some(
        ({ staffId, startsAt, endsAt }) => staffId === shift.staffId && startsAt <= at && at < endsAt,
      ),
  );
  // Whoever has two shifts at once is one person still.
  return new Set(there.map(({ staffId }) => staffId)).size;
}
