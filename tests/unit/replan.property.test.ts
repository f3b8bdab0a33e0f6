import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChangingCourse } from '#server/scheduling/change/course-change.ts';
import { displacement, placeOf } from '#server/scheduling/change/displacement.ts';
import {
  type ReplanItem,
  type ReplannedStart,
  type ReplanRequest,
  replanCourse,
} from '#server/scheduling/change/replan.ts';
import {
  contestedCost,
  DEFAULT_WEIGHTS,
  spanCost,
  unevenCost,
  variesCost,
} from '#server/scheduling/plan/plan-cost.ts';
import type { ProtocolPhase } from '#server/scheduling/protocol.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { addDays, epochDay } from '#server/scheduling/time/clinic-time.ts';
import {
  aBusySession,
  aCalendar,
  aDefinition,
  at,
  datesFrom,
  withoutOverlaps,
} from '#tests/support/calendars.ts';
import { aChangingCourse, aCourseSession, ask, BEFORE, MON_THU, refusalOf } from '#tests/support/courses.ts';
import { rulesBrokenBetween } from '#tests/support/hard-rules.ts';
import { leastDisplacement } from '#tests/support/least-displacement.ts';

const MONDAY = '2026-03-02';

const anyClosed = fc.uniqueArray(fc.integer({ min: 0, max: 27 }), { maxLength: 8 });
const anyBusy = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 27 }),
    hour: fc.constantFrom(9, 10, 11, 13, 15),
    chair: fc.constantFrom('chair-1', 'chair-2'),
  }),
  { maxLength: 50 },
);

function aClinic(
  closed: readonly number[],
  busy: readonly { day: number; hour: number; chair: string }[],
): ClinicCalendar {
  return aCalendar({
    closures: closed.map((day) => ({
      startsAt: at(MONDAY, '00:00', day),
      endsAt: at(MONDAY, '23:00', day),
      chairId: null,
      staffId: null,
      reason: 'Closed',
    })),
    busy: withoutOverlaps(
      busy.map(({ day, hour, chair }) => aBusySession(addDays(MONDAY, day), hour * 60, { chairId: chair })),
    ),
  });
}

describe('the rest of a course planned anew', () => {
  test('is moved as little as an exact solver says it can be, days first and then minutes', async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(anyClosed, anyBusy, async (closed, busy) => {
        const calendar = aClinic(closed, busy);
        const course: ChangingCourse = aChangingCourse({
          sessions: MON_THU.map((date, index) => aCourseSession(index + 1, date)),
        });
        const least = await leastDisplacement(course, calendar, datesFrom('2026-02-27', 35), BEFORE);
        const answer = ask(
          { mode: 'replan', sessionId: null, startsAt: null, from: null },
          { course, calendar },
        );
        if (answer.ok && answer.open.length === 0) {
          const found = displacement(
            answer.moved.map(({ before, after }) => ({
              from: placeOf(before.startsAt, calendar.zone),
              to: placeOf(after.startsAt, calendar.zone),
            })),
          );
          expect(found).toEqual(least);
          moved += 1;
        } else if (!answer.ok && refusalOf(answer).violations[0]?.code === 'nothing-changes') {
          expect(least).toEqual({ days: 0, minutes: 0 });
        } else {
          expect(least).toBeNull();
        }
      }),
      { numRuns: 20 },
    );
    expect(moved).toBeGreaterThan(5);
  });
});

/** Short courses on few, coarse starts: small enough to try every plan. */
const anySmall = fc.record({
  stays: fc.integer({ min: 0, max: 2 }),
  items: fc.array(
    fc.record({
      gap: fc.integer({ min: 1, max: 5 }),
      hour: fc.constantFrom(9, 11, 13, 15),
      isNew: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  perWeek: fc.integer({ min: 1, max: 3 }),
  minClearDays: fc.integer({ min: 0, max: 2 }),
  maxClearDays: fc.integer({ min: 3, max: 6 }),
  maxInRolling7Days: fc.integer({ min: 1, max: 3 }),
  maxSpanDays: fc.option(fc.integer({ min: 6, max: 14 }), { nil: null }),
  closed: fc.uniqueArray(fc.integer({ min: 0, max: 13 }), { maxLength: 4 }),
  busy: anyBusy,
  seed: fc.nat({ max: 1000 }),
});

function requestOf(small: typeof anySmall extends fc.Arbitrary<infer T> ? T : never): ReplanRequest {
  const count = small.stays + small.items.length;
  const definition = aDefinition({
    phases: [
      {
        phase: 'induction',
        sessions: count,
        perWeek: small.perWeek,
        minClearDays: small.minClearDays,
        maxClearDays: small.maxClearDays,
        maxInRolling7Days: small.maxInRolling7Days,
        targetSpanDays: { min: 4, max: 8 },
        maxSpanDays: small.maxSpanDays,
      },
    ],
  });
  const phase = definition.phases[0] as ProtocolPhase;
  const availability = availabilityFor(
    { ...aClinic(small.closed, small.busy), slotMinutes: 120 },
    {
      block: definition.block,
      poolIds: ['pool'],
      prescriberOnSite: false,
      trainedMinimum: 2,
      patientId: 'patient',
    },
    0,
  );
  const first = epochDay(MONDAY);
  // The sessions that stay were before that Monday, as close as the rules let them be.
  const step = Math.max(small.minClearDays + 1, Math.ceil(7 / small.maxInRolling7Days));
  const before = Array.from({ length: small.stays }, (_, index) => ({
    sequence: index + 1,
    phase,
    epochDay: first - 1 - (small.stays - 1 - index) * step,
  }));
  let day = first - 1;
  const items = small.items.map(({ gap, hour, isNew }, index): ReplanItem => {
    day += gap;
    return {
      sequence: small.stays + index + 1,
      phase,
      availability,
      at: isNew ? null : { epochDay: day, minute: hour * 60 },
      pinned: null,
      bends: new Set(),
    };
  });
  return { before, items, firstDay: first, lastDay: first + 11, usualMinute: 11 * 60, seed: small.seed };
}

/** Days moved, minutes moved, points: by the words of displacement.ts and plan-cost.ts, session by session. */
function costOf(request: ReplanRequest, plan: readonly ReplannedStart[]): [number, number, number] {
  const phase = request.items[0]?.phase as ProtocolPhase;
  let daysMoved = 0;
  let minutesMoved = 0;
  let points = 0;
  const days = request.before.map(({ epochDay: day }) => day);
  plan.forEach(({ epochDay: day, start }, index) => {
    const { at: was, availability } = request.items[index] as ReplanItem;
    const { minutes, contested } = availability.day(day);
    const minute = minutes[start] ?? 0;
    if (was) {
      daysMoved += Math.abs(day - was.epochDay);
      minutesMoved += Math.abs(minute - was.minute);
    }
    points += contestedCost(contested[start] ?? 0, DEFAULT_WEIGHTS);
    points += variesCost(minute, request.usualMinute, DEFAULT_WEIGHTS);
    const previous = days.at(-1);
    if (previous !== undefined) points += unevenCost(day - previous, phase.perWeek, DEFAULT_WEIGHTS);
    days.push(day);
  });
  points += spanCost((days.at(-1) ?? 0) - (days[0] ?? 0), phase.targetSpanDays, DEFAULT_WEIGHTS);
  return [daysMoved, minutesMoved, points];
}

function everyReplan(request: ReplanRequest): ReplannedStart[][] {
  const phase = request.items[0]?.phase as ProtocolPhase;
  const definition = aDefinition({ phases: [phase] });
  const before = request.before.map(({ epochDay: day }) => day);
  let plans: ReplannedStart[][] = [[]];
  for (const { availability } of request.items) {
    plans = plans.flatMap((plan) => {
      const longer: ReplannedStart[][] = [];
      for (let day = request.firstDay; day <= request.lastDay; day += 1) {
        const days = [...before, ...plan.map((one) => one.epochDay), day];
        if (rulesBrokenBetween(days, definition).length > 0) continue;
        availability.day(day).refusals.forEach((bits, start) => {
          if (bits === 0) longer.push([...plan, { epochDay: day, start }]);
        });
      }
      return longer;
    });
  }
  return plans;
}

describe('of all the ways to plan the rest anew', () => {
  test('the nearest is chosen, and of those the best, by a look at every one', () => {
    fc.assert(
      fc.property(anySmall, (small) => {
        const request = requestOf(small);
        const found = replanCourse(request);
        const best = everyReplan(request)
          .map((plan) => costOf(request, plan))
          .sort(([a, b, c], [d, e, f]) => a - d || b - e || c - f)[0];
        expect(found && costOf(request, found)).toEqual(best ?? null);
      }),
      { numRuns: 250 },
    );
  });

  test('the same seed draws the same, whatever was asked before', () => {
    fc.assert(
      fc.property(anySmall, (small) => {
        expect(replanCourse(requestOf(small))).toEqual(replanCourse(requestOf(small)));
      }),
      { numRuns: 50 },
    );
  });
});
