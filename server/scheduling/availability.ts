import type { ClinicCalendar, Instant, LocalDate, Shift } from './calendar.ts';
import { dateOfEpochDay, instantAt, minuteOf, startOfDay, weekdayOfEpochDay } from './clinic-time.ts';
import type { Block } from './protocol.ts';
import { blockMinutes } from './protocol.ts';
import type { ViolationCode } from './vocabulary.ts';

/**
 * Which starts a session could have, and what is against the others: hours and closures, a chair for the whole block,
 * the nurses' load at every minute, prescriber and trained people in the house, the patient's other sessions.
 *
 * A day is counted in ticks of five minutes of real time from its first instant, so that a day of 23 or 25 hours needs
 * no special case once its wall-clock times have been turned into ticks. Per rule, a running count of "bad" ticks
 * answers "is any tick of this stretch bad?" by one subtraction.
 */

const TICK_MINUTES = 5;
const MS_PER_TICK = TICK_MINUTES * 60_000;
const MS_PER_DAY = 86_400_000;

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
  readonly minutes: Int16Array;
  readonly instants: Float64Array;
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
  const plan = compile(calendar, needs, now);
  const cache = new Map<number, DayStarts>();
  return {
    day(epochDay) {
      let starts = cache.get(epochDay);
      if (!starts) {
        starts = startsOfDay(plan, epochDay);
        cache.set(epochDay, starts);
      }
      return starts;
    },
  };
}

/** The calendar sorted for the question, once. */
type Compiled = {
  readonly calendar: ClinicCalendar;
  readonly needs: SessionNeeds;
  readonly now: Instant;
  readonly ticks: Record<'prep' | 'administration' | 'observation' | 'turnover' | 'total', number>;
  readonly hours: readonly { weekday: number; from: number; to: number }[];
  readonly shifts: readonly (Shift & { from: number; to: number })[];
  readonly poolIndexOfChair: ReadonlyMap<string, number>;
  readonly poolSizes: readonly number[];
  /** Busy sessions by the UTC day on which they begin. */
  readonly busyByUtcDay: ReadonlyMap<number, readonly number[]>;
};

function compile(calendar: ClinicCalendar, needs: SessionNeeds, now: Instant): Compiled {
  const poolIndexOfChair = new Map<string, number>();
  const poolSizes = needs.poolIds.map(() => 0);
  for (const chair of calendar.chairs) {
    const pool = needs.poolIds.indexOf(chair.poolId);
    if (pool < 0) continue;
    poolIndexOfChair.set(chair.id, pool);
    poolSizes[pool] = (poolSizes[pool] ?? 0) + 1;
  }
  const busyByUtcDay = new Map<number, number[]>();
  calendar.busy.forEach((session, index) => {
    if (needs.ignoreSessionIds?.has(session.id)) return;
    const utcDay = Math.floor(session.startsAt / MS_PER_DAY);
    const list = busyByUtcDay.get(utcDay);
    if (list) list.push(index);
    else busyByUtcDay.set(utcDay, [index]);
  });
  const { prep, administration, observation, turnover } = needs.block;
  return {
    calendar,
    needs,
    now,
    ticks: {
      prep: prep / TICK_MINUTES,
      administration: administration / TICK_MINUTES,
      observation: observation / TICK_MINUTES,
      turnover: turnover / TICK_MINUTES,
      total: blockMinutes(needs.block) / TICK_MINUTES,
    },
    hours: calendar.openingHours.map((h) => ({
      weekday: h.weekday,
      from: minuteOf(h.opensAt),
      to: minuteOf(h.closesAt),
    })),
    shifts: calendar.shifts.map((s) => ({ ...s, from: minuteOf(s.startsAt), to: minuteOf(s.endsAt) })),
    poolIndexOfChair,
    poolSizes,
    busyByUtcDay,
  };
}

const EMPTY = {
  minutes: new Int16Array(0),
  instants: new Float64Array(0),
  refusals: new Uint8Array(0),
  contested: new Uint8Array(0),
  pools: new Int8Array(0),
};

function startsOfDay(plan: Compiled, epochDay: number): DayStarts {
  const { calendar, needs, ticks } = plan;
  const date = dateOfEpochDay(epochDay);
  const weekday = weekdayOfEpochDay(epochDay);
  const hours = plan.hours.filter((h) => h.weekday === weekday);
  if (hours.length === 0) return { epochDay, date, weekday, ...EMPTY };

  const { zone, slotMinutes } = calendar;
  const midnight = startOfDay(date, zone);
  const dayEnd = startOfDay(dateOfEpochDay(epochDay + 1), zone);
  const isPlain = dayEnd - midnight === MS_PER_DAY && instantAt(date, 0, zone) === midnight;
  /** The first instant at or after a wall-clock minute. */
  const instantOf = (minute: number): Instant | null =>
    isPlain ? midnight + minute * 60_000 : instantAt(date, minute, zone);
  const tickOf = (minute: number): number => {
    for (let m = minute; m < minute + 180; m += TICK_MINUTES) {
      const instant = m >= 1440 ? dayEnd : instantOf(m);
      if (instant !== null) return (instant - midnight) / MS_PER_TICK;
    }
    return (dayEnd - midnight) / MS_PER_TICK;
  };

  const first = Math.min(...hours.map((h) => tickOf(h.from)));
  const last = Math.max(...hours.map((h) => tickOf(h.to)));
  const length = Math.max(0, last - first);
  const origin = midnight + first * MS_PER_TICK;
  /** Ticks from `first`, clipped to the open part of the day; a stretch is widened to whole ticks. */
  const floorTick = (at: Instant) => clip(Math.floor((at - origin) / MS_PER_TICK), length);
  const ceilTick = (at: Instant) => clip(Math.ceil((at - origin) / MS_PER_TICK), length);

  // Changes at the beginning of a tick, summed up below.
  const openDelta = new Int32Array(length + 1);
  const nurseDelta = new Int32Array(length + 1);
  const clinicianDelta = new Int32Array(length + 1);
  const trainedDelta = new Int32Array(length + 1);
  const loadDelta = new Int32Array(length + 1);
  const patientDelta = new Int32Array(length + 1);
  const chairDeltas = plan.poolSizes.map((size) => {
    const delta = new Int32Array(length + 1);
    add(delta, 0, length, size);
    return delta;
  });

  for (const h of hours)
    add(openDelta, clip(tickOf(h.from) - first, length), clip(tickOf(h.to) - first, length), 1);

  for (const shift of plan.shifts) {
    if (
      shift.weekday !== weekday ||
      shift.validFrom > date ||
      (shift.validTo !== null && shift.validTo < date)
    )
      continue;
    addShift(shift, 1);
  }
  function addShift(shift: (typeof plan.shifts)[number], sign: number): void {
    const from = clip(tickOf(shift.from) - first, length);
    const to = clip(tickOf(shift.to) - first, length);
    countStaff(shift, from, to, sign);
    for (const closure of calendar.closures) {
      if (closure.staffId !== shift.staffId) continue;
      countStaff(
        shift,
        Math.max(from, floorTick(closure.startsAt)),
        Math.min(to, ceilTick(closure.endsAt)),
        -sign,
      );
    }
  }
  function countStaff(shift: Shift, from: number, to: number, sign: number): void {
    if (to <= from) return;
    if (shift.role === 'nurse') add(nurseDelta, from, to, sign);
    if (shift.role === 'clinician') add(clinicianDelta, from, to, sign);
    if (shift.trained) add(trainedDelta, from, to, sign);
  }

  for (const closure of calendar.closures) {
    if (closure.endsAt <= origin || closure.startsAt >= origin + length * MS_PER_TICK) continue;
    const from = floorTick(closure.startsAt);
    const to = ceilTick(closure.endsAt);
    if (closure.chairId !== null) {
      const pool = plan.poolIndexOfChair.get(closure.chairId);
      if (pool !== undefined) add(chairDeltas[pool] as Int32Array, from, to, -1);
    } else if (closure.staffId === null) {
      // Far below zero, so that closures that overlap each other still read as closed.
      add(openDelta, from, to, -1_000);
    }
  }

  const ratios = calendar.monitoring;
  const units = {
    prep: unitsOf(ratios.prep),
    administration: unitsOf(ratios.administration),
    observation: unitsOf(ratios.observation),
    turnover: unitsOf(ratios.turnover),
  };
  const firstUtcDay = Math.floor(origin / MS_PER_DAY) - 1;
  const lastUtcDay = Math.floor((origin + length * MS_PER_TICK) / MS_PER_DAY);
  for (let utcDay = firstUtcDay; utcDay <= lastUtcDay; utcDay += 1) {
    for (const index of plan.busyByUtcDay.get(utcDay) ?? []) {
      const session = calendar.busy[index];
      if (!session || session.endsAt <= origin) continue;
      const from = floorTick(session.startsAt);
      const to = ceilTick(session.endsAt);
      if (to <= from) continue;
      const pool = plan.poolIndexOfChair.get(session.chairId);
      if (pool !== undefined) add(chairDeltas[pool] as Int32Array, from, to, -1);
      if (session.patientId === needs.patientId) add(patientDelta, from, to, 1);
      let at = session.startsAt;
      const parts = session.block;
      at = load(at, parts.prep, units.prep, session.endsAt);
      at = load(at, parts.administration, units.administration, session.endsAt);
      at = load(at, parts.observation, units.observation, session.endsAt);
      load(at, parts.turnover, units.turnover, session.endsAt);
    }
  }
  function load(from: Instant, minutes: number, weight: number, freeAt: Instant): Instant {
    const to = from + minutes * 60_000;
    // A patient who has left needs no watching.
    if (weight > 0 && from < freeAt) add(loadDelta, floorTick(from), ceilTick(Math.min(to, freeAt)), weight);
    return to;
  }

  const badClosed = new Int32Array(length + 1);
  const badPrescriber = new Int32Array(length + 1);
  const badTrained = new Int32Array(length + 1);
  const badPatient = new Int32Array(length + 1);
  const badLoad = {
    prep: new Int32Array(length + 1),
    administration: new Int32Array(length + 1),
    observation: new Int32Array(length + 1),
    turnover: new Int32Array(length + 1),
  };
  const badChairs = plan.poolSizes.map(() => new Int32Array(length + 1));
  const taken = new Int32Array(length + 1);
  const chairCount = plan.poolSizes.reduce((sum, size) => sum + size, 0);
  let open = 0;
  let nurses = 0;
  let clinicians = 0;
  let trained = 0;
  let used = 0;
  let patient = 0;
  const free = plan.poolSizes.map(() => 0);
  for (let t = 0; t < length; t += 1) {
    open += openDelta[t] as number;
    nurses += nurseDelta[t] as number;
    clinicians += clinicianDelta[t] as number;
    trained += trainedDelta[t] as number;
    used += loadDelta[t] as number;
    patient += patientDelta[t] as number;
    badClosed[t + 1] = (badClosed[t] as number) + (open > 0 ? 0 : 1);
    badPrescriber[t + 1] = (badPrescriber[t] as number) + (clinicians > 0 ? 0 : 1);
    badTrained[t + 1] = (badTrained[t] as number) + (trained >= needs.trainedMinimum ? 0 : 1);
    badPatient[t + 1] = (badPatient[t] as number) + (patient > 0 ? 1 : 0);
    const spare = nurses * UNITS_PER_NURSE - used;
    badLoad.prep[t + 1] = (badLoad.prep[t] as number) + (units.prep > spare ? 1 : 0);
    badLoad.administration[t + 1] =
      (badLoad.administration[t] as number) + (units.administration > spare ? 1 : 0);
    badLoad.observation[t + 1] = (badLoad.observation[t] as number) + (units.observation > spare ? 1 : 0);
    badLoad.turnover[t + 1] = (badLoad.turnover[t] as number) + (units.turnover > spare ? 1 : 0);
    let freeChairs = 0;
    for (let pool = 0; pool < free.length; pool += 1) {
      const here = (free[pool] as number) + ((chairDeltas[pool] as Int32Array)[t] as number);
      free[pool] = here;
      if (here > 0) freeChairs += here;
      const bad = badChairs[pool] as Int32Array;
      bad[t + 1] = (bad[t] as number) + (here > 0 ? 0 : 1);
    }
    taken[t + 1] = (taken[t] as number) + chairCount - freeChairs;
  }

  const candidates: number[] = [];
  for (const h of hours) {
    for (let minute = Math.ceil(h.from / slotMinutes) * slotMinutes; minute < h.to; minute += slotMinutes) {
      if (instantOf(minute) !== null && !candidates.includes(minute)) candidates.push(minute);
    }
  }
  if (hours.length > 1) candidates.sort((a, b) => a - b);
  const count = candidates.length;
  const minutes = Int16Array.from(candidates);
  const instants = new Float64Array(count);
  const refusals = new Uint8Array(count);
  const contested = new Uint8Array(count);
  const pools = new Int8Array(count);

  for (let i = 0; i < count; i += 1) {
    const instant = instantOf(minutes[i] as number) as Instant;
    instants[i] = instant;
    const start = Math.round((instant - origin) / MS_PER_TICK);
    const end = start + ticks.total;
    const within = Math.min(end, length);
    let bits = instant < plan.now ? PAST : 0;
    if (end > length || any(badClosed, start, end)) bits |= CLOSED;
    if (any(badPatient, start, within)) bits |= PATIENT;
    let pool = -1;
    for (let p = 0; p < badChairs.length && pool < 0; p += 1) {
      if (!any(badChairs[p] as Int32Array, start, within)) pool = p;
    }
    pools[i] = pool;
    if (pool < 0) bits |= CHAIR;
    // Nobody is there to watch after hours, which `closed` has said already.
    if (end <= length) {
      const dosed = start + ticks.prep;
      const watched = dosed + ticks.administration;
      const leaving = watched + ticks.observation;
      if (
        any(badLoad.prep, start, dosed) ||
        any(badLoad.administration, dosed, watched) ||
        any(badLoad.observation, watched, leaving) ||
        any(badLoad.turnover, leaving, end)
      )
        bits |= MONITORING;
      if (needs.prescriberOnSite && any(badPrescriber, start, end)) bits |= PRESCRIBER;
      if (needs.trainedMinimum > 0 && any(badTrained, dosed, leaving)) bits |= TRAINED;
    }
    refusals[i] = bits;
    contested[i] =
      chairCount === 0 || within <= start
        ? 100
        : Math.round(
            (100 * ((taken[within] as number) - (taken[start] as number))) / (chairCount * (within - start)),
          );
  }
  return { epochDay, date, weekday, minutes, instants, refusals, contested, pools };
}

const unitsOf = (patientsPerNurse: number | null): number =>
  patientsPerNurse === null ? 0 : UNITS_PER_NURSE / patientsPerNurse;

const clip = (tick: number, length: number): number => (tick < 0 ? 0 : tick > length ? length : tick);

function add(delta: Int32Array, from: number, to: number, amount: number): void {
  if (to <= from) return;
  delta[from] = (delta[from] as number) + amount;
  delta[to] = (delta[to] as number) - amount;
}

/** Is any tick of the half-open stretch bad? */
const any = (bad: Int32Array, from: number, to: number): boolean =>
  (bad[to] as number) !== (bad[from] as number);
