import { phasesBySession } from '#server/scheduling/course/course-rules.ts';
import type { CoursePlan, PlannedStart, PlanRequest } from '#server/scheduling/plan/plan.ts';
import {
  contestedCost,
  spanCost,
  timeCost,
  unevenCost,
  variesCost,
  DEFAULT_WEIGHTS as W,
  waitRank,
  weekdayCost,
} from '#server/scheduling/plan/plan-cost.ts';
import { rulesBrokenBetween } from './hard-rules.ts';

/** Every plan there is, by trying all of them: what the planner's best is held to, on calendars small enough. */
export function everyPlan(request: PlanRequest): PlannedStart[][] {
  const count = phasesBySession(request.definition).length;
  const plans: PlannedStart[][] = [];
  const extend = (picks: PlannedStart[]): void => {
    if (picks.length === count) {
      plans.push(picks);
      return;
    }
    const last = picks.at(-1);
    const from = last ? last.epochDay : request.firstDay;
    const to = last ? request.lastDay : request.lastFirstDay;
    for (let day = from; day <= to; day += 1) {
      if (!request.availability.day(day).refusals.includes(0)) continue;
      if (rulesBrokenBetween([...picks.map(({ epochDay }) => epochDay), day], request.definition).length > 0)
        continue;
      request.availability.day(day).refusals.forEach((bits, start) => {
        if (bits === 0) extend([...picks, { epochDay: day, start }]);
      });
    }
  };
  extend([]);
  return plans;
}

/** The minute of the day at which a session starts. */
export const minuteIn = ({ availability }: PlanRequest, { epochDay, start }: PlannedStart): number =>
  availability.day(epochDay).minutes[start] as number;

/** Points of a plan, summed up anew from the rules a clinician reads. */
export function pointsOf(picks: readonly PlannedStart[], request: PlanRequest): number {
  const phases = phasesBySession(request.definition);
  const day = (pick: PlannedStart) => request.availability.day(pick.epochDay);
  const first = picks[0] as PlannedStart;
  let points = 0;
  picks.forEach((pick, index) => {
    const phase = phases[index];
    if (!phase) throw new Error('more sessions than the protocol has');
    points += weekdayCost(day(pick).weekday, request.preferences, W);
    points += timeCost(minuteIn(request, pick), request.preferences, W);
    points += contestedCost(day(pick).contested[pick.start] as number, W);
    points += variesCost(minuteIn(request, pick), minuteIn(request, first), W);
    const before = picks[index - 1];
    if (before) points += unevenCost(pick.epochDay - before.epochDay, phase.perWeek, W);
    if (index === phases.filter((p) => p === phases[0]).length - 1)
      points += spanCost(pick.epochDay - first.epochDay, phase.targetSpanDays, W);
  });
  return points;
}

/** The wait for session 1, which comes before all points. */
export function rankOf([first]: readonly PlannedStart[], request: PlanRequest): number {
  if (!first) throw new Error('no session');
  return waitRank(first.epochDay, request.availability.day(first.epochDay).weekday, request.preferences);
}

/** The rank and the points of the best of these; null where there is none. */
export function bestOf(
  plans: readonly (readonly PlannedStart[])[],
  request: PlanRequest,
): { rank: number; points: number } | null {
  let best: { rank: number; points: number } | null = null;
  for (const plan of plans) {
    const rank = rankOf(plan, request);
    if (best && rank > best.rank) continue;
    const points = pointsOf(plan, request);
    if (!best || rank < best.rank || points < best.points) best = { rank, points };
  }
  return best;
}

/** By two of its days, or by two hours of its usual time. */
export function differs(
  plan: readonly PlannedStart[],
  other: readonly PlannedStart[],
  request: PlanRequest,
): boolean {
  const usual = ([first]: readonly PlannedStart[]) => minuteIn(request, first as PlannedStart);
  const days = new Set(other.map(({ epochDay }) => epochDay));
  const newDays = plan.filter(({ epochDay }) => !days.has(epochDay)).length;
  return newDays >= 2 || Math.abs(usual(plan) - usual(other)) >= 120;
}

/** The same of a plan that the planner gave. */
export const costOf = (plan: CoursePlan | undefined, request: PlanRequest) =>
  plan ? { rank: rankOf(plan.sessions, request), points: plan.cost } : null;
