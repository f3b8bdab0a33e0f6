import type {
  Closure,
  Instant,
  LocalDate,
  LocalTime,
  OpeningHours,
} from '#server/scheduling/time/calendar.ts';
import { addDays, instantAt, minuteOf, startOfDay, weekdayOf } from '#server/scheduling/time/clinic-time.ts';
import { holdsOn } from '#server/scheduling/time/validity.ts';

/** The first day from `today` on, itself included, on which the clinic is open for a while; null if none is near. */
export function nextOpenDay(
  clinic: {
    readonly zone: string;
    readonly openingHours: readonly OpeningHours[];
    readonly closures: readonly Closure[];
  },
  today: LocalDate,
  daysAhead: number,
): LocalDate | null {
  const closures = clinic.closures
    .filter(({ chairId, staffId }) => chairId === null && staffId === null)
    .toSorted((a, b) => a.startsAt - b.startsAt);
  for (let day = today, n = 0; n < daysAhead; day = addDays(day, 1), n += 1) {
    const at = (time: LocalTime): Instant =>
      instantAt(day, minuteOf(time), clinic.zone) ?? startOfDay(day, clinic.zone);
    const isOpen = clinic.openingHours.some(
      (hours) =>
        hours.weekday === weekdayOf(day) &&
        holdsOn(hours, day) &&
        isPartlyFree(at(hours.opensAt), at(hours.closesAt), closures),
    );
    if (isOpen) return day;
  }
  return null;
}

/** Whether closures, by their start, leave something of a stretch. Those that touch close it as one. */
function isPartlyFree(from: Instant, to: Instant, closures: readonly Closure[]): boolean {
  let free = from;
  for (const { startsAt, endsAt } of closures) {
    if (startsAt > free) break;
    free = Math.max(free, endsAt);
  }
  return free < to;
}
