import { phasesBySession } from '#server/scheduling/course/course-rules.ts';
import type { ProtocolPhase } from '#server/scheduling/protocol.ts';
import { type DayStarts, REASON_BITS } from '#server/scheduling/room/day-starts.ts';
import { violationOf } from '#server/scheduling/room/start-times.ts';
import { broken } from '#server/scheduling/rules.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import type { CoursePlan, PlannedStart, PlanRequest } from './plan.ts';
import {
  contestedCost,
  DEFAULT_WEIGHTS,
  spanCost,
  timeCost,
  unevenCost,
  variesCost,
  weekdayCost,
} from './plan-cost.ts';

/** What a plan costs, and why. The points add up to its cost. */
export type CostReason = {
  readonly code:
    | 'outside-target-span'
    | 'uneven-spacing'
    | 'weekday-not-preferred'
    | 'time-not-preferred'
    | 'time-varies'
    | 'contested-time';
  readonly points: number;
  readonly detail: string;
  readonly sequences: readonly number[];
};

/** A plan with its starts looked up. */
export type ReadablePlan = {
  readonly sessions: readonly {
    readonly sequence: number;
    readonly phase: ProtocolPhase['phase'];
    readonly startsAt: Instant;
    readonly poolIndex: number;
    readonly epochDay: number;
    readonly minute: number;
  }[];
  readonly cost: number;
  readonly reasons: CostReason[];
};

export function readPlan(plan: CoursePlan, request: PlanRequest): ReadablePlan {
  const phases = phasesBySession(request.definition);
  const sessions = plan.sessions.map((session, index) => {
    const day = request.availability.day(session.epochDay);
    return {
      sequence: index + 1,
      phase: (phases[index] as ProtocolPhase).phase,
      startsAt: day.instants[session.start] as number,
      poolIndex: day.pools[session.start] as number,
      epochDay: session.epochDay,
      minute: day.minutes[session.start] as number,
    };
  });
  return { sessions, cost: plan.cost, reasons: reasonsOf(plan.sessions, request) };
}

const DETAILS: Record<CostReason['code'], (count: number) => string> = {
  'outside-target-span': () => 'The course is shorter or longer than its target.',
  'uneven-spacing': (n) => `${n === 1 ? 'One gap is' : `${n} gaps are`} not evenly spaced.`,
  'weekday-not-preferred': (n) => `${sessionsAre(n)} on a weekday that was not asked for.`,
  'time-not-preferred': (n) => `${sessionsAre(n)} outside the time of day that was asked for.`,
  'time-varies': (n) => `${sessionsAre(n)} at another time of day than session 1.`,
  'contested-time': (n) => `${sessionsAre(n)} at a busy time of the clinic.`,
};
const sessionsAre = (count: number): string => (count === 1 ? 'One session is' : `${count} sessions are`);

function reasonsOf(picks: readonly PlannedStart[], request: PlanRequest): CostReason[] {
  const weights = request.weights ?? DEFAULT_WEIGHTS;
  const { preferences, availability, definition } = request;
  const phases = phasesBySession(definition);
  const found = new Map<CostReason['code'], { points: number; sequences: number[] }>();
  const charge = (code: CostReason['code'], points: number, sequence: number): void => {
    if (points === 0) return;
    const reason = found.get(code) ?? { points: 0, sequences: [] };
    reason.points += points;
    reason.sequences.push(sequence);
    found.set(code, reason);
  };
  const read = ({ epochDay, start }: PlannedStart): { day: DayStarts; minute: number } => {
    const day = availability.day(epochDay);
    return { day, minute: day.minutes[start] as number };
  };
  const firstPick = picks[0] as PlannedStart;
  const usualMinute = read(firstPick).minute;
  picks.forEach((pick, index) => {
    const sequence = index + 1;
    const phase = phases[index] as ProtocolPhase;
    const { day, minute } = read(pick);
    charge('weekday-not-preferred', weekdayCost(day.weekday, preferences, weights), sequence);
    charge('time-not-preferred', timeCost(minute, preferences, weights), sequence);
    charge('time-varies', variesCost(minute, usualMinute, weights), sequence);
    charge('contested-time', contestedCost(day.contested[pick.start] as number, weights), sequence);
    const before = picks[index - 1];
    if (before)
      charge('uneven-spacing', unevenCost(pick.epochDay - before.epochDay, phase.perWeek, weights), sequence);
    if (sequence === (phases[0] as ProtocolPhase).sessions) {
      const span = pick.epochDay - firstPick.epochDay;
      charge('outside-target-span', spanCost(span, phase.targetSpanDays, weights), sequence);
    }
  });
  return [...found]
    .map(([code, { points, sequences }]) => ({
      code,
      points,
      sequences,
      detail: DETAILS[code](sequences.length),
    }))
    .sort((a, b) => b.points - a.points);
}

/**
 * Why there is no plan: what is against most starts of the days that session 1 could have, most frequent first; or,
 * where starts are free, that no set of them keeps the rules between sessions.
 */
export function whyNoPlan(request: PlanRequest): Violation[] {
  const counts = REASON_BITS.map(() => 0);
  let free = 0;
  let starts = 0;
  for (let day = request.firstDay; day <= request.lastDay; day += 1) {
    for (const bits of request.availability.day(day).refusals) {
      starts += 1;
      if (bits === 0) free += 1;
      REASON_BITS.forEach((_, bit) => {
        if (bits & (1 << bit)) counts[bit] = (counts[bit] as number) + 1;
      });
    }
  }
  if (starts === 0) return [broken('closed', 'The clinic has no hours on any of these days.')];
  const reasons = REASON_BITS.map((code, bit) => ({ code, count: counts[bit] as number }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ code }) => violationOf(code));
  if (free === 0) return reasons;
  const { maxSpanDays } = request.definition.phases[0] ?? { maxSpanDays: null };
  const combination = broken(
    'span-exceeded',
    maxSpanDays === null
      ? 'Times are free, but no set of them keeps the spacing that the protocol asks for.'
      : `Times are free, but no set of them fits into ${maxSpanDays} days with the spacing that the protocol asks for.`,
  );
  return [combination, ...reasons];
}
