import { TZDate } from '@date-fns/tz';
import { addDays, addMinutes, areIntervalsOverlapping, getISODay, isAfter, set } from 'date-fns';
import type { ClinicCalendar } from '#server/scheduling/calendar.ts';
import { dateOfEpochDay } from '#server/scheduling/clinic-time.ts';

/**
 * What a scheduler of single appointments does before anybody has chosen: every open start of every chair, by a date
 * library, in the usual way. No course is found by it yet.
 */
export function listOpenStarts(
  calendar: ClinicCalendar,
  minutes: number,
  { firstDay, lastDay }: { readonly firstDay: number; readonly lastDay: number },
): Date[] {
  const open: Date[] = [];
  const first = new TZDate(`${dateOfEpochDay(firstDay)}T00:00:00`, calendar.zone);
  const busy = new Map(
    calendar.chairs.map(({ id }) => [
      id,
      calendar.busy
        .filter(({ chairId }) => chairId === id)
        .map(({ startsAt, endsAt }) => ({ start: new Date(startsAt), end: new Date(endsAt) })),
    ]),
  );
  for (let n = 0; n <= lastDay - firstDay; n += 1) {
    const day = addDays(first, n);
    const hours = calendar.openingHours.find(({ weekday }) => weekday === getISODay(day));
    if (!hours) continue;
    const opens = set(day, { hours: Number(hours.opensAt.slice(0, 2)) });
    const closes = set(day, { hours: Number(hours.closesAt.slice(0, 2)) });
    for (const { id } of calendar.chairs) {
      for (
        let start = opens;
        !isAfter(addMinutes(start, minutes), closes);
        start = addMinutes(start, calendar.slotMinutes)
      ) {
        const slot = { start, end: addMinutes(start, minutes) };
        if (!busy.get(id)?.some((other) => areIntervalsOverlapping(slot, other))) open.push(start);
      }
    }
  }
  return open;
}
