import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Availability, availabilityFor } from '#server/scheduling/availability.ts';
import type { BusySession } from '#server/scheduling/calendar.ts';
import { epochDay } from '#server/scheduling/clinic-time.ts';
import { courseViolations, phasesBySession } from '#server/scheduling/course-rules.ts';
import { type CoursePlan, type PlanRequest, planCourse } from '#server/scheduling/plan.ts';
import {
  contestedCost,
  spanCost,
  timeCost,
  unevenCost,
  variesCost,
  DEFAULT_WEIGHTS as W,
  waitRank,
  weekdayCost,
} from '#server/scheduling/plan-cost.ts';
import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';
import { aBusySession, aCalendar, aDefinition, datesFrom } from '../support/calendars.ts';

const MONDAY = '2026-03-02';
const FIRST = epochDay(MONDAY);
const DAYS = 16;

type Pick = { epochDay: number; start: number };

/** Points of a plan, summed up anew from the rules a clinician reads. */
function pointsOf(picks: readonly Pick[], request: PlanRequest): number {
  const phases = phasesBySession(request.definition);
  const day = (pick: Pick) => request.availability.day(pick.epochDay);
  const minute = (pick: Pick) => day(pick).minutes[pick.start] as number;
  const first = picks[0] as Pick;
  let points = 0;
  picks.forEach((pick, index) => {
    const phase = phases[index];
    if (!phase) throw new Error('more sessions than the protocol has');
    points += weekdayCost(day(pick).weekday, request.preferences, W);
    points += timeCost(minute(pick), request.preferences, W);
    points += contestedCost(day(pick).contested[pick.start] as number, W);
    points += variesCost(minute(pick), minute(first), W);
    const before = picks[index - 1];
    if (before) points += unevenCost(pick.epochDay - before.epochDay, phase.perWeek, W);
    if (index === phases.filter((p) => p === phases[0]).length - 1)
      points += spanCost(pick.epochDay - first.epochDay, phase.targetSpanDays, W);
  });
  return points;
}

/** Every plan there is, by trying all of them. */
function everyPlan(request: PlanRequest): Pick[][] {
  const phases = phasesBySession(request.definition);
  const plans: Pick[][] = [];
  const extend = (picks: Pick[]): void => {
    if (picks.length === phases.length) {
      plans.push(picks);
      return;
    }
    const from = picks.length === 0 ? request.firstDay : (picks.at(-1) as Pick).epochDay + 1;
    const to = picks.length === 0 ? request.lastFirstDay : request.lastDay;
    for (let day = from; day <= to; day += 1) {
      const starts = request.availability.day(day);
      starts.refusals.forEach((bits, start) => {
        if (bits !== 0) return;
        const next = [...picks, { epochDay: day, start }];
        if (isLegal(next, request.definition)) extend(next);
      });
    }
  };
  extend([]);
  return plans;
}

function isLegal(picks: readonly Pick[], definition: ProtocolDefinition): boolean {
  const phases = phasesBySession(definition);
  const sessions = picks.map((pick, index) => ({
    sequence: index + 1,
    phase: phases[index] as (typeof phases)[number],
    epochDay: pick.epochDay,
  }));
  return courseViolations(sessions).length === 0;
}

const rankOf = (first: Pick, request: PlanRequest) =>
  waitRank(first.epochDay, request.availability.day(first.epochDay).weekday, request.preferences);

/** Short courses on few, coarse starts: small enough to try every plan. */
const smallRequest = fc
  .record({
    sessions: fc.integer({ min: 2, max: 4 }),
    perWeek: fc.integer({ min: 1, max: 3 }),
    minClearDays: fc.integer({ min: 0, max: 2 }),
    maxClearDays: fc.integer({ min: 3, max: 8 }),
    maxInRolling7Days: fc.integer({ min: 1, max: 3 }),
    maxSpanDays: fc.option(fc.integer({ min: 6, max: 14 }), { nil: null }),
    weekdays: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), { nil: undefined }),
    timeOfDay: fc.option(fc.constantFrom({ from: 540, to: 600 }, { from: 780, to: 1020 }), {
      nil: undefined,
    }),
    busy: fc.array(
      fc.record({
        day: fc.integer({ min: 0, max: DAYS - 1 }),
        minute: fc.constantFrom(540, 600, 660, 720, 780, 840),
        chair: fc.constantFrom('chair-1', 'chair-2'),
      }),
      { maxLength: 24 },
    ),
    seed: fc.nat(),
  })
  .map((small) => {
    const dates = datesFrom(MONDAY, DAYS);
    const busy = small.busy.map(({ day, minute, chair }) =>
      aBusySession(dates[day] as string, minute, { chairId: chair }),
    );
    const definition = aDefinition({
      phases: [
        {
          phase: 'induction',
          sessions: small.sessions,
          perWeek: small.perWeek,
          minClearDays: small.minClearDays,
          maxClearDays: small.maxClearDays,
          maxInRolling7Days: small.maxInRolling7Days,
          targetSpanDays: { min: 5, max: 9 },
          maxSpanDays: small.maxSpanDays,
        },
      ],
    });
    const calendar = aCalendar({ slotMinutes: 120, busy: withoutOverlaps(busy) });
    const availability: Availability = availabilityFor(
      calendar,
      {
        block: definition.block,
        poolIds: ['pool'],
        prescriberOnSite: false,
        trainedMinimum: 2,
        patientId: 'patient',
      },
      0,
    );
    const request: PlanRequest = {
      definition,
      availability,
      firstDay: FIRST,
      lastFirstDay: FIRST + 4,
      lastDay: FIRST + DAYS - 1,
      preferences: {
        ...(small.weekdays ? { weekdays: small.weekdays } : {}),
        ...(small.timeOfDay ? { timeOfDay: small.timeOfDay } : {}),
      },
      limit: 3,
      seed: small.seed,
    };
    return request;
  });

const withoutOverlaps = (busy: BusySession[]): BusySession[] =>
  busy.filter(
    (one, index) =>
      !busy
        .slice(0, index)
        .some(
          (other) =>
            other.chairId === one.chairId && other.startsAt < one.endsAt && one.startsAt < other.endsAt,
        ),
  );

describe('the planner', () => {
  test('the best plan is the best there is, and none is found only where there is none', () => {
    fc.assert(
      fc.property(smallRequest, (request) => {
        const [best] = planCourse(request);
        const all = everyPlan(request);
        expect(best === undefined).toBe(all.length === 0);
        if (!best) return;
        const rank = Math.min(...all.map((plan) => rankOf(plan[0] as Pick, request)));
        expect(rankOf(best.sessions[0] as Pick, request)).toBe(rank);
        const least = Math.min(
          ...all
            .filter((plan) => rankOf(plan[0] as Pick, request) === rank)
            .map((plan) => pointsOf(plan, request)),
        );
        expect(best.cost).toBe(least);
        expect(pointsOf(best.sessions, request)).toBe(best.cost);
      }),
      { numRuns: 300 },
    );
  });

  test('every plan it offers keeps every rule between sessions and starts only where a start is free', () => {
    fc.assert(
      fc.property(smallRequest, (request) => {
        for (const plan of planCourse(request)) {
          expect(isLegal(plan.sessions, request.definition)).toBe(true);
          for (const { epochDay: day, start } of plan.sessions)
            expect(request.availability.day(day).refusals[start]).toBe(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the plans offered differ by two days or by two hours, and come best first', () => {
    fc.assert(
      fc.property(smallRequest, (request) => {
        const plans = planCourse(request);
        plans.forEach((plan, index) => {
          for (const other of plans.slice(0, index)) expect(differs(plan, other, request)).toBe(true);
        });
        // The next offer is the best of those that differ from the first.
        const [first, second] = plans;
        if (!first) return;
        const others = everyPlan(request).filter((picks) =>
          differs({ sessions: picks, cost: 0 }, first, request),
        );
        expect(second === undefined).toBe(others.length === 0);
        if (!second) return;
        const rank = Math.min(...others.map((plan) => rankOf(plan[0] as Pick, request)));
        const least = Math.min(
          ...others
            .filter((plan) => rankOf(plan[0] as Pick, request) === rank)
            .map((plan) => pointsOf(plan, request)),
        );
        expect(rankOf(second.sessions[0] as Pick, request)).toBe(rank);
        expect(second.cost).toBe(least);
      }),
      { numRuns: 200 },
    );
  });

  test('the same request gives the same plans', () => {
    fc.assert(
      fc.property(smallRequest, (request) => {
        expect(planCourse(request)).toEqual(planCourse(request));
      }),
      { numRuns: 50 },
    );
  });
});

function differs(plan: CoursePlan, other: CoursePlan, request: PlanRequest): boolean {
  const minute = ({ sessions: [first] }: CoursePlan) =>
    request.availability.day((first as Pick).epochDay).minutes[(first as Pick).start] as number;
  const days = new Set(other.sessions.map((session) => session.epochDay));
  const newDays = plan.sessions.filter((session) => !days.has(session.epochDay)).length;
  return newDays >= 2 || Math.abs(minute(plan) - minute(other)) >= 120;
}
