import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type PlanRequest, planCourse } from '#server/scheduling/plan/plan.ts';
import { plannedCount } from '#server/scheduling/protocol.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import type { Availability } from '#server/scheduling/room/day-starts.ts';
import { epochDay } from '#server/scheduling/time/clinic-time.ts';
import {
  aBusySession,
  aCalendar,
  aDefinition,
  datesFrom,
  withoutOverlaps,
} from '#tests/support/calendars.ts';
import { bestOf, costOf, differs, everyPlan, pointsOf } from '#tests/support/every-plan.ts';
import { rulesBrokenBetween } from '#tests/support/hard-rules.ts';

const MONDAY = '2026-03-02';
const FIRST = epochDay(MONDAY);
const DAYS = 16;

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

describe('the planner', () => {
  test('the best plan is the best there is, and none is found only where there is none', () => {
    fc.assert(
      fc.property(smallRequest, (request) => {
        const [best] = planCourse(request);
        expect(costOf(best, request)).toEqual(bestOf(everyPlan(request), request));
        if (best) expect(pointsOf(best.sessions, request)).toBe(best.cost);
      }),
      { numRuns: 300 },
    );
  });

  test('every plan it offers keeps every rule between sessions and starts only where a start is free', () => {
    fc.assert(
      fc.property(smallRequest, (request) => {
        for (const { sessions } of planCourse(request)) {
          expect(sessions).toHaveLength(plannedCount(request.definition));
          expect(
            rulesBrokenBetween(
              sessions.map(({ epochDay: day }) => day),
              request.definition,
            ),
          ).toEqual([]);
          for (const { epochDay: day, start } of sessions)
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
        plans.forEach(({ sessions }, index) => {
          for (const other of plans.slice(0, index))
            expect(differs(sessions, other.sessions, request)).toBe(true);
        });
        // The next offer is the best of those that differ from the first.
        const [first, second] = plans;
        if (!first) return;
        const others = everyPlan(request).filter((plan) => differs(plan, first.sessions, request));
        expect(costOf(second, request)).toEqual(bestOf(others, request));
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
