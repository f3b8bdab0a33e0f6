import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type PlanRequest, planCourse } from '#server/scheduling/plan/plan.ts';
import { readPlan } from '#server/scheduling/plan/plan-reasons.ts';
import { type ProtocolDefinition, plannedCount } from '#server/scheduling/protocol.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import type { SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { epochDay } from '#server/scheduling/time/clinic-time.ts';
import {
  aBusySession,
  aCalendar,
  aDefinition,
  anEsketamineDefinition,
  at,
  datesFrom,
  withoutOverlaps,
} from '#tests/support/calendars.ts';
import { bestOf, costOf, differs, everyPlan, minuteIn, pointsOf } from '#tests/support/every-plan.ts';
import { poolWithRoom, readClock, reasonsAgainst, rulesBrokenBetween } from '#tests/support/hard-rules.ts';

/** Sunday 8 March, when the clock goes forward in New York, is the seventh day. */
const MONDAY = '2026-03-02';
const FIRST = epochDay(MONDAY);

type Asked = {
  readonly request: PlanRequest;
  readonly calendar: ClinicCalendar;
  readonly needs: SessionNeeds;
};

function ask(
  calendar: ClinicCalendar,
  definition: ProtocolDefinition,
  more: Pick<PlanRequest, 'preferences' | 'seed'> & { lastFirst: number; days: number },
): Asked {
  const needs: SessionNeeds = {
    block: definition.block,
    poolIds: ['pool'],
    prescriberOnSite: definition.prescriberOnSite,
    trainedMinimum: definition.trainedMinimum,
    patientId: 'patient',
  };
  const request: PlanRequest = {
    definition,
    availability: availabilityFor(calendar, needs, 0),
    firstDay: FIRST,
    lastFirstDay: FIRST + more.lastFirst,
    lastDay: FIRST + more.days - 1,
    preferences: more.preferences,
    limit: 3,
    seed: more.seed,
  };
  return { request, calendar, needs };
}

const anyPreferences = fc.record(
  {
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
    timeOfDay: fc.constantFrom({ from: 540, to: 600 }, { from: 720, to: 720 }, { from: 780, to: 1020 }),
  },
  { requiredKeys: [] },
);

const anyPhase = fc
  .record({
    sessions: fc.integer({ min: 1, max: 3 }),
    perWeek: fc.integer({ min: 1, max: 3 }),
    minClearDays: fc.integer({ min: 0, max: 2 }),
    moreClearDays: fc.integer({ min: 1, max: 4 }),
    maxInRolling7Days: fc.constantFrom(1, 2, 3, 3, 3),
    targetSpanDays: fc.constantFrom(null, { min: 2, max: 4 }, { min: 5, max: 9 }),
    maxSpanDays: fc.constantFrom(null, null, 5, 9),
  })
  .map(({ moreClearDays, ...phase }) => ({ ...phase, maxClearDays: phase.minClearDays + moreClearDays }));

const DAYS = 18;

/** Two phases, or three, of five sessions at most, three starts a day, and a clinic where much is taken. */
const shortCourse = fc
  .record({
    phases: fc
      .array(anyPhase, { minLength: 2, maxLength: 3 })
      .filter((phases) => phases.reduce((sum, { sessions }) => sum + sessions, 0) <= 5),
    busy: fc.array(
      fc.record({
        day: fc.integer({ min: 0, max: DAYS - 1 }),
        minute: fc.constantFrom(540, 600, 720, 840, 900),
        chairId: fc.constantFrom('chair-1', 'chair-2'),
        patientId: fc.constantFrom('patient', 'another', 'another', 'another'),
      }),
      { maxLength: 14 },
    ),
    closedDays: fc.subarray([0, 1, 2, 3, 7, 8, 9, 10, 14], { maxLength: 3 }),
    ill: fc.subarray(['nurse-1', 'nurse-2', 'clinician-1']),
    preferences: anyPreferences,
    seed: fc.nat(),
  })
  .map(({ phases, busy, closedDays, ill, preferences, seed }): Asked => {
    const dates = datesFrom(MONDAY, DAYS);
    const definition = aDefinition({
      phases: phases.map((phase, index) => ({ ...phase, phase: index === 0 ? 'induction' : 'continuation' })),
    });
    const closures = closedDays.map((day) => ({
      startsAt: at(MONDAY, '12:30', day),
      endsAt: at(MONDAY, '17:00', day),
      chairId: null,
      staffId: null,
      reason: 'Closed in the afternoon',
    }));
    const absences = ill.map((staffId) => ({
      startsAt: at(MONDAY, '00:00', 2),
      endsAt: at(MONDAY, '11:00', 4),
      chairId: null,
      staffId,
      reason: 'Ill',
    }));
    const calendar = aCalendar({
      slotMinutes: 180, // 9:00, 12:00 and 15:00
      closures: [...closures, ...absences],
      busy: withoutOverlaps(
        busy.map(({ day, minute, chairId, patientId }) =>
          aBusySession(dates[day] as string, minute, { chairId, patientId }),
        ),
      ),
    });
    return ask(calendar, definition, { preferences, seed, lastFirst: 2, days: DAYS });
  });

const WEEKS = 11;

/** The whole of esketamine, on Mondays, Wednesdays and Fridays at nine; some days are closed, some half taken. */
const esketamine = fc
  .record({
    closedDays: fc.uniqueArray(fc.integer({ min: 0, max: 3 * WEEKS - 1 }), { maxLength: 5 }),
    halfTaken: fc.uniqueArray(fc.integer({ min: 0, max: 3 * WEEKS - 1 }), { maxLength: 12 }),
    preferences: anyPreferences,
    seed: fc.nat(),
  })
  .map(({ closedDays, halfTaken, preferences, seed }): Asked => {
    const openDay = (n: number) => Math.floor(n / 3) * 7 + (n % 3) * 2;
    const calendar = aCalendar({
      slotMinutes: 180,
      openingHours: [1, 3, 5].map((weekday) => ({ weekday, opensAt: '09:00', closesAt: '12:00' })),
      closures: closedDays.map((n) => ({
        startsAt: at(MONDAY, '00:00', openDay(n)),
        endsAt: at(MONDAY, '00:00', openDay(n) + 1),
        chairId: null,
        staffId: null,
        reason: 'Closed',
      })),
      busy: halfTaken.map((n) => aBusySession(datesFrom(MONDAY, openDay(n) + 1).at(-1) ?? '', 540)),
    });
    const { phases, ...rest } = anEsketamineDefinition();
    // Never more than five days from one to the next of the first eight, so that there are few plans to try.
    const dense = phases.map((phase, index) => (index === 0 ? { ...phase, maxClearDays: 4 } : phase));
    return ask(calendar, { ...rest, phases: dense }, { preferences, seed, lastFirst: 2, days: 7 * WEEKS });
  });

describe.each([
  { what: 'a short course of several phases', asked: shortCourse, numRuns: 120 },
  { what: 'esketamine, eight sessions and then four', asked: esketamine, numRuns: 20 },
])('$what', ({ asked, numRuns }) => {
  test('gets the best plan that there is, and none only where there is none', () => {
    fc.assert(
      fc.property(asked, ({ request }) => {
        const [best] = planCourse(request);
        expect(costOf(best, request)).toEqual(bestOf(everyPlan(request), request));
        if (best) expect(pointsOf(best.sessions, request)).toBe(best.cost);
      }),
      { numRuns },
    );
  });

  test('keeps sessions that must be just so, and gets the best plan with them', () => {
    const someOf = fc.record({
      which: fc.nat(),
      kept: fc.uniqueArray(fc.nat({ max: 11 }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(asked, someOf, ({ request }, { which, kept }) => {
        const all = everyPlan(request);
        // Sessions of some plan, so that there is one with them; or of none, at a time that is no start.
        const from = all[which % Math.max(1, all.length)] ?? [];
        const fixed = new Map(
          kept.flatMap((index) => {
            const pick = from[index];
            return pick
              ? [[index, { epochDay: pick.epochDay, minute: minuteIn(request, pick) }] as const]
              : [];
          }),
        );
        const withThem = all.filter((plan) =>
          [...fixed].every(([index, { epochDay: day, minute }]) => {
            const pick = plan[index];
            return pick?.epochDay === day && minuteIn(request, pick) === minute;
          }),
        );
        const plans = planCourse({ ...request, fixed });
        expect(costOf(plans[0], request)).toEqual(bestOf(withThem, request));
        for (const { sessions } of plans) {
          for (const [index, { epochDay: day, minute }] of fixed) {
            const pick = sessions[index];
            expect(pick && [pick.epochDay, minuteIn(request, pick)]).toEqual([day, minute]);
          }
        }
      }),
      { numRuns },
    );
  });

  test('gets plans that differ by two days or two hours, each the best of those left', () => {
    fc.assert(
      fc.property(asked, ({ request }) => {
        let left = everyPlan(request);
        const plans = planCourse(request);
        for (const { sessions, cost } of plans) {
          expect(costOf({ sessions, cost }, request)).toEqual(bestOf(left, request));
          left = left.filter((plan) => differs(plan, sessions, request));
        }
        if (plans.length < request.limit) expect(left).toEqual([]);
      }),
      { numRuns: numRuns / 2 },
    );
  });

  test('gets the same plans for the same request', () => {
    fc.assert(
      fc.property(asked, ({ request, calendar, needs }) => {
        const again = { ...request, availability: availabilityFor(calendar, needs, 0) };
        expect(planCourse(again)).toEqual(planCourse(request));
      }),
      { numRuns: numRuns / 2 },
    );
  });

  test('gets no plan that breaks a hard rule, told as a person would read it', () => {
    fc.assert(
      fc.property(asked, ({ request, calendar, needs }) => {
        for (const plan of planCourse(request)) {
          const { sessions, reasons, cost } = readPlan(plan, request);
          expect(sessions).toHaveLength(plannedCount(request.definition));
          const days = sessions.map(({ startsAt }) => epochDay(readClock(startsAt, calendar.zone).date));
          expect(rulesBrokenBetween(days, request.definition)).toEqual([]);
          for (const { startsAt, minute, poolIndex } of sessions) {
            expect([...reasonsAgainst(calendar, needs, startsAt, 0)]).toEqual([]);
            expect(readClock(startsAt, calendar.zone).minute).toBe(minute);
            expect(needs.poolIds[poolIndex]).toBe(poolWithRoom(calendar, needs, startsAt));
          }
          expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBe(cost);
        }
      }),
      { numRuns },
    );
  });
});
