import { blockMinutes, type ProtocolDefinition } from '#server/scheduling/protocol.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay, instantAt, weekdayOfEpochDay } from '#server/scheduling/time/clinic-time.ts';

/**
 * The plain way to a course: the first time that is free in any chair, then the first that is free three days on, and so
 * forth. It minds the chairs and nothing else: no nurse, no wish, no even spacing.
 */
export function firstFit(
  calendar: ClinicCalendar,
  definition: ProtocolDefinition,
  { firstDay, lastDay }: { readonly firstDay: number; readonly lastDay: number },
): Instant[] | null {
  const length = blockMinutes(definition.block) * 60_000;
  const starts: Instant[] = [];
  const count = definition.phases[0]?.sessions ?? 0;
  for (let day = firstDay; day <= lastDay && starts.length < count; ) {
    const start = firstFreeOn(calendar, day, length);
    if (start === null) {
      day += 1;
      continue;
    }
    starts.push(start);
    day += 3;
  }
  return starts.length === count ? starts : null;
}

function firstFreeOn(calendar: ClinicCalendar, day: number, length: number): Instant | null {
  const hours = calendar.openingHours.find(({ weekday }) => weekday === weekdayOfEpochDay(day));
  if (!hours) return null;
  const date = dateOfEpochDay(day);
  const closes = instantAt(date, Number(hours.closesAt.slice(0, 2)) * 60, calendar.zone) ?? 0;
  for (let minute = Number(hours.opensAt.slice(0, 2)) * 60; minute < 1440; minute += calendar.slotMinutes) {
    const startsAt = instantAt(date, minute, calendar.zone);
    if (startsAt === null) continue;
    if (startsAt + length > closes) return null;
    for (const { id } of calendar.chairs) {
      const isTaken = calendar.busy.some(
        (other) => other.chairId === id && other.startsAt < startsAt + length && other.endsAt > startsAt,
      );
      if (!isTaken) return startsAt;
    }
  }
  return null;
}
