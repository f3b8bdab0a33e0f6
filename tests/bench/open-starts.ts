import { TZDate } from '@date-fns/tz';
import { addDays, addMinutes, areIntervalsOverlapping, getISODay, isAfter, isSameDay, set } from 'date-fns';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay } from '#server/scheduling/time/clinic-time.ts';

/**
 * What a scheduler of single appointments does before anybody has chosen: every start at which some chair is free, by a
 * date library, in the usual way. No course is found by it yet.
 */
export function listOpenStarts(
  calendar: ClinicCalendar,
  minutes: number,
  { firstDay, lastDay }: { readonly firstDay: number; readonly lastDay: number },
): Date[] {
  const open: Date[] = [];
  const first = new TZDate(`${dateOfEpochDay(firstDay)}T00:00:00`, calendar.zone);
  const busy = calendar.busy.map(({ chairId, startsAt, endsAt }) => ({
    chairId,
    start: new TZDate(startsAt, calendar.zone),
    end: new TZDate(endsAt, calendar.zone),
  }));
  for (let n = 0; n <= lastDay - firstDay; n += 1) {
    const day = addDays(first, n);
    const hours = calendar.openingHours.find(({ weekday }) => weekday === getISODay(day));
    if (!hours) continue;
    const ofDay = busy.filter(({ start }) => isSameDay(start, day));
    const closes = set(day, { hours: Number(hours.closesAt.slice(0, 2)) });
    let start = set(day, { hours: Number(hours.opensAt.slice(0, 2)) });
    while (!isAfter(addMinutes(start, minutes), closes)) {
      const slot = { start, end: addMinutes(start, minutes) };
      const taken = ofDay.filter((other) => areIntervalsOverlapping(slot, other));
      if (calendar.chairs.some(({ id }) => taken.every(({ chairId }) => chairId !== id))) open.push(start);
      start = addMinutes(start, calendar.slotMinutes);
    }
  }
  return open;
}
