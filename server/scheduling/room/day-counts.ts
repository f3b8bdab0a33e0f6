import type { Shift } from '#server/scheduling/time/calendar.ts';
import { holdsOn } from '#server/scheduling/time/validity.ts';
import { type OpenDay, tickFrom, tickOf, tickTo } from './open-day.ts';
import { type Question, UNITS_PER_NURSE } from './question.ts';
import { clip, MOST_TICKS, MS_PER_DAY, MS_PER_TICK, TICK_MINUTES } from './ticks.ts';

/** A question, and the rows on which its days are counted. */
export type Counting = Question & { readonly counts: Int32Array };

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
export const BAD_CLOSED = 6 * ROW;
export const BAD_PRESCRIBER = 7 * ROW;
export const BAD_TRAINED = 8 * ROW;
export const BAD_PATIENT = 9 * ROW;
export const BAD_PREP = 10 * ROW;
export const BAD_ADMINISTRATION = 11 * ROW;
export const BAD_OBSERVATION = 12 * ROW;
export const BAD_TURNOVER = 13 * ROW;
/** ... how many chairs were taken in the ticks before it, added up ... */
export const TAKEN = 14 * ROW;
/** ... and for each pool both kinds of row, of its free chairs. */
const FIRST_POOL = 15 * ROW;
const chairsOf = (pool: number): number => FIRST_POOL + 2 * pool * ROW;
export const badChairsOf = (pool: number): number => chairsOf(pool) + ROW;

let rows = new Int32Array(0);

/** The same rows for every question too: a day is counted and judged in one go, and nothing of it is read later. */
export function rowsFor(pools: number): Int32Array {
  if (rows.length < chairsOf(pools)) rows = new Int32Array(chairsOf(pools));
  return rows;
}

/** Per rule, how many ticks of the day broke it before each: "is any tick of this stretch bad?" is one subtraction. */
export function countDay(counting: Counting, day: OpenDay): void {
  clearChanges(counting);
  countHours(counting, day);
  countStaff(counting, day);
  countClosures(counting, day);
  countSessions(counting, day);
  sumUp(counting, day);
}

function clearChanges({ counts, poolSizes }: Counting): void {
  counts.fill(0, 0, BAD_CLOSED);
  for (let pool = 0; pool < poolSizes.length; pool += 1) counts.fill(0, chairsOf(pool), badChairsOf(pool));
}

function countHours(question: Counting, day: OpenDay): void {
  const { zone } = question.calendar;
  const { counts } = question;
  for (const { from, to } of day.open.stretches)
    add(counts, OPEN, tickOf(day, from, zone), tickOf(day, to, zone), 1);
  question.poolSizes.forEach((size, pool) => {
    add(counts, chairsOf(pool), 0, day.length, size);
  });
}

function countStaff(question: Counting, day: OpenDay): void {
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

function countClosures({ calendar, closedChairs, counts }: Counting, day: OpenDay): void {
  for (const { startsAt, endsAt, chairId, staffId } of calendar.closures) {
    // Far below zero, so that closures that overlap each other still read as closed.
    if (chairId === null && staffId === null)
      add(counts, OPEN, tickFrom(startsAt, day), tickTo(endsAt, day), -1_000);
  }
  for (const { pool, taken } of closedChairs)
    for (const { from, to } of taken) add(counts, chairsOf(pool), tickFrom(from, day), tickTo(to, day), -1);
}

function countSessions(question: Counting, day: OpenDay): void {
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
function sumUp({ needs, units, poolSizes, chairCount, counts }: Counting, { length }: OpenDay): void {
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

function add(counts: Int32Array, row: number, from: number, to: number, amount: number): void {
  if (to <= from) return;
  counts[row + from] = (counts[row + from] as number) + amount;
  counts[row + to] = (counts[row + to] as number) - amount;
}

/** Is any tick of the half-open stretch bad? */
export const any = (counts: Int32Array, row: number, from: number, to: number): boolean =>
  (counts[row + to] as number) !== (counts[row + from] as number);
