import loadHighs from 'highs';
import type { CourseSession } from '#server/scheduling/change/course-change.ts';
import { blockMinutes } from '#server/scheduling/protocol.ts';
import type { RepairQuestion } from '#server/scheduling/repair/repair.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay, instantAt } from '#server/scheduling/time/clinic-time.ts';
import { BLOCK_PARTS } from '#server/scheduling/vocabulary.ts';
import { readClock, reasonsAgainst } from './hard-rules.ts';

/**
 * The least repair there is, by an exact solver: which start each session takes is a variable of 0 or 1, the rules are
 * rows of a matrix. It is told the rules by `hard-rules.ts`, and uses nothing of the repair but its question. For whole
 * closures of a clinic whose chairs are one pool, courses of one phase, and sessions that are all still to come.
 */

export type LeastRepair = { readonly left: number; readonly days: number; readonly minutes: number };

const FIVE_MINUTES = 300_000;
const MS_PER_DAY = 86_400_000;
/** In the solver's small numbers: a minute is counted in slots, a day is more than all of them. */
const DAY = 1_000;
const LEFT = 100 * DAY;

type Candidate = {
  readonly name: string;
  readonly day: number;
  readonly startsAt: Instant;
  readonly days: number;
  readonly minutes: number;
};

/** Null where the solver needs longer than it is given. */
export async function leastRepair(question: RepairQuestion, seconds = 20): Promise<LeastRepair | null> {
  const { after, lastDay, notBefore } = question;
  const slot = after.slotMinutes;
  const isBroken = ({ startsAt, endsAt }: CourseSession): boolean =>
    startsAt < question.within.to && endsAt > question.within.from;
  const courses = question.courses.filter(({ course }) => course.sessions.some(isBroken));
  const moving = new Set(courses.flatMap(({ course }) => course.sessions.map(({ id }) => id)));
  const staying = { ...after, busy: after.busy.filter(({ id }) => !moving.has(id)) };
  const open = new Map<string, Instant[]>();

  const rows: string[] = [];
  const costs: string[] = [];
  const names: string[] = [];
  const load: Held[] = [];
  courses.forEach(({ course }, c) => {
    const left = `left${c}`;
    names.push(left);
    costs.push(`${LEFT} ${left}`);
    const byDay: Map<number, string[]>[] = [];
    course.sessions.forEach((session, s) => {
      const from = readPlace(session.startsAt, after.zone);
      const candidates: Candidate[] = [];
      const first = readPlace(notBefore, after.zone).day;
      for (let day = first; day <= lastDay; day += 1) {
        for (const startsAt of openStarts(staying, course, session, day, notBefore, open)) {
          const to = readPlace(startsAt, after.zone);
          candidates.push({
            name: `x${c}_${s}_${candidates.length}`,
            day,
            startsAt,
            days: Math.abs(day - from.day),
            minutes: Math.abs(to.minute - from.minute) / slot,
          });
        }
      }
      names.push(...candidates.map(({ name }) => name));
      for (const { name, days, minutes } of candidates)
        if (days * DAY + minutes > 0) costs.push(`${days * DAY + minutes} ${name}`);
      rows.push(`${[...candidates.map(({ name }) => name), left].join(' + ')} = 1`);
      for (const { name, startsAt } of candidates) load.push({ name, startsAt, session });
      if (!isBroken(session)) load.push({ name: left, startsAt: session.startsAt, session });
      const ofDays = new Map<number, string[]>();
      for (const { day, name } of candidates) ofDays.set(day, [...(ofDays.get(day) ?? []), name]);
      byDay.push(ofDays);
    });
    const [phase] = course.definition.phases;
    if (!phase) throw new Error('a protocol without a phase');
    byDay.forEach((later, s) => {
      const previous = byDay[s - 1];
      if (previous) forbid(rows, previous, later, phase.minClearDays + 1, phase.maxClearDays + 1);
      const early = byDay[s - phase.maxInRolling7Days];
      if (early) forbid(rows, early, later, 7, Infinity);
      const firstOfAll = byDay[0];
      if (s > 0 && firstOfAll && phase.maxSpanDays !== null)
        forbid(rows, firstOfAll, later, -Infinity, phase.maxSpanDays);
    });
  });
  rows.push(...capacityRows(staying, load));

  const problem = `Minimize\n obj: ${costs.join(' + ')}\nSubject To\n${rows
    .map((row, index) => ` r${index}: ${row}`)
    .join('\n')}\nBinary\n ${names.join('\n ')}\nEnd\n`;
  const highs = await solver();
  const solved = highs.solve(problem, { output_flag: false, mip_rel_gap: 0, time_limit: seconds });
  if (solved.Status !== 'Optimal') return null;
  const objective = Math.round(solved.ObjectiveValue);
  const left = Math.floor(objective / LEFT);
  const rest = objective - left * LEFT;
  return { left, days: Math.floor(rest / DAY), minutes: (rest % DAY) * slot };
}

let loaded: ReturnType<typeof loadHighs> | undefined;
const solver = (): ReturnType<typeof loadHighs> => {
  loaded ??= loadHighs();
  return loaded;
};

type Held = { readonly name: string; readonly startsAt: Instant; readonly session: CourseSession };

/** The starts of a day that the clinic has, with the sessions that stay where they are. */
function openStarts(
  staying: ClinicCalendar,
  { needs }: RepairQuestion['courses'][number]['course'],
  { block }: CourseSession,
  day: number,
  now: Instant,
  known: Map<string, Instant[]>,
): Instant[] {
  const key = `${day} ${JSON.stringify(block)}`;
  let starts = known.get(key);
  if (!starts) {
    starts = [];
    for (let minute = 0; minute < 1440; minute += staying.slotMinutes) {
      const startsAt = instantAt(dateOfEpochDay(day), minute, staying.zone);
      if (startsAt === null || !staying.openingHours.some(({ weekday }) => weekday === weekdayOf(day)))
        continue;
      if (reasonsAgainst(staying, { ...needs, patientId: 'nobody', block }, startsAt, now).size === 0)
        starts.push(startsAt);
    }
    known.set(key, starts);
  }
  return starts;
}

const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

const readPlace = (at: Instant, zone: string): { day: number; minute: number } => {
  const { date, minute } = readClock(at, zone);
  return { day: Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY, minute };
};

/** Not both: the one on a day, and the other on a day that is too near or too far. */
function forbid(
  rows: string[],
  earlier: ReadonlyMap<number, readonly string[]>,
  later: ReadonlyMap<number, readonly string[]>,
  least: number,
  most: number,
): void {
  for (const [day, names] of earlier) {
    const against = [...later].flatMap(([other, ofOther]) =>
      other - day < least || other - day > most ? ofOther : [],
    );
    if (against.length > 0) rows.push(`${[...names, ...against].join(' + ')} <= 1`);
  }
}

/** Chairs and nurses for every five minutes in which there could be too few. */
function capacityRows(staying: ClinicCalendar, load: readonly Held[]): string[] {
  const ticks = new Map<Instant, { name: string; watching: number }[]>();
  for (const { name, startsAt, session } of load) {
    for (let at = startsAt; at < startsAt + blockMinutes(session.block) * 60_000; at += FIVE_MINUTES) {
      const ofTick = ticks.get(at) ?? [];
      ofTick.push({ name, watching: watching(staying, session, startsAt, at) });
      ticks.set(at, ofTick);
    }
  }
  const rows = new Set<string>();
  for (const [at, ofTick] of ticks) {
    const there = staying.busy.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
    const chairs = staying.chairs.length - there.length;
    rows.add(`${ofTick.map(({ name }) => name).join(' + ')} <= ${chairs}`);
    const { weekday, minute } = readClock(at, staying.zone);
    const nurses = staying.shifts.filter(
      (shift) =>
        shift.role === 'nurse' &&
        shift.weekday === weekday &&
        minutesOf(shift.startsAt) <= minute &&
        minute < minutesOf(shift.endsAt),
    ).length;
    const asked = there.reduce((sum, one) => sum + watching(staying, one, one.startsAt, at), 0);
    const watched = ofTick.filter((one) => one.watching > 0);
    // In units of a twelfth of a nurse, which are whole numbers.
    if (watched.length > 0)
      rows.add(
        `${watched.map((one) => `${Math.round(one.watching * 12)} ${one.name}`).join(' + ')} <= ${Math.round(
          (nurses - asked) * 12,
        )}`,
      );
  }
  return [...rows];
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The share of a nurse that a patient takes at an instant. */
function watching(
  { monitoring }: ClinicCalendar,
  { block }: Pick<CourseSession, 'block'>,
  startsAt: Instant,
  at: Instant,
): number {
  let end = startsAt;
  for (const part of BLOCK_PARTS) {
    end += block[part] * 60_000;
    const patients = monitoring[part];
    if (at < end) return patients === null ? 0 : 1 / patients;
  }
  return 0;
}
