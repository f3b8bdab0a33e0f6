import type { Block } from '#server/scheduling/protocol.ts';
import type {
  BusySession,
  ClinicCalendar,
  Instant,
  LocalDate,
  LocalTime,
  OpeningHours,
  Shift,
} from '#server/scheduling/time/calendar.ts';
import {
  dateOfEpochDay,
  instantAt,
  minuteOf,
  startOfEpochDay,
  weekdayOfEpochDay,
} from '#server/scheduling/time/clinic-time.ts';
import { holdsOn, isBounded } from '#server/scheduling/time/validity.ts';
import type { BlockPart, ViolationCode } from '#server/scheduling/vocabulary.ts';

/**
 * Which starts a session could have, and what is against the others: hours and closures, a chair for the whole block,
 * the nurses' load at every minute, prescriber and trained people in the house, the patient's other sessions.
 *
 * A day is counted in ticks of five minutes of real time from its first instant, so that a day of 23 or 25 hours needs
 * no special case once its wall-clock times have been turned into ticks. Per rule, a running count of "bad" ticks
 * answers "is any tick of this stretch bad?" by one subtraction.
 */

const TICK_MINUTES = 5;
const MS_PER_MINUTE = 60_000;
const MS_PER_TICK = TICK_MINUTES * MS_PER_MINUTE;
const MINUTES_PER_DAY = 1440;
const MS_PER_DAY = MINUTES_PER_DAY * MS_PER_MINUTE;

/** What one nurse can watch, in units that every ratio from 1:1 to 1:12 divides. */
export const UNITS_PER_NURSE = 27_720;

/** Reasons as bits of one number, in the order in which a person is told them. */
export const REASON_BITS = [
  'in-the-past',
  'closed',
  'patient-busy',
  'chair-full',
  'monitoring-full',
  'prescriber-absent',
  'too-few-trained',
] as const satisfies readonly ViolationCode[];
const [PAST, CLOSED, PATIENT, CHAIR, MONITORING, PRESCRIBER, TRAINED] = REASON_BITS.map(
  (_, bit) => 1 << bit,
) as [number, number, number, number, number, number, number];

export const reasonsIn = (bits: number): ViolationCode[] => REASON_BITS.filter((_, bit) => bits & (1 << bit));

/** What a session asks of the clinic. */
export type SessionNeeds = {
  readonly block: Block;
  /** Pools whose chairs will do, the preferred one first. */
  readonly poolIds: readonly string[];
  readonly prescriberOnSite: boolean;
  readonly trainedMinimum: number;
  readonly patientId: string;
  /** Sessions that do not count as busy: those that are being moved. */
  readonly ignoreSessionIds?: ReadonlySet<string>;
};

/** The starts of one local day, by wall-clock minute ascending. Parallel arrays: the planner reads them in its loops. */
export type DayStarts = {
  readonly epochDay: number;
  readonly date: LocalDate;
  readonly weekday: number;
  readonly minutes: readonly number[];
  readonly instants: readonly number[];
  /** Reason bits against each start; 0 is free. */
  readonly refusals: Uint8Array;
  /** Share of the pools' chairs that are taken during the block, 0 to 100: how contested the time is. */
  readonly contested: Uint8Array;
  /** Index into `poolIds` of the first pool with room; -1 where there is none. */
  readonly pools: Int8Array;
};

/** Looks at one day after the other, as the planner asks for them. Pure: `now` and the calendar are all it knows. */
export type Availability = { day(epochDay: number): DayStarts };

export function availabilityFor(calendar: ClinicCalendar, needs: SessionNeeds, now: Instant): Availability {
  const question = compile(calendar, needs, now);
  const cache = new Map<number, DayStarts>();
  return {
    day(epochDay) {
      let starts = cache.get(epochDay);
      if (!starts) {
        starts = startsOfDay(question, epochDay);
        cache.set(epochDay, starts);
      }
      return starts;
    },
  };
}

/** Minutes of the wall clock. */
type Stretch = { readonly from: number; readonly to: number };

/** When a day is open, the earlier stretch first, and the minutes at which a session may start, ascending. */
type Open = { readonly stretches: readonly Stretch[]; readonly grid: readonly number[] };

/** The calendar sorted for the question, once. */
type Question = {
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
  readonly counts: Int32Array;
};

function compile(calendar: ClinicCalendar, needs: SessionNeeds, now: Instant): Question {
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
    counts: rowsFor(poolSizes.length),
  };
}

/** A stretch of instants. */
type Span = { readonly from: Instant; readonly to: Instant };

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

/** Whoever comes at 9:03 is counted from 9:05. */
const wholeTicks = (from: LocalTime, to: LocalTime): Stretch => ({
  from: Math.ceil(minuteOf(from) / TICK_MINUTES) * TICK_MINUTES,
  to: Math.floor(minuteOf(to) / TICK_MINUTES) * TICK_MINUTES,
});

function openBy(hours: readonly OpeningHours[], slotMinutes: number): Open {
  const stretches = hours
    .map(({ opensAt, closesAt }) => wholeTicks(opensAt, closesAt))
    .sort((one, other) => one.from - other.from);
  return { stretches, grid: startsOnGrid(stretches, slotMinutes) };
}

function openOn({ open, calendar }: Question, weekday: number, date: LocalDate): Open {
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

/** No day is longer, whatever is done to the clocks. */
const MOST_TICKS = (48 * 60) / TICK_MINUTES;

/**
 * Numbers by tick, row after row in one array: every day is counted on the same rows, since making them anew would take
 * longer than the counting. First, by how much each number changes at the beginning of a tick ...
 */
const ROW = MOST_TICKS + 1;
const OPEN = 0;
const NURSES = ROW;
const CLINICIANS = 2 * ROW;
const TRAINED_PEOPLE = 3 * ROW;
const LOAD = 4 * ROW;
const PATIENT_BUSY = 5 * ROW;
/** ... then, how many ticks before it broke each rule ... */
const BAD_CLOSED = 6 * ROW;
const BAD_PRESCRIBER = 7 * ROW;
const BAD_TRAINED = 8 * ROW;
const BAD_PATIENT = 9 * ROW;
const BAD_PREP = 10 * ROW;
const BAD_ADMINISTRATION = 11 * ROW;
const BAD_OBSERVATION = 12 * ROW;
const BAD_TURNOVER = 13 * ROW;
/** ... how many chairs were taken in the ticks before it, added up ... */
const TAKEN = 14 * ROW;
/** ... and for each pool both kinds of row, of its free chairs. */
const FIRST_POOL = 15 * ROW;
const chairsOf = (pool: number): number => FIRST_POOL + 2 * pool * ROW;
const badChairsOf = (pool: number): number => chairsOf(pool) + ROW;

let rows = new Int32Array(0);

/** The same rows for every question too: a day is counted and judged in one go, and nothing of it is read later. */
function rowsFor(pools: number): Int32Array {
  if (rows.length < chairsOf(pools)) rows = new Int32Array(chairsOf(pools));
  return rows;
}

/** A local day between its first opening and its last closing, which are its ticks. */
type OpenDay = {
  readonly date: LocalDate;
  readonly weekday: number;
  readonly open: Open;
  readonly midnight: Instant;
  readonly nextMidnight: Instant;
  /** 24 hours without a change of the clocks: a minute of the wall clock is a minute since midnight. */
  readonly isPlain: boolean;
  /** The instant of tick 0, and how many ticks there are. */
  readonly origin: Instant;
  readonly length: number;
};

const NO_STARTS = {
  minutes: [],
  instants: [],
  refusals: new Uint8Array(0),
  contested: new Uint8Array(0),
  pools: new Int8Array(0),
};

function startsOfDay(question: Question, epochDay: number): DayStarts {
  const date = dateOfEpochDay(epochDay);
  const weekday = weekdayOfEpochDay(epochDay);
  const open = openOn(question, weekday, date);
  if (open.stretches.length === 0) return { epochDay, date, weekday, ...NO_STARTS };
  const day = openDay(question, epochDay, { date, weekday, open });
  clearChanges(question);
  countHours(question, day);
  countStaff(question, day);
  countClosures(question, day);
  countSessions(question, day);
  sumUp(question, day);
  const { minutes, instants, refusals, contested, pools } = judgeStarts(question, day);
  return { epochDay, date, weekday, minutes, instants, refusals, contested, pools };
}

function openDay(
  question: Question,
  epochDay: number,
  { date, weekday, open }: Pick<OpenDay, 'date' | 'weekday' | 'open'>,
): OpenDay {
  const { zone } = question.calendar;
  const midnight = startOfEpochDay(epochDay, zone);
  const nextMidnight = startOfEpochDay(epochDay + 1, zone);
  const isPlain = nextMidnight - midnight === MS_PER_DAY;
  const kept = { date, weekday, open, midnight, nextMidnight, isPlain };
  const wholeDay = { ...kept, origin: midnight, length: MOST_TICKS };
  let first = MOST_TICKS;
  let last = 0;
  for (const { from, to } of open.stretches) {
    first = Math.min(first, tickOf(wholeDay, from, zone));
    last = Math.max(last, tickOf(wholeDay, to, zone));
  }
  return { ...kept, origin: midnight + first * MS_PER_TICK, length: Math.max(0, last - first) };
}

/** The instant of a minute of the wall clock; null where the clock skips it. */
const instantOf = (day: OpenDay, minute: number, zone: string): Instant | null =>
  day.isPlain ? day.midnight + minute * MS_PER_MINUTE : instantAt(day.date, minute, zone);

/** The tick of a minute of the wall clock, or of the next that there is. */
function tickOf(day: OpenDay, minute: number, zone: string): number {
  let instant: Instant | null = null;
  for (let m = minute; instant === null; m += TICK_MINUTES)
    instant = m >= MINUTES_PER_DAY ? day.nextMidnight : instantOf(day, m, zone);
  return clip((instant - day.origin) / MS_PER_TICK, day.length);
}

/** A stretch of instants is widened to whole ticks. */
const tickFrom = (at: Instant, { origin, length }: OpenDay): number =>
  clip(Math.floor((at - origin) / MS_PER_TICK), length);
const tickTo = (at: Instant, { origin, length }: OpenDay): number =>
  clip(Math.ceil((at - origin) / MS_PER_TICK), length);

function clearChanges({ counts, poolSizes }: Question): void {
  counts.fill(0, 0, BAD_CLOSED);
  for (let pool = 0; pool < poolSizes.length; pool += 1) counts.fill(0, chairsOf(pool), badChairsOf(pool));
}

function countHours(question: Question, day: OpenDay): void {
  const { zone } = question.calendar;
  const { counts } = question;
  for (const { from, to } of day.open.stretches)
    add(counts, OPEN, tickOf(day, from, zone), tickOf(day, to, zone), 1);
  question.poolSizes.forEach((size, pool) => {
    add(counts, chairsOf(pool), 0, day.length, size);
  });
}

function countStaff(question: Question, day: OpenDay): void {
  const { absences, counts } = question;
  const { zone } = question.calendar;
  let person = '';
  let counted = 0;
  for (const { shift, hours } of question.shifts[day.weekday] ?? []) {
    if (!holdsOn(shift, day.date)) continue;
    // Whoever has two shifts at once is one person still.
    if (shift.staffId !== person) counted = 0;
    person = shift.staffId;
    const from = Math.max(counted, tickOf(day, hours.from, zone));
    const to = tickOf(day, hours.to, zone);
    counted = Math.max(counted, to);
    countPerson(counts, shift, from, to, 1);
    for (const away of absences.get(person) ?? [])
      countPerson(
        counts,
        shift,
        Math.max(from, tickFrom(away.from, day)),
        Math.min(to, tickTo(away.to, day)),
        -1,
      );
  }
}

function countPerson(counts: Int32Array, shift: Shift, from: number, to: number, by: number): void {
  if (shift.role === 'nurse') add(counts, NURSES, from, to, by);
  if (shift.role === 'clinician') add(counts, CLINICIANS, from, to, by);
  if (shift.trained) add(counts, TRAINED_PEOPLE, from, to, by);
}

function countClosures({ calendar, closedChairs, counts }: Question, day: OpenDay): void {
  for (const { startsAt, endsAt, chairId, staffId } of calendar.closures) {
    // Far below zero, so that closures that overlap each other still read as closed.
    if (chairId === null && staffId === null)
      add(counts, OPEN, tickFrom(startsAt, day), tickTo(endsAt, day), -1_000);
  }
  for (const { pool, taken } of closedChairs)
    for (const { from, to } of taken) add(counts, chairsOf(pool), tickFrom(from, day), tickTo(to, day), -1);
}

function countSessions(question: Question, day: OpenDay): void {
  const { needs, poolIndexOfChair, counts } = question;
  const { prep, administration, observation, turnover } = question.units;
  const { origin, length } = day;
  const firstUtcDay = Math.floor(origin / MS_PER_DAY) - 1;
  const lastUtcDay = Math.floor((origin + length * MS_PER_TICK) / MS_PER_DAY);
  for (let utcDay = firstUtcDay; utcDay <= lastUtcDay; utcDay += 1) {
    const ofDay = question.busyByUtcDay.get(utcDay);
    if (!ofDay || ofDay.lastEnd <= origin) continue;
    for (const session of ofDay.sessions) {
      const { block } = session;
      const from = (session.startsAt - origin) / MS_PER_TICK;
      const to = (session.endsAt - origin) / MS_PER_TICK;
      if (to <= 0) continue;
      const pool = poolIndexOfChair.get(session.chairId);
      if (pool !== undefined) addWidened(counts, chairsOf(pool), from, to, length, -1);
      if (session.patientId === needs.patientId) addWidened(counts, PATIENT_BUSY, from, to, length, 1);
      const dosed = from + block.prep / TICK_MINUTES;
      const watched = dosed + block.administration / TICK_MINUTES;
      const leaving = watched + block.observation / TICK_MINUTES;
      const gone = leaving + block.turnover / TICK_MINUTES;
      // A patient who has left needs no watching.
      if (prep > 0) addWidened(counts, LOAD, from, Math.min(dosed, to), length, prep);
      if (administration > 0) addWidened(counts, LOAD, dosed, Math.min(watched, to), length, administration);
      if (observation > 0) addWidened(counts, LOAD, watched, Math.min(leaving, to), length, observation);
      if (turnover > 0) addWidened(counts, LOAD, leaving, Math.min(gone, to), length, turnover);
    }
  }
}

/** Adds to a stretch that is widened to whole ticks, and clipped to the day. */
function addWidened(
  counts: Int32Array,
  row: number,
  from: number,
  to: number,
  length: number,
  amount: number,
): void {
  if (from < to) add(counts, row, clip(Math.floor(from), length), clip(Math.ceil(to), length), amount);
}

/** From what changes at each tick to how many ticks were bad before it. */
function sumUp({ needs, units, poolSizes, chairCount, counts }: Question, { length }: OpenDay): void {
  let open = 0;
  let nurses = 0;
  let clinicians = 0;
  let trained = 0;
  let load = 0;
  let patient = 0;
  const free = poolSizes.map(() => 0);
  for (let t = 0; t < length; t += 1) {
    open += counts[OPEN + t] as number;
    nurses += counts[NURSES + t] as number;
    clinicians += counts[CLINICIANS + t] as number;
    trained += counts[TRAINED_PEOPLE + t] as number;
    load += counts[LOAD + t] as number;
    patient += counts[PATIENT_BUSY + t] as number;
    // Where too much is asked of them already, a part that asks for nothing is still welcome.
    const spare = Math.max(0, nurses * UNITS_PER_NURSE - load);
    carry(counts, BAD_CLOSED + t, open <= 0);
    carry(counts, BAD_PRESCRIBER + t, clinicians <= 0);
    carry(counts, BAD_TRAINED + t, trained < needs.trainedMinimum);
    carry(counts, BAD_PATIENT + t, patient > 0);
    carry(counts, BAD_PREP + t, units.prep > spare);
    carry(counts, BAD_ADMINISTRATION + t, units.administration > spare);
    carry(counts, BAD_OBSERVATION + t, units.observation > spare);
    carry(counts, BAD_TURNOVER + t, units.turnover > spare);
    let taken = chairCount;
    for (let pool = 0; pool < free.length; pool += 1) {
      const here = (free[pool] as number) + (counts[chairsOf(pool) + t] as number);
      free[pool] = here;
      if (here > 0) taken -= here;
      carry(counts, badChairsOf(pool) + t, here <= 0);
    }
    counts[TAKEN + t + 1] = (counts[TAKEN + t] as number) + taken;
  }
}

/** Carries a running count over one more tick. */
function carry(counts: Int32Array, at: number, isBad: boolean): void {
  counts[at + 1] = (counts[at] as number) + (isBad ? 1 : 0);
}

function judgeStarts(question: Question, day: OpenDay): Omit<DayStarts, 'epochDay' | 'date' | 'weekday'> {
  const { needs, now, chairCount, poolSizes, counts } = question;
  const { zone } = question.calendar;
  const { length } = day;
  const { prep, administration, observation, turnover } = needs.block;
  const { grid } = day.open;
  const minutes = day.isPlain ? grid : grid.filter((minute) => instantOf(day, minute, zone) !== null);
  const count = minutes.length;
  const instants = minutes.map((minute) => instantOf(day, minute, zone) as Instant);
  const refusals = new Uint8Array(count);
  const contested = new Uint8Array(count);
  const pools = new Int8Array(count);
  for (let i = 0; i < count; i += 1) {
    const instant = instants[i] as Instant;
    const start = Math.round((instant - day.origin) / MS_PER_TICK);
    const dosed = start + prep / TICK_MINUTES;
    const watched = dosed + administration / TICK_MINUTES;
    const leaving = watched + observation / TICK_MINUTES;
    const end = leaving + turnover / TICK_MINUTES;
    const within = Math.min(end, length);
    let bits = instant < now ? PAST : 0;
    if (end > length || any(counts, BAD_CLOSED, start, end)) bits |= CLOSED;
    if (any(counts, BAD_PATIENT, start, within)) bits |= PATIENT;
    let pool = 0;
    while (pool < poolSizes.length && any(counts, badChairsOf(pool), start, within)) pool += 1;
    if (pool === poolSizes.length) {
      pool = -1;
      bits |= CHAIR;
    }
    // Nobody is there to watch after hours, which `closed` has said already.
    if (end <= length) {
      if (
        any(counts, BAD_PREP, start, dosed) ||
        any(counts, BAD_ADMINISTRATION, dosed, watched) ||
        any(counts, BAD_OBSERVATION, watched, leaving) ||
        any(counts, BAD_TURNOVER, leaving, end)
      )
        bits |= MONITORING;
      if (needs.prescriberOnSite && any(counts, BAD_PRESCRIBER, start, end)) bits |= PRESCRIBER;
      if (needs.trainedMinimum > 0 && any(counts, BAD_TRAINED, dosed, leaving)) bits |= TRAINED;
    }
    const chairTicks = chairCount * (within - start);
    refusals[i] = bits;
    pools[i] = pool;
    contested[i] =
      chairTicks <= 0
        ? 100
        : Math.round(
            (100 * ((counts[TAKEN + within] as number) - (counts[TAKEN + start] as number))) / chairTicks,
          );
  }
  return { minutes, instants, refusals, contested, pools };
}

const unitsOf = (patientsPerNurse: number | null): number =>
  patientsPerNurse === null ? 0 : UNITS_PER_NURSE / patientsPerNurse;

const clip = (tick: number, length: number): number => (tick < 0 ? 0 : tick > length ? length : tick);

function add(counts: Int32Array, row: number, from: number, to: number, amount: number): void {
  if (to <= from) return;
  counts[row + from] = (counts[row + from] as number) + amount;
  counts[row + to] = (counts[row + to] as number) - amount;
}

/** Is any tick of the half-open stretch bad? */
const any = (counts: Int32Array, row: number, from: number, to: number): boolean =>
  (counts[row + to] as number) !== (counts[row + from] as number);
