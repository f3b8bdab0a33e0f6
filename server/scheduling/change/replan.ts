import { type DatedSession, longestSpan } from '#server/scheduling/course/course-rules.ts';
import { draw } from '#server/scheduling/plan/draw.ts';
import {
  contestedCost,
  DEFAULT_WEIGHTS,
  spanCost,
  unevenCost,
  variesCost,
} from '#server/scheduling/plan/plan-cost.ts';
import type { ProtocolPhase } from '#server/scheduling/protocol.ts';
import type { Availability, DayStarts } from '#server/scheduling/room/day-starts.ts';
import type { LocalPlace } from './displacement.ts';

/**
 * The rest of a course anew, exactly: as little displacement as there can be (displacement.ts says what that is), and of
 * all plans with that little, the one of the best cost.
 *
 * What a start costs depends on the session and its day alone, so the best start of a day is known before. What is left
 * is to choose days, one session after the other. What may follow depends only on the last days that were chosen (the
 * day before, those of the running week, the first day of the phase), so each such state is solved once.
 */
export type ReplanRequest = {
  /** Sessions of the course that stay, in order, as far as they count. All come before `items`. */
  readonly before: readonly DatedSession[];
  /** The sessions to be placed, in order. */
  readonly items: readonly ReplanItem[];
  readonly firstDay: number;
  readonly lastDay: number;
  /** The time of day that the course keeps as far as it can. */
  readonly usualMinute: number;
  readonly seed: number;
};

export type ReplanItem = {
  readonly sequence: number;
  readonly phase: ProtocolPhase;
  readonly availability: Availability;
  /** Where it is now; null for one that is new. */
  readonly at: LocalPlace | null;
  /** It is to be just there. */
  readonly pinned: LocalPlace | null;
  /** Rules that do not hold for it, since somebody who may has bent them, or to see whether they are what is in the way. */
  readonly bends: ReadonlySet<string>;
};

/** By item: a start of a day. */
export type ReplannedStart = { readonly epochDay: number; readonly start: number };

/**
 * One number for a whole plan: days before minutes before points before the draw. Minutes are counted in fives, which
 * every start is a multiple of. With 36 sessions at most each part stays below the next.
 */
const POINT = 1024;
const FIVE_MINUTES = POINT * 16_384;
const DAY = FIVE_MINUTES * 16_384;
const MOST_DRAW = 15;

/** The best plan, or null where there is none. */
export const replanCourse = (request: ReplanRequest): ReplannedStart[] | null => new Search(request).best();

type Choice = { readonly cost: number; readonly start: number };
type Solved = { readonly cost: number; readonly day: number };

const NEVER: Choice = { cost: Infinity, start: -1 };
const UNSOLVABLE: Solved = { cost: Infinity, day: 0 };

class Search {
  readonly #request: ReplanRequest;
  readonly #solved: Map<string, Solved>[];
  readonly #choices: Map<number, Choice>[];
  readonly #gapCosts = new Map<ProtocolPhase, number[]>();

  constructor(request: ReplanRequest) {
    this.#request = request;
    this.#solved = request.items.map(() => new Map());
    this.#choices = request.items.map(() => new Map());
  }

  best(): ReplannedStart[] | null {
    const { items, before } = this.#request;
    const days = before.map(({ epochDay }) => epochDay);
    const phaseStart = this.#phaseStart(items[0], before);
    if (this.#solve(0, days, phaseStart).cost === Infinity) return null;
    const plan: ReplannedStart[] = [];
    let start = phaseStart;
    items.forEach((_, index) => {
      start = index === 0 ? start : this.#startFor(index, days, start);
      const { day } = this.#solve(index, days, start);
      plan.push({ epochDay: day, start: this.#choice(index, day).start });
      days.push(day);
    });
    return plan;
  }

  /** What the items from `index` on cost at the least, after sessions on these days, and the day of the first of them. */
  #solve(index: number, days: readonly number[], phaseStart: number | null): Solved {
    const item = this.#request.items[index];
    if (!item) return { cost: 0, day: 0 };
    const recent = days.filter((day) => day > (days.at(-1) ?? 0) - 7);
    const key = `${phaseStart ?? ''} ${recent.join(' ')}`;
    const table = this.#solved[index] as Map<string, Solved>;
    const known = table.get(key);
    if (known) return known;

    const previous = days.at(-1) ?? null;
    const { phase, bends } = item;
    const nth = this.#nthOfPhase(index);
    const span = longestSpan(phase, nth);
    const early = days.at(-phase.maxInRolling7Days);
    let from = this.#request.firstDay;
    let to = this.#request.lastDay;
    if (previous !== null) {
      from = Math.max(from, previous + (bends.has('too-close') ? 1 : phase.minClearDays + 1));
      if (!bends.has('too-far')) to = Math.min(to, previous + phase.maxClearDays + 1);
    }
    if (early !== undefined && !bends.has('too-many-in-week')) from = Math.max(from, early + 7);
    if (span !== null && phaseStart !== null && !bends.has('span-exceeded'))
      to = Math.min(to, phaseStart + span);
    if (item.pinned) {
      from = Math.max(from, item.pinned.epochDay);
      to = Math.min(to, item.pinned.epochDay);
    }

    let best = UNSOLVABLE;
    const next = this.#request.items[index + 1];
    for (const day of nearestFirst(from, to, item.at?.epochDay ?? from)) {
      const start = phaseStart ?? day;
      const here =
        this.#choice(index, day).cost +
        this.#gapCost(phase, previous, day) +
        this.#spanCost(index, nth, start, day);
      // What follows costs something too: a day that is dearer alone need not be looked at further.
      if (here >= best.cost) continue;
      const nextStart = next?.phase === phase ? start : null;
      const cost = here + this.#solve(index + 1, [...days.slice(-6), day], nextStart).cost;
      if (cost < best.cost) best = { cost, day };
    }
    table.set(key, best);
    return best;
  }

  /** What it costs to come so many days after the session before. */
  #gapCost(phase: ProtocolPhase, previous: number | null, day: number): number {
    if (previous === null) return 0;
    const costs = this.#gapCosts.get(phase) ?? [];
    this.#gapCosts.set(phase, costs);
    const gap = day - previous;
    costs[gap] ??= unevenCost(gap, phase.perWeek, DEFAULT_WEIGHTS) * POINT;
    return costs[gap];
  }

  /** What the span of a phase costs, at its last session. */
  #spanCost(index: number, nth: number, phaseStart: number, day: number): number {
    const { phase } = this.#request.items[index] as ReplanItem;
    const isLast = this.#request.items[index + 1]?.phase !== phase;
    const isWhole = nth === phase.sessions;
    return isLast && isWhole ? spanCost(day - phaseStart, phase.targetSpanDays, DEFAULT_WEIGHTS) * POINT : 0;
  }

  #nthOfPhase(index: number): number {
    const { items, before } = this.#request;
    const { phase } = items[index] as ReplanItem;
    const isOfIt = (one: { readonly phase: ProtocolPhase }) => one.phase === phase;
    return before.filter(isOfIt).length + items.slice(0, index + 1).filter(isOfIt).length;
  }

  /** The day on which the phase of an item began, among the sessions that stay. */
  #phaseStart(item: ReplanItem | undefined, before: readonly DatedSession[]): number | null {
    return before.find(({ phase }) => phase === item?.phase)?.epochDay ?? null;
  }

  /** The same for a later item, once the days before it are chosen: `days` are those of all before it. */
  #startFor(index: number, days: readonly number[], previousStart: number | null): number | null {
    const { items } = this.#request;
    const phase = items[index]?.phase;
    if (items[index - 1]?.phase !== phase) return null;
    return previousStart ?? (days.at(-1) as number);
  }

  /** The best start of a day for an item by itself. */
  #choice(index: number, day: number): Choice {
    const choices = this.#choices[index] as Map<number, Choice>;
    let choice = choices.get(day);
    if (!choice) {
      choice = this.#choose(this.#request.items[index] as ReplanItem, day);
      choices.set(day, choice);
    }
    return choice;
  }

  #choose({ availability, at, pinned }: ReplanItem, day: number): Choice {
    const { usualMinute, seed } = this.#request;
    const starts = availability.day(day);
    let best = NEVER;
    starts.minutes.forEach((minute, start) => {
      // What is against a time that somebody pinned is shown to them, and theirs to judge.
      if (pinned ? minute !== pinned.minute : !isFree(starts, start)) return;
      const points =
        contestedCost(starts.contested[start] as number, DEFAULT_WEIGHTS) +
        variesCost(minute, usualMinute, DEFAULT_WEIGHTS);
      const moved = at ? Math.abs(day - at.epochDay) * DAY + fives(minute, at) * FIVE_MINUTES : 0;
      const cost = moved + points * POINT + (draw(seed, day, minute) & MOST_DRAW);
      if (cost < best.cost) best = { cost, start };
    });
    return best;
  }
}

/** The days of a stretch, those close to one day before those further away. */
function* nearestFirst(from: number, to: number, day: number): Generator<number> {
  if (from > to) return;
  const middle = Math.min(Math.max(day, from), to);
  for (let step = 0; middle - step >= from || middle + step <= to; step += 1) {
    if (middle + step <= to) yield middle + step;
    if (step > 0 && middle - step >= from) yield middle - step;
  }
}

const isFree = (starts: DayStarts, start: number): boolean => starts.refusals[start] === 0;

const fives = (minute: number, at: LocalPlace): number => Math.ceil(Math.abs(minute - at.minute) / 5);
