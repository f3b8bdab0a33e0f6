import loadHighs from 'highs';
import type { ChangingCourse, CourseSession } from '#server/scheduling/change/course-change.ts';
import type { Displacement } from '#server/scheduling/change/displacement.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { instantShowing, readClock, reasonsAgainst } from './hard-rules.ts';

/**
 * The least that the sessions of one course can be moved, by an exact solver: on which day each session is is a variable
 * of 0 or 1, two days that no rule lets go together are a row. It is told the clinic's rules by `hard-rules.ts` and uses
 * nothing of the core but its types. For courses of one phase whose sessions are all alike and
 * still to come.
 */
export async function leastDisplacement(
  { definition, needs, sessions }: ChangingCourse,
  calendar: ClinicCalendar,
  days: readonly string[],
  now: Instant,
): Promise<Displacement | null> {
  const [phase] = definition.phases;
  if (!phase) throw new Error('A protocol without a phase.');
  const from = sessions.map(({ startsAt }) => readClock(startsAt, calendar.zone));
  const free = days.map((date) => freeMinutes(calendar, needs, sessions[0] as CourseSession, date, now));
  const choices = sessions.map((_, s) =>
    days.flatMap((date, d) => {
      const minutes = (free[d] ?? []).map((minute) => Math.abs(minute - (from[s]?.minute ?? 0)));
      if (minutes.length === 0) return [];
      const daysMoved = Math.abs(dayOf(date) - dayOf(from[s]?.date ?? ''));
      return [{ name: `x${s}_${d}`, day: dayOf(date), cost: daysMoved * DAY + Math.min(...minutes) }];
    }),
  );
  const rows: string[] = choices.map((ofOne) => `${ofOne.map(({ name }) => name).join(' + ')} = 1`);
  if (choices.some((ofOne) => ofOne.length === 0)) return null;
  const forbid = (s: number, other: number, isWrong: (gap: number) => boolean) => {
    for (const one of choices[s] ?? []) {
      const against = (choices[other] ?? []).filter(({ day }) => isWrong(day - one.day));
      if (against.length > 0) rows.push(`${[one, ...against].map(({ name }) => name).join(' + ')} <= 1`);
    }
  };
  sessions.forEach((_, s) => {
    forbid(s, s + 1, (gap) => gap <= phase.minClearDays || gap > phase.maxClearDays + 1);
    forbid(s, s + phase.maxInRolling7Days, (gap) => gap < 7);
    if (s > 0) forbid(0, s, (gap) => gap > (phase.maxSpanDays ?? Infinity));
  });
  const all = choices.flat();
  const costs = all.map(({ name, cost }) => `${cost} ${name}`).join(' + ');
  const problem = `Minimize\n obj: ${costs}\nSubject To\n${rows
    .map((row, index) => ` r${index}: ${row}`)
    .join('\n')}\nBinary\n ${all.map(({ name }) => name).join('\n ')}\nEnd\n`;
  loaded ??= loadHighs();
  const solved = (await loaded).solve(problem, { output_flag: false, mip_rel_gap: 0 });
  if (solved.Status === 'Infeasible') return null;
  if (solved.Status !== 'Optimal') throw new Error(`The solver says ${solved.Status}.`);
  const least = Math.round(solved.ObjectiveValue);
  return { days: Math.floor(least / DAY), minutes: least % DAY };
}

/** More than the minutes of a whole course. */
const DAY = 10_000;

let loaded: ReturnType<typeof loadHighs> | undefined;

/** ISO weekday; 1 January 1970 was a Thursday. */
const weekdayOf = (date: string): number => ((dayOf(date) + 3) % 7) + 1;

const dayOf = (date: string): number => Date.parse(date) / 86_400_000;

function freeMinutes(
  calendar: ClinicCalendar,
  needs: ChangingCourse['needs'],
  { block }: CourseSession,
  date: string,
  now: Instant,
): number[] {
  const minutes: number[] = [];
  const hours = calendar.openingHours.filter(({ weekday }) => weekday === weekdayOf(date));
  const isOpen = (time: string) => hours.some(({ opensAt, closesAt }) => opensAt <= time && time < closesAt);
  for (let minute = 0; minute < 1440; minute += calendar.slotMinutes) {
    if (
      !isOpen(`${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`)
    )
      continue;
    const startsAt = instantShowing(date, minute, calendar.zone);
    if (startsAt === null) continue;
    if (reasonsAgainst(calendar, { ...needs, block }, startsAt, now).size === 0) minutes.push(minute);
  }
  return minutes;
}
