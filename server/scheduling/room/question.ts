import type {
  BusySession,
  ClinicCalendar,
  Instant,
  LocalDate,
  OpeningHours,
  Shift,
} from '#server/scheduling/time/calendar.ts';
import { holdsOn, isBounded } from '#server/scheduling/time/validity.ts';
import type { BlockPart } from '#server/scheduling/vocabulary.ts';
import type { SessionNeeds } from './day-starts.ts';
import { MS_PER_DAY, MS_PER_TICK, type Span, type Stretch, wholeTicks } from './ticks.ts';

/** What one nurse can watch, in units that every ratio from 1:1 to 1:12 divides. */
export const UNITS_PER_NURSE = 27_720;

/** When a day is open, the earlier stretch first, and the minutes at which a session may start, ascending. */
export type Open = { readonly stretches: readonly Stretch[]; readonly grid: readonly number[] };

/** The calendar sorted for the question, once. */
export type Question = {
  readonly calendar: ClinicCalendar;
  readonly needs: SessionNeeds;
  readonly now: Instant;
  /** By ISO weekday; null where it is not the same on every such day. */
  readonly open: readonly (Open | null)[];
  /** By ISO weekday; those of one person follow each other, the earlier first. */
  readonly shifts: readonly (readonly { readonly shift: Shift; readonly hours: Stretch }[])[];
  /** When members of staff are away, by person. */
  readonly absences: ReadonlyMap<string, readonly Span[]>;
  /** Busy sessions by the UTC day on which they begin. */
  readonly busyByUtcDay: ReadonlyMap<number, BusyDay>;
  /** Of chairs that are never closed: of the others, `closedChairs` says when they are taken. */
  readonly poolIndexOfChair: ReadonlyMap<string, number>;
  readonly closedChairs: readonly { readonly pool: number; readonly taken: readonly Span[] }[];
  readonly poolSizes: readonly number[];
  readonly chairCount: number;
  /** What a patient in each part of a block takes of the nurses. */
  readonly units: Readonly<Record<BlockPart, number>>;
};

export function compile(calendar: ClinicCalendar, needs: SessionNeeds, now: Instant): Question {
  const { monitoring } = calendar;
  const poolIndexOfChair = new Map<string, number>();
  const poolSizes = needs.poolIds.map(() => 0);
  for (const chair of calendar.chairs) {
    const pool = needs.poolIds.indexOf(chair.poolId);
    if (pool < 0) continue;
    poolIndexOfChair.set(chair.id, pool);
    poolSizes[pool] = (poolSizes[pool] ?? 0) + 1;
  }
  const closedChairs = takenOfClosedChairs(calendar, needs).map(([chairId, taken]) => {
    const pool = poolIndexOfChair.get(chairId) ?? -1;
    poolIndexOfChair.delete(chairId);
    return { pool, taken };
  });
  const hours: OpeningHours[][] = WEEKDAYS.map(() => []);
  for (const ofDay of calendar.openingHours) hours[ofDay.weekday]?.push(ofDay);
  const shifts: { shift: Shift; hours: Stretch }[][] = WEEKDAYS.map(() => []);
  for (const shift of calendar.shifts)
    shifts[shift.weekday]?.push({ shift, hours: wholeTicks(shift.startsAt, shift.endsAt) });
  for (const ofDay of shifts)
    ofDay.sort(
      (one, other) =>
        Number(one.shift.staffId > other.shift.staffId) - Number(one.shift.staffId < other.shift.staffId) ||
        one.hours.from - other.hours.from,
    );
  return {
    calendar,
    needs,
    now,
    open: hours.map((ofDay) => (ofDay.some(isBounded) ? null : openBy(ofDay, calendar.slotMinutes))),
    shifts,
    absences: mergedBy(calendar.closures, ({ staffId }) => staffId),
    closedChairs,
    busyByUtcDay: byUtcDay(calendar.busy, needs.ignoreSessionIds),
    poolIndexOfChair,
    poolSizes,
    chairCount: poolSizes.reduce((sum, size) => sum + size, 0),
    units: {
      prep: unitsOf(monitoring.prep),
      administration: unitsOf(monitoring.administration),
      observation: unitsOf(monitoring.observation),
      turnover: unitsOf(monitoring.turnover),
    },
  };
}

/** When each chair that is closed at some time is taken, by a closure or by a session that was booked before it. */
function takenOfClosedChairs(
  { chairs, closures, busy }: ClinicCalendar,
  { poolIds, ignoreSessionIds }: SessionNeeds,
): [string, Span[]][] {
  const usable = new Set(chairs.filter(({ poolId }) => poolIds.includes(poolId)).map(({ id }) => id));
  const closed = new Set(closures.flatMap(({ chairId }) => chairId ?? []));
  if (closed.size === 0) return [];
  const taken = busy.filter(({ id, chairId }) => closed.has(chairId) && !ignoreSessionIds?.has(id));
  return [...mergedBy([...closures, ...taken], ({ chairId }) => chairId)].filter(([id]) => usable.has(id));
}

/** By person or chair, every tick in which it is away or taken, and none twice. */
function mergedBy<T extends { readonly startsAt: Instant; readonly endsAt: Instant }>(
  stretches: readonly T[],
  keyOf: (stretch: T) => string | null,
): Map<string, Span[]> {
  const merged = new Map<string, { from: Instant; to: Instant }[]>();
  for (const stretch of [...stretches].sort((one, other) => one.startsAt - other.startsAt)) {
    const key = keyOf(stretch);
    if (key === null) continue;
    const spans = merged.get(key) ?? [];
    merged.set(key, spans);
    const from = Math.floor(stretch.startsAt / MS_PER_TICK) * MS_PER_TICK;
    const to = Math.ceil(stretch.endsAt / MS_PER_TICK) * MS_PER_TICK;
    const last = spans.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else spans.push({ from, to });
  }
  return merged;
}

/** Indexes of lists by ISO weekday: 1 to 7, and a 0 that is never asked for. */
const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6, 7];

function openBy(hours: readonly OpeningHours[], slotMinutes: number): Open {
  const stretches = hours
    .map(({ opensAt, closesAt }) => wholeTicks(opensAt, closesAt))
    .sort((one, other) => one.from - other.from);
  return { stretches, grid: startsOnGrid(stretches, slotMinutes) };
}

export function openOn({ open, calendar }: Question, weekday: number, date: LocalDate): Open {
  const always = open[weekday];
  if (always) return always;
  const hours = calendar.openingHours.filter((one) => one.weekday === weekday && holdsOn(one, date));
  return openBy(hours, calendar.slotMinutes);
}

/** Of stretches in order. */
function startsOnGrid(hours: readonly Stretch[], slotMinutes: number): number[] {
  const minutes: number[] = [];
  let last = -1;
  for (const { from, to } of hours) {
    for (let minute = Math.ceil(from / slotMinutes) * slotMinutes; minute < to; minute += slotMinutes) {
      if (minute > last) {
        minutes.push(minute);
        last = minute;
      }
    }
  }
  return minutes;
}

type BusyDay = { readonly sessions: BusySession[]; lastEnd: Instant };

function byUtcDay(
  busy: readonly BusySession[],
  ignored: ReadonlySet<string> | undefined,
): Map<number, BusyDay> {
  const days = new Map<number, BusyDay>();
  let day = Number.NaN;
  let ofDay: BusyDay = { sessions: [], lastEnd: 0 };
  for (const session of busy) {
    if (ignored?.has(session.id)) continue;
    const utcDay = Math.floor(session.startsAt / MS_PER_DAY);
    // They mostly come day by day, so the last list is mostly the right one.
    if (utcDay !== day) {
      day = utcDay;
      ofDay = days.get(day) ?? { sessions: [], lastEnd: 0 };
      days.set(day, ofDay);
    }
    ofDay.sessions.push(session);
    if (session.endsAt > ofDay.lastEnd) ofDay.lastEnd = session.endsAt;
  }
  return days;
}

const unitsOf = (patientsPerNurse: number | null): number =>
  patientsPerNurse === null ? 0 : UNITS_PER_NURSE / patientsPerNurse;
