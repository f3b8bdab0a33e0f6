import { formatDay, formatDayAndTime, formatLocalTime } from '#client/lib/clinic-time.ts';
import type { Hours, HoursPreview } from '#server/contract/hours.ts';

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A stretch of one weekday, as the clock shows it. */
export type Stretch = { weekday: number; from: string; to: string };

/** "Mon to Fri 8:00–18:00, Sat 9:00–12:00"; days that follow each other and are alike are said once. */
export function weekWords(week: readonly Stretch[]): string {
  const days = WEEKDAYS.map((name, index) => ({ name: name.slice(0, 3), hours: dayWords(week, index + 1) }));
  const runs: { first: string; last: string; hours: string }[] = [];
  days.forEach(({ name, hours }, index) => {
    const run = runs.at(-1);
    if (hours === '') return;
    if (run && run.hours === hours && run.last === days[index - 1]?.name) run.last = name;
    else runs.push({ first: name, last: name, hours });
  });
  if (runs.length === 0) return 'No hours';
  return runs
    .map(({ first, last, hours }) => `${first === last ? first : `${first} to ${last}`} ${hours}`)
    .join(', ');
}

/** "8:00–12:00 and 13:00–18:00" */
const dayWords = (week: readonly Stretch[], weekday: number): string =>
  week
    .filter((stretch) => stretch.weekday === weekday)
    .toSorted((one, other) => one.from.localeCompare(other.from))
    .map(({ from, to }) => `${formatLocalTime(from)}–${formatLocalTime(to)}`)
    .join(' and ');

/** "In use", "Out of use from Tue 10 Mar on", "Closed until Thu 12 Mar, 0:00" */
export function chairWords(
  { outOfUseFrom, closedUntil }: Hours['chairs'][number],
  today: string,
  zone: string,
): string {
  if (outOfUseFrom !== null && outOfUseFrom <= today) return `Out of use since ${formatDay(outOfUseFrom)}`;
  const until = closedUntil === null ? 'In use' : `Closed until ${formatDayAndTime(closedUntil, zone)}`;
  return outOfUseFrom === null ? until : `${until}, out of use from ${formatDay(outOfUseFrom)} on`;
}

/** "From Tue 10 Mar on: Mon to Fri 8:00–18:00." */
export function changeWords({ change, name }: Pick<HoursPreview, 'change' | 'name'>): string {
  const from = `From ${formatDay(change.from)} on`;
  switch (change.kind) {
    case 'opening-hours':
      return `${from}: ${weekWords(openingWeek(change.hours))}.`;
    case 'shifts':
      return `${from}, ${name ?? ''}: ${weekWords(shiftWeek(change.shifts))}.`;
    case 'chair':
      return `${from}, ${name ?? ''} is ${change.inUse ? 'in use' : 'out of use'}.`;
  }
}

/** What the one button does, beside moving sessions. */
export function doWords({ change, name }: Pick<HoursPreview, 'change' | 'name'>): string {
  switch (change.kind) {
    case 'opening-hours':
      return 'Change the opening hours';
    case 'shifts':
      return `Change the hours of ${name ?? ''}`;
    case 'chair':
      return change.inUse ? `Put ${name ?? ''} back in use` : `Take ${name ?? ''} out of use`;
  }
}

export const openingWeek = (
  hours: readonly { weekday: number; opensAt: string; closesAt: string }[],
): Stretch[] => hours.map(({ weekday, opensAt, closesAt }) => ({ weekday, from: opensAt, to: closesAt }));

export const shiftWeek = (
  shifts: readonly { weekday: number; startsAt: string; endsAt: string }[],
): Stretch[] => shifts.map(({ weekday, startsAt, endsAt }) => ({ weekday, from: startsAt, to: endsAt }));
