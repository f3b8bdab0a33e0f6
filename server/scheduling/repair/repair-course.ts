import type { CourseSession } from '#server/scheduling/change/course-change.ts';
import { displacementPoints, type LocalPlace } from '#server/scheduling/change/displacement.ts';
import { blockMinutes } from '#server/scheduling/protocol.ts';
import type { DayStarts } from '#server/scheduling/room/day-starts.ts';
import type { BusySession, Instant } from '#server/scheduling/time/calendar.ts';
import { anyChairOf, type Kind, type RepairDays, type Seated } from './repair-days.ts';
import type { CourseLimits, DayRange } from './repair-limits.ts';

/** A session that a repair may move. */
export type Mover = {
  readonly session: CourseSession;
  readonly patientId: string;
  readonly kind: Kind;
  readonly from: LocalPlace;
  /** Chosen by hand: there or nowhere. */
  readonly only: Instant | null;
  /** Starts with a chair at any moment of them and none for all of it; null bars every start. */
  readonly barred: readonly (Instant | null)[];
};

/** When a patient is somewhere else in the house. */
export type PatientSpan = { readonly startsAt: Instant; readonly endsAt: Instant };

/** Sessions of one course at places that keep every rule; `points` as in displacement.ts. */
export type Placement = { readonly points: number; readonly seats: readonly Seated[] };

/** Points and a draw in one number: the draws of all its sessions together never outweigh a point. */
const DRAW = 1024;

/**
 * The nearest places for the sessions of one course, exactly, among those that others have left.
 *
 * Which start of a day is the nearest does not depend on the other sessions, so what is left is to choose days. A table
 * from the last session backwards says what the rest costs at the least, by the distances between neighbours; a
 * depth-first search by that bound, which keeps the other distances too, finds the optimum.
 */
export class CourseSearch {
  readonly #movers: readonly Mover[];
  readonly #limits: CourseLimits;
  readonly #span: DayRange;
  readonly #elsewhere: readonly PatientSpan[];
  readonly #seed: number;
  readonly #mostDraw: number;
  readonly #rows: readonly Row[];
  readonly #bounds: readonly Float64Array[];

  constructor(
    movers: readonly Mover[],
    limits: CourseLimits,
    span: DayRange,
    elsewhere: readonly PatientSpan[],
    seed: number,
  ) {
    this.#movers = movers;
    this.#limits = limits;
    this.#span = span;
    this.#elsewhere = elsewhere;
    this.#seed = seed;
    this.#mostDraw = Math.floor(DRAW / Math.max(1, movers.length));
    const width = Math.max(0, span.to - span.from + 1);
    this.#rows = movers.map(() => ({
      cost: new Float64Array(width).fill(Infinity),
      start: new Int32Array(width).fill(-1),
      version: new Int32Array(width).fill(-1),
    }));
    this.#bounds = movers.map(() => new Float64Array(width));
  }

  /** The nearest, or null where there is no place within the rules. */
  best(days: RepairDays): Placement | null {
    const movers = this.#movers;
    this.#price(days);
    const least = this.#bound();
    if (least === Infinity) return null;
    const chosen = new Array<number>(movers.length).fill(0);
    let bestDays: number[] | null = null;
    let bestCost = Infinity;
    const visit = (index: number, spent: number): void => {
      if (index === movers.length) {
        bestCost = spent;
        bestDays = [...chosen];
        return;
      }
      const bound = this.#bounds[index] as Float64Array;
      const { cost } = this.#rows[index] as Row;
      const { from, to } = this.#reach(index, chosen);
      const choices: number[] = [];
      for (let day = from; day <= to; day += 1)
        if (spent + (bound[day] as number) < bestCost) choices.push(day);
      choices.sort((a, b) => (bound[a] as number) - (bound[b] as number));
      for (const day of choices) {
        if (spent + (bound[day] as number) >= bestCost) return;
        chosen[index] = day;
        visit(index + 1, spent + (cost[day] as number));
      }
    };
    visit(0, 0);
    return bestDays === null ? null : this.#placement(bestDays, bestCost, days);
  }

  /** Brings what every session costs on every day up to date. */
  #price(days: RepairDays): void {
    const { from: first } = this.#span;
    this.#movers.forEach((mover, index) => {
      const { cost, start, version } = this.#rows[index] as Row;
      const { from, to } = this.#limits.ranges[index] as DayRange;
      for (let day = Math.max(from, first); day <= Math.min(to, this.#span.to); day += 1) {
        const at = day - first;
        const current = days.version(day);
        if (version[at] === current) continue;
        version[at] = current;
        const picked = this.#nearest(mover, days.starts(day, mover.kind));
        cost[at] = picked.cost;
        start[at] = picked.start;
      }
    });
  }

  #nearest(mover: Mover, starts: DayStarts): { cost: number; start: number } {
    let cost = Infinity;
    let start = -1;
    for (let index = 0; index < starts.minutes.length; index += 1) {
      if (starts.refusals[index] !== 0) continue;
      const to = { epochDay: starts.epochDay, minute: starts.minutes[index] as number };
      const own =
        displacementPoints(mover.from, to) * DRAW +
        (draw(this.#seed, mover.session.sequence, to.epochDay, to.minute) % this.#mostDraw);
      if (own >= cost || !this.#isAllowed(mover, starts.instants[index] as number)) continue;
      cost = own;
      start = index;
    }
    return { cost, start };
  }

  #isAllowed({ session, only, barred }: Mover, startsAt: Instant): boolean {
    if (only !== null && only !== startsAt) return false;
    if (barred.length > 0 && (barred.includes(startsAt) || barred.includes(null))) return false;
    const endsAt = startsAt + blockMinutes(session.block) * 60_000;
    return !this.#elsewhere.some((other) => other.startsAt < endsAt && startsAt < other.endsAt);
  }

  /** Fills in what each session and those after it cost at the least, by its day. Answers what all of them cost. */
  #bound(): number {
    for (let index = this.#movers.length - 1; index >= 0; index -= 1) {
      const { cost } = this.#rows[index] as Row;
      const bound = this.#bounds[index] as Float64Array;
      const rest = this.#bounds[index + 1];
      const gap = this.#limits.gaps[index + 1]?.filter(({ earlier }) => earlier === index) ?? [];
      const least = Math.max(-Infinity, ...gap.map((limit) => limit.least));
      const most = Math.min(Infinity, ...gap.map((limit) => limit.most));
      for (let day = 0; day < cost.length; day += 1) {
        const own = cost[day] as number;
        bound[day] =
          rest && own < Infinity
            ? own + leastOf(rest, Math.max(0, day + least), Math.min(rest.length - 1, day + most))
            : own;
      }
    }
    const first = this.#bounds[0];
    return first ? leastOf(first, 0, first.length - 1) : 0;
  }

  /** The days that those chosen before leave to a session, counted from the first of all. */
  #reach(index: number, chosen: readonly number[]): DayRange {
    let from = 0;
    let to = this.#span.to - this.#span.from;
    for (const { earlier, least, most } of this.#limits.gaps[index] ?? []) {
      const day = chosen[earlier] as number;
      from = Math.max(from, day + least);
      to = Math.min(to, day + most);
    }
    return { from, to };
  }

  #placement(chosen: readonly number[], cost: number, days: RepairDays): Placement {
    const seats = this.#movers.map((mover, index): Seated => {
      const day = chosen[index] as number;
      const epochDay = this.#span.from + day;
      const starts = days.starts(epochDay, mover.kind);
      const start = (this.#rows[index] as Row).start[day] as number;
      const pool = mover.kind.needs.poolIds[starts.pools[start] as number] ?? mover.session.poolId;
      return { epochDay, session: seated(mover, starts.instants[start] as number, pool) };
    });
    return { points: Math.floor(cost / DRAW), seats };
  }
}

type Row = { readonly cost: Float64Array; readonly start: Int32Array; readonly version: Int32Array };

function leastOf(row: Float64Array, from: number, to: number): number {
  let least = Infinity;
  for (let day = from; day <= to; day += 1) if ((row[day] as number) < least) least = row[day] as number;
  return least;
}

const seated = ({ session, patientId }: Mover, startsAt: Instant, poolId: string): BusySession => ({
  id: session.id,
  courseId: '',
  patientId,
  chairId: anyChairOf(poolId),
  poolId,
  status: session.status,
  startsAt,
  endsAt: startsAt + blockMinutes(session.block) * 60_000,
  block: session.block,
});

/** A number that looks random and is not. */
function draw(seed: number, sequence: number, epochDay: number, minute: number): number {
  let mixed = Math.imul(seed ^ (sequence * 0x9e3779b9), 0x85ebca6b);
  mixed ^= Math.imul(epochDay * 1440 + minute, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
