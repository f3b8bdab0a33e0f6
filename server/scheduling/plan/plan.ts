import { phasesBySession } from '#server/scheduling/course/course-rules.ts';
import type { ProtocolDefinition, ProtocolPhase } from '#server/scheduling/protocol.ts';
import type { Availability, DayStarts } from '#server/scheduling/room/day-starts.ts';
import { weekdayOfEpochDay } from '#server/scheduling/time/clinic-time.ts';
import { draw } from './draw.ts';
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

type Day = {
  readonly starts: DayStarts;
  /** What each start costs by itself, times DRAW, plus its draw; Infinity where it is refused. */
  readonly base: readonly number[];
  readonly cheapest: number;
};

/** Costs by day, counted from the day of session 1. Infinity: not then. */
type Row = number[];

/** All that follows from the day of session 1. */
type Outset = {
  readonly firstDay: number;
  /** From that day on, as many as there can be sessions on. */
  readonly days: readonly Day[];
  /** By session and day: what it and those after it cost at the least. Filled anew for each usual time. */
  readonly table: readonly Row[];
};

const emptyRow = (width: number): Row => new Array<number>(width).fill(Infinity);

class Search {
  readonly #request: PlanRequest;
  readonly #weights: CostWeights;
  readonly #phases: readonly ProtocolPhase[];
  readonly #phaseStart: readonly number[];
  /** By session: the first day, counted from session 1, that the gaps before it leave. */
  readonly #earliest: readonly number[];
  /** By session: what it costs to come so many days after the one before. */
  readonly #gapCosts: readonly Row[];
  readonly #days = new Map<number, Day>();

  constructor(request: PlanRequest) {
    this.#request = request;
    this.#weights = request.weights ?? DEFAULT_WEIGHTS;
    this.#phases = phasesBySession(request.definition);
    this.#phaseStart = this.#phases.map((phase) => this.#phases.indexOf(phase));
    let earliest = 0;
    this.#earliest = this.#phases.map(({ minClearDays }, index) => {
      if (index > 0) earliest += minClearDays + 1;
      return earliest;
    });
    const gapCosts = new Map(request.definition.phases.map((phase) => [phase, this.#gapCostsOf(phase)]));
    this.#gapCosts = this.#phases.map((phase) => gapCosts.get(phase) as Row);
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
    for (let day = firstDay; day <= lastFirstDay; day += 1)
      days.push({ day, rank: waitRank(day, weekdayOfEpochDay(day), preferences) });
    return days.sort((a, b) => a.rank - b.rank || a.day - b.day).map(({ day }) => day);
  }

  #bestFrom(firstDay: number, others: readonly CoursePlan[]): CoursePlan | null {
    const first = this.#day(firstDay);
    const width = Math.min(this.#request.lastDay - firstDay, this.#reach()) + 1;
    if (first.cheapest === Infinity || width < 1) return null;
    const outset: Outset = {
      firstDay,
      days: Array.from({ length: width }, (_, day) => this.#day(firstDay + day)),
      table: this.#phases.map(() => emptyRow(width)),
    };
    const rest = this.#leastRest(outset);
    if (rest === Infinity) return null;

    // Usual times, the most promising first.
    const only = this.#request.fixed?.get(0);
    const usual: { start: number; bound: number }[] = [];
    for (let start = 0; start < first.base.length; start += 1) {
      const alone = first.base[start] as number;
      if (alone === Infinity || (only && first.starts.minutes[start] !== only.minute)) continue;
      usual.push({ start, bound: alone + rest });
    }
    usual.sort((a, b) => a.bound - b.bound);

    let best: CoursePlan | null = null;
    for (const { start, bound } of usual) {
      if (best && Math.floor(bound / DRAW) >= Math.floor(best.cost / DRAW)) break;
      const limit: number = best?.cost ?? Infinity;
      best = this.#bestAt(start, outset, others, limit) ?? best;
    }
    return best && { sessions: best.sessions, cost: Math.floor(best.cost / DRAW) };
  }

  /** What all sessions but the first cost at the least, whatever the usual time. */
  #leastRest(outset: Outset): number {
    const cheapest = outset.days.map((day) => day.cheapest);
    return this.#fill(outset.table, this.#rows(0, cheapest, outset, null));
  }

  /** The best plan with session 1 at this start, if it costs less than `limit`. Costs are times DRAW, draws included. */
  #bestAt(start: number, outset: Outset, others: readonly CoursePlan[], limit: number): CoursePlan | null {
    const { firstDay, days: calendar, table } = outset;
    const phases = this.#phases;
    const count = phases.length;
    const first = calendar[0] as Day;
    const alone = first.base[start] as number;
    const usualMinute = first.starts.minutes[start] as number;
    const picks = this.#picksAt(usualMinute, start, calendar);
    if (alone + (count - 1) * picks.least >= limit) return null;
    const rows = this.#rows(alone, picks.cost, outset, usualMinute);
    if (this.#fill(table, rows) >= limit) return null;

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
      const gapCosts = this.#gapCosts[index] as Row;
      const rest = table[index] as Row;
      const previous = days[index - 1] as number;
      const early = index >= phase.maxInRolling7Days ? (days[index - phase.maxInRolling7Days] as number) : -7;
      const from = Math.max(previous + phase.minClearDays + 1, early + 7);
      const to = Math.min(previous + phase.maxClearDays + 1, this.#latest(index, days), calendar.length - 1);
      const choices: { day: number; step: number; bound: number }[] = [];
      for (let day = from; day <= to; day += 1) {
        const gap = gapCosts[day - previous] as number;
        const bound = spent + gap + (rest[day] as number);
        if (bound < bestCost) choices.push({ day, step: gap + this.#ownCost(rows, index, day), bound });
      }
      choices.sort((a, b) => a.bound - b.bound);
      for (const choice of choices) {
        if (choice.bound >= bestCost) return;
        days[index] = choice.day;
        visit(index + 1, spent + choice.step);
      }
    };
    visit(1, this.#ownCost(rows, 0, 0));
    if (!bestDays) return null;
    const sessions = (bestDays as number[]).map((day, index) => ({
      epochDay: firstDay + day,
      start: index === 0 ? start : this.#startAt(index, firstDay + day, picks.start[day] as number),
    }));
    return { cost: bestCost, sessions };
  }

  /** What a session costs on a day: its start, and the span where it closes the first phase. */
  #ownCost(rows: readonly Row[], index: number, day: number): number {
    const { sessions, targetSpanDays } = this.#phases[0] as ProtocolPhase;
    const own = (rows[index] as Row)[day] as number;
    // Only the first phase is counted from session 1, whose day is settled.
    return index === sessions - 1 ? own + spanCost(day, targetSpanDays, this.#weights) * DRAW : own;
  }

  /** The last day that the phase's span allows. */
  #latest(index: number, days: readonly number[]): number {
    const { maxSpanDays } = this.#phases[index] as ProtocolPhase;
    const start = this.#phaseStart[index] as number;
    return maxSpanDays === null || start === index ? Infinity : (days[start] as number) + maxSpanDays;
  }

  /**
   * Fills in what each session and those after it cost at the least, by its day, the rule of the week left aside.
   * Answers what all of them cost.
   */
  #fill(table: readonly Row[], rows: readonly Row[]): number {
    const width = (table[0] as Row).length;
    for (let index = rows.length - 1; index >= 0; index -= 1) {
      const here = table[index] as Row;
      const next = table[index + 1];
      // Later phases are counted from a day that is not settled yet.
      const isOfFirstPhase = this.#phaseStart[index] === 0;
      const last =
        index === 0 ? 0 : isOfFirstPhase ? Math.min(width - 1, this.#latest(index, [0])) : width - 1;
      for (let day = this.#earliest[index] as number; day <= last; day += 1) {
        const own = this.#ownCost(rows, index, day);
        here[day] = next && own < Infinity ? own + this.#leastFrom(index + 1, day, next) : own;
      }
    }
    return table[0]?.[0] ?? Infinity;
  }

  /** The least that session `index` and later cost, with the one before on a day. */
  #leastFrom(index: number, day: number, rest: Row): number {
    const { minClearDays, maxClearDays } = this.#phases[index] as ProtocolPhase;
    const gapCosts = this.#gapCosts[index] as Row;
    const longest = Math.min(maxClearDays + 1, rest.length - 1 - day);
    let least = Infinity;
    for (let gap = minClearDays + 1; gap <= longest; gap += 1) {
      const cost = (rest[day + gap] as number) + (gapCosts[gap] as number);
      if (cost < least) least = cost;
    }
    return least;
  }

  #gapCostsOf(phase: ProtocolPhase): Row {
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

  /** For each session the costs of its days: session 1 as given, a fixed one at its start alone, others as any day. */
  #rows(first: number, anyDay: Row, { firstDay, days }: Outset, usualMinute: number | null): Row[] {
    const { fixed } = this.#request;
    return this.#phases.map((_, index) => {
      if (index === 0) return [first];
      const only = fixed?.get(index);
      if (!only) return anyDay;
      const row = emptyRow(days.length);
      const day = days[only.epochDay - firstDay];
      if (!day) return row;
      const varies = usualMinute === null ? 0 : variesCost(only.minute, usualMinute, this.#weights);
      row[only.epochDay - firstDay] =
        (day.base[day.starts.minutes.indexOf(only.minute)] ?? Infinity) + varies * DRAW;
      return row;
    });
  }

  /** By day, the cheapest start for a course with this usual time, which is start number `usual` of most days. */
  #picksAt(usualMinute: number, usual: number, days: readonly Day[]) {
    const cost = emptyRow(days.length);
    const start = new Array<number>(days.length).fill(-1);
    let least = Infinity;
    for (let index = 1; index < days.length; index += 1) {
      const day = days[index] as Day;
      if (day.cheapest === Infinity) continue;
      const { minutes } = day.starts;
      const same = minutes[usual] === usualMinute ? usual : minutes.indexOf(usualMinute);
      const picked = this.#pickOf(day, usualMinute, same);
      const its = (day.base[picked] as number) + this.#varies(day, picked, usualMinute);
      start[index] = picked;
      cost[index] = its;
      if (its < least) least = its;
    }
    return { cost, start, least };
  }

  #varies({ starts }: Day, start: number, usualMinute: number): number {
    return variesCost(starts.minutes[start] as number, usualMinute, this.#weights) * DRAW;
  }

  /** The first of the cheapest starts of a day. What the usual time costs there sets how far off one may be cheaper. */
  #pickOf(day: Day, usualMinute: number, usual: number): number {
    const { base, cheapest } = day;
    const most = base[usual] ?? Infinity;
    let start = Math.max(usual, 0);
    while (start > 0 && cheapest + this.#varies(day, start - 1, usualMinute) <= most) start -= 1;
    let picked = -1;
    let least = Infinity;
    for (; start < base.length; start += 1) {
      const varies = this.#varies(day, start, usualMinute);
      if (start > usual && cheapest + varies > most) break;
      const cost = (base[start] as number) + varies;
      if (cost < least) {
        least = cost;
        picked = start;
      }
    }
    return picked;
  }

  #startAt(index: number, epochDay: number, picked: number): number {
    const fixed = this.#request.fixed?.get(index);
    return fixed ? this.#day(epochDay).starts.minutes.indexOf(fixed.minute) : picked;
  }

  #usualMinute(plan: CoursePlan): number {
    const first = plan.sessions[0] as PlannedStart;
    return this.#day(first.epochDay).starts.minutes[first.start] as number;
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
    const base: number[] = [];
    const dayPoints = weekdayCost(starts.weekday, preferences, this.#weights);
    let cheapest = Infinity;
    for (let i = 0; i < starts.minutes.length; i += 1) {
      if (starts.refusals[i] !== 0) {
        base.push(Infinity);
        continue;
      }
      const minute = starts.minutes[i] as number;
      const points =
        dayPoints +
        timeCost(minute, preferences, this.#weights) +
        contestedCost(starts.contested[i] as number, this.#weights);
      const total = points * DRAW + draw(seed, starts.epochDay, minute);
      base.push(total);
      if (total < cheapest) cheapest = total;
    }
    return { starts, base, cheapest };
  }
}
