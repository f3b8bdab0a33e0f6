import type { Availability, DayStarts } from './availability.ts';
import { phasesBySession } from './course-rules.ts';
import {
  type CostWeights,
  contestedCost,
  DEFAULT_WEIGHTS,
  type Preferences,
  spanCost,
  timeCost,
  unevenCost,
  variesCost,
  waitRank,
  weekdayCost,
} from './plan-cost.ts';
import type { ProtocolDefinition, ProtocolPhase } from './protocol.ts';

/**
 * The planner: the best complete plans of a course, exactly.
 *
 * For each day that session 1 could have, best wait first, and for each time of day on it (the course's usual time):
 * the cheapest start of every other day is then known by itself, since a session is compared only with session 1. What
 * is left is to choose days. A table from the last session backwards says what the rest costs at the least, leaving the
 * rule of so many in a week aside; a depth-first search by that bound, which keeps the rule, finds the optimum.
 */

export type PlanRequest = {
  readonly definition: ProtocolDefinition;
  readonly availability: Availability;
  /** First and last local day that session 1 may have, as epoch days. */
  readonly firstDay: number;
  readonly lastFirstDay: number;
  /** No session is after this day: the calendar knows no further. */
  readonly lastDay: number;
  readonly preferences: Preferences;
  /** Sessions that must be just so, by index from 0. */
  readonly fixed?: ReadonlyMap<number, { readonly epochDay: number; readonly minute: number }>;
  /** How many plans. */
  readonly limit: number;
  /** Draws among plans of equal cost. */
  readonly seed: number;
  readonly weights?: CostWeights;
};

/** One session of a plan: a start of a day. */
export type PlannedStart = { readonly epochDay: number; readonly start: number };

export type CoursePlan = {
  readonly sessions: readonly PlannedStart[];
  /** Points; see plan-cost.ts. */
  readonly cost: number;
};

/** Two plans are different offers when at least this many of their days differ ... */
const DIFFERENT_DAYS = 2;
/** ... or when their usual times are at least this far apart, in minutes. */
const DIFFERENT_TIME_MINUTES = 120;

/** Cost and draw in one number: the draw never outweighs a point. */
const DRAW = 8192;
const MAX_DRAW = 127;

/**
 * The best plan, then the best that differs from it, and so on, best first; fewer where there are no more, none where
 * there is none. The same request gives the same plans.
 */
export function planCourse(request: PlanRequest): CoursePlan[] {
  const search = new Search(request);
  const plans: CoursePlan[] = [];
  while (plans.length < request.limit) {
    const next = search.best(plans);
    if (!next) break;
    plans.push(next);
  }
  return plans;
}

type Day = DayStarts & {
  /** What each start costs by itself, times DRAW, plus its draw; Infinity where it is refused. */
  readonly base: Float64Array;
  readonly cheapest: number;
};

class Search {
  readonly #request: PlanRequest;
  readonly #weights: CostWeights;
  readonly #phases: readonly ProtocolPhase[];
  readonly #phaseStart: readonly number[];
  readonly #days = new Map<number, Day>();

  constructor(request: PlanRequest) {
    this.#request = request;
    this.#weights = request.weights ?? DEFAULT_WEIGHTS;
    this.#phases = phasesBySession(request.definition);
    this.#phaseStart = this.#phases.map((phase) => this.#phases.indexOf(phase));
  }

  /** The best plan that is a different offer from each of these. */
  best(others: readonly CoursePlan[]): CoursePlan | null {
    for (const firstDay of this.#firstDays()) {
      const found = this.#bestFrom(firstDay, others);
      if (found) return found;
    }
    return null;
  }

  /** The days of session 1, in the order of the wait. */
  #firstDays(): number[] {
    const { firstDay, lastFirstDay, preferences, fixed } = this.#request;
    const only = fixed?.get(0);
    if (only) return only.epochDay >= firstDay && only.epochDay <= lastFirstDay ? [only.epochDay] : [];
    const days: { day: number; rank: number }[] = [];
    for (let day = firstDay; day <= lastFirstDay; day += 1) {
      if (this.#day(day).cheapest === Infinity) continue;
      days.push({ day, rank: waitRank(day, this.#day(day).weekday, preferences) });
    }
    return days.sort((a, b) => a.rank - b.rank || a.day - b.day).map(({ day }) => day);
  }

  #bestFrom(firstDay: number, others: readonly CoursePlan[]): CoursePlan | null {
    const count = this.#phases.length;
    const width = Math.min(this.#request.lastDay - firstDay, this.#reach()) + 1;
    if (width < 1) return null;
    const cheapest = Array.from({ length: count }, (_, i) => this.#cheapestByDay(i, firstDay, width));
    const floor = this.#remainders(cheapest, firstDay, width);
    const first = this.#day(firstDay);
    const only = this.#request.fixed?.get(0);

    // Usual times, the most promising first.
    const usual: { start: number; bound: number }[] = [];
    for (let start = 0; start < first.minutes.length; start += 1) {
      const alone = first.base[start] as number;
      if (alone === Infinity || (only && first.minutes[start] !== only.minute)) continue;
      // The table's first entry holds the cheapest start of the day; this one may be dearer.
      const rest = (floor[0]?.[0] ?? Infinity) - (cheapest[0]?.[0] ?? 0);
      if (rest < Infinity) usual.push({ start, bound: alone + rest });
    }
    usual.sort((a, b) => a.bound - b.bound);

    let best: { cost: number; sessions: PlannedStart[] } | null = null;
    for (const { start, bound } of usual) {
      if (best && Math.floor(bound / DRAW) >= Math.floor(best.cost / DRAW)) break;
      const found = this.#bestAt(firstDay, start, width, others, best?.cost ?? Infinity);
      if (found) best = found;
    }
    return best && { sessions: best.sessions, cost: Math.floor(best.cost / DRAW) };
  }

  /** The best plan with session 1 at this start, if it costs less than `limit`. */
  #bestAt(firstDay: number, start: number, width: number, others: readonly CoursePlan[], limit: number) {
    const phases = this.#phases;
    const count = phases.length;
    const usualMinute = this.#day(firstDay).minutes[start] as number;
    const picks = this.#picksAt(usualMinute, firstDay, width);
    const costs = Array.from({ length: count }, (_, i) => {
      if (i === 0) {
        const row = new Float64Array(width).fill(Infinity);
        row[0] = this.#day(firstDay).base[start] as number;
        return row;
      }
      return this.#fixedOnly(i, picks.cost, firstDay, usualMinute);
    });
    const floor = this.#remainders(costs, firstDay, width);
    if ((floor[0]?.[0] ?? Infinity) >= limit) return null;

    // Plans so near in time that only their days can make the difference.
    const rivals = others
      .filter((plan) => Math.abs(this.#usualMinute(plan) - usualMinute) < DIFFERENT_TIME_MINUTES)
      .map((plan) => new Set(plan.sessions.map((session) => session.epochDay - firstDay)));
    let bestCost = limit;
    let bestDays: number[] | null = null;
    const days = new Array<number>(count).fill(0);

    const visit = (index: number, spent: number): void => {
      if (index === count) {
        const isNew = rivals.every((rival) => days.filter((day) => !rival.has(day)).length >= DIFFERENT_DAYS);
        if (isNew && spent < bestCost) {
          bestCost = spent;
          bestDays = [...days];
        }
        return;
      }
      const phase = phases[index] as ProtocolPhase;
      const previous = days[index - 1] as number;
      const early = index >= phase.maxInRolling7Days ? (days[index - phase.maxInRolling7Days] as number) : -7;
      const from = Math.max(previous + phase.minClearDays + 1, early + 7);
      const to = Math.min(previous + phase.maxClearDays + 1, this.#latest(index, days), width - 1);
      const choices: { day: number; step: number; bound: number }[] = [];
      for (let day = from; day <= to; day += 1) {
        const rest = (floor[index] as Float64Array)[day] as number;
        if (rest === Infinity) continue;
        const gap = unevenCost(day - previous, phase.perWeek, this.#weights) * DRAW;
        const bound = spent + gap + rest;
        if (bound >= bestCost) continue;
        choices.push({ day, step: gap + this.#ownCost(costs, index, day), bound });
      }
      choices.sort((a, b) => a.bound - b.bound);
      for (const choice of choices) {
        if (choice.bound >= bestCost) return;
        days[index] = choice.day;
        visit(index + 1, spent + choice.step);
      }
    };
    visit(1, this.#ownCost(costs, 0, 0));
    if (!bestDays) return null;
    const sessions = (bestDays as number[]).map((day, index) => ({
      epochDay: firstDay + day,
      start: index === 0 ? start : this.#startAt(index, firstDay + day, picks.start[day] as number),
    }));
    return { cost: bestCost, sessions };
  }

  /** What a session costs on a day: its start, and the span where it closes the first phase. */
  #ownCost(costs: readonly Float64Array[], index: number, day: number): number {
    return ((costs[index] as Float64Array)[day] as number) + this.#spanPoints(index, day) * DRAW;
  }

  #spanPoints(index: number, day: number): number {
    const phase = this.#phases[index] as ProtocolPhase;
    // Only the first phase is counted from session 1, whose day is settled.
    const closesFirstPhase = index === (this.#phases[0] as ProtocolPhase).sessions - 1;
    return closesFirstPhase ? spanCost(day, phase.targetSpanDays, this.#weights) : 0;
  }

  /** The last day that the phase's span allows. */
  #latest(index: number, days: readonly number[]): number {
    const { maxSpanDays } = this.#phases[index] as ProtocolPhase;
    const start = this.#phaseStart[index] as number;
    return maxSpanDays === null || start === index ? Infinity : (days[start] as number) + maxSpanDays;
  }

  /** What sessions `index` and later cost at the least, with `index` on a day; the rule of the week left aside. */
  #remainders(costs: readonly Float64Array[], _firstDay: number, width: number): Float64Array[] {
    const count = this.#phases.length;
    const rest: Float64Array[] = Array.from({ length: count }, () => new Float64Array(width).fill(Infinity));
    for (let index = count - 1; index >= 0; index -= 1) {
      const here = rest[index] as Float64Array;
      const next = rest[index + 1];
      const nextPhase = this.#phases[index + 1];
      const lastDay =
        index < (this.#phases[0] as ProtocolPhase).sessions ? this.#latest(index, [0]) : Infinity;
      const gapCosts = nextPhase ? this.#gapCosts(nextPhase) : null;
      for (let day = 0; day < width && day <= lastDay; day += 1) {
        const own = this.#ownCost(costs, index, day);
        if (own === Infinity) continue;
        if (!next || !nextPhase || !gapCosts) {
          here[day] = own;
          continue;
        }
        let least = Infinity;
        const first = nextPhase.minClearDays + 1;
        const last = Math.min(nextPhase.maxClearDays + 1, width - 1 - day);
        for (let gap = first; gap <= last; gap += 1) {
          const cost = (next[day + gap] as number) + (gapCosts[gap] as number);
          if (cost < least) least = cost;
        }
        here[day] = own + least;
      }
    }
    return rest;
  }

  #gapCosts(phase: ProtocolPhase): number[] {
    return Array.from(
      { length: phase.maxClearDays + 2 },
      (_, gap) => unevenCost(gap, phase.perWeek, this.#weights) * DRAW,
    );
  }

  /** The furthest day from session 1 that any rule lets the last session have. */
  #reach(): number {
    return this.#request.definition.phases.reduce((sum, phase, index) => {
      const gaps = phase.sessions - (index === 0 ? 1 : 0);
      const byGaps = gaps * (phase.maxClearDays + 1);
      return (
        sum +
        (phase.maxSpanDays === null
          ? byGaps
          : Math.min(byGaps, phase.maxSpanDays + (index === 0 ? 0 : phase.maxClearDays + 1)))
      );
    }, 0);
  }

  /** By day, the least that session `index` costs by itself at any usual time. */
  #cheapestByDay(index: number, firstDay: number, width: number): Float64Array {
    const row = new Float64Array(width).fill(Infinity);
    const fixed = this.#request.fixed?.get(index);
    for (let day = 0; day < width; day += 1) {
      if (fixed && fixed.epochDay !== firstDay + day) continue;
      const starts = this.#day(firstDay + day);
      row[day] = fixed ? this.#baseAt(starts, fixed.minute) : starts.cheapest;
    }
    return row;
  }

  #baseAt(day: Day, minute: number): number {
    const start = day.minutes.indexOf(minute);
    return start < 0 ? Infinity : (day.base[start] as number);
  }

  /** By day, the cheapest start for a course with this usual time. */
  #picksAt(usualMinute: number, firstDay: number, width: number) {
    const cost = new Float64Array(width).fill(Infinity);
    const start = new Int16Array(width).fill(-1);
    for (let day = 1; day < width; day += 1) {
      const starts = this.#day(firstDay + day);
      if (starts.cheapest === Infinity) continue;
      for (let i = 0; i < starts.minutes.length; i += 1) {
        const base = starts.base[i] as number;
        if (base >= (cost[day] as number)) continue;
        const total = base + variesCost(starts.minutes[i] as number, usualMinute, this.#weights) * DRAW;
        if (total < (cost[day] as number)) {
          cost[day] = total;
          start[day] = i;
        }
      }
    }
    return { cost, start };
  }

  /** The row of a session: every day's pick, or its fixed start alone. */
  #fixedOnly(index: number, picks: Float64Array, firstDay: number, usualMinute: number): Float64Array {
    const fixed = this.#request.fixed?.get(index);
    if (!fixed) return picks;
    const row = new Float64Array(picks.length).fill(Infinity);
    const day = fixed.epochDay - firstDay;
    if (day >= 0 && day < row.length) {
      row[day] =
        this.#baseAt(this.#day(fixed.epochDay), fixed.minute) +
        variesCost(fixed.minute, usualMinute, this.#weights) * DRAW;
    }
    return row;
  }

  #startAt(index: number, epochDay: number, picked: number): number {
    const fixed = this.#request.fixed?.get(index);
    return fixed ? this.#day(epochDay).minutes.indexOf(fixed.minute) : picked;
  }

  #usualMinute(plan: CoursePlan): number {
    const first = plan.sessions[0] as PlannedStart;
    return this.#day(first.epochDay).minutes[first.start] as number;
  }

  #day(epochDay: number): Day {
    let day = this.#days.get(epochDay);
    if (!day) {
      day = this.#price(this.#request.availability.day(epochDay));
      this.#days.set(epochDay, day);
    }
    return day;
  }

  #price(starts: DayStarts): Day {
    const { preferences, seed } = this.#request;
    const base = new Float64Array(starts.minutes.length);
    const dayPoints = weekdayCost(starts.weekday, preferences, this.#weights);
    let cheapest = Infinity;
    for (let i = 0; i < base.length; i += 1) {
      if (starts.refusals[i] !== 0) {
        base[i] = Infinity;
        continue;
      }
      const minute = starts.minutes[i] as number;
      const points =
        dayPoints +
        timeCost(minute, preferences, this.#weights) +
        contestedCost(starts.contested[i] as number, this.#weights);
      const total = points * DRAW + draw(seed, starts.epochDay, minute);
      base[i] = total;
      if (total < cheapest) cheapest = total;
    }
    return { ...starts, base, cheapest };
  }
}

/** A number from 0 to MAX_DRAW that looks random and is not. */
function draw(seed: number, epochDay: number, minute: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(epochDay * 1440 + minute, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2d);
  return (mixed ^ (mixed >>> 13)) & MAX_DRAW;
}
