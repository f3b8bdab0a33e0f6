import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeFill } from '#server/booking/judged-fill.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { waysToHelp } from '#server/scheduling/backfill/backfill.ts';
import type { CourseSession, NewSession } from '#server/scheduling/change/course-change.ts';
import { isHolding } from '#server/scheduling/course/course-sessions.ts';
import { NO_GATES } from '#server/scheduling/gates/gates.ts';
import { blockMinutes } from '#server/scheduling/protocol.ts';
import { addDays } from '#server/scheduling/time/clinic-time.ts';
import { aBusySession, aCalendar, aDefinition, at, withoutOverlaps } from '#tests/support/calendars.ts';
import { aCourseSession } from '#tests/support/courses.ts';
import { readClock, reasonsAgainst, rulesBrokenBetween } from '#tests/support/hard-rules.ts';

/** Five weeks with a change of the clocks in them. */
const BEGINNINGS = [
  { zone: 'America/New_York', monday: '2026-03-02' }, // forward on Sunday 8 March
  { zone: 'Europe/London', monday: '2026-10-19' }, // back on Sunday 25 October
] as const;

const anyHour = fc.constantFrom('09:00', '10:00', '11:00', '13:00', '15:00', '16:00');
const anyDay = fc.integer({ min: 0, max: 34 });

const anyQuestion = fc.record({
  beginning: fc.constantFrom(...BEGINNINGS),
  gaps: fc.array(fc.constantFrom(2, 3, 4, 7, 9), { minLength: 5, maxLength: 5 }),
  /** Of the six, one that is cancelled; none past the sixth. */
  cancelled: fc.integer({ min: 1, max: 9 }),
  busy: fc.array(fc.record({ day: anyDay, hour: anyHour, chair: fc.constantFrom('chair-1', 'chair-2') }), {
    maxLength: 40,
  }),
  closed: fc.array(anyDay, { maxLength: 4 }),
  asks: fc.boolean(),
  day: anyDay,
  hour: anyHour,
});
type AnyQuestion = typeof anyQuestion extends fc.Arbitrary<infer T> ? T : never;

const DEFINITION = aDefinition();

function worldOf({ beginning: { zone, monday }, gaps, cancelled, busy, closed }: AnyQuestion) {
  const calendar = aCalendar({
    zone,
    busy: withoutOverlaps(
      busy.map(({ day, hour, chair }) =>
        aBusySession(addDays(monday, day), Number(hour.slice(0, 2)) * 60, { zone, chairId: chair }),
      ),
    ),
    closures: closed.map((day) => ({
      startsAt: at(monday, '00:00', day, zone),
      endsAt: at(monday, '23:00', day, zone),
      chairId: null,
      staffId: null,
      reason: 'Closed',
    })),
  });
  let day = 0;
  const sessions = [0, ...gaps].map((gap, index) => {
    day += gap;
    const sequence = index + 1;
    return aCourseSession(sequence, addDays(monday, day), {
      zone,
      status: sequence === cancelled ? 'cancelled' : 'booked',
      cancelReason: sequence === cancelled ? 'patient-cancel' : null,
    });
  });
  return { calendar, sessions, now: at(monday, '08:00', -3, zone) };
}

/** As much of a record as rules are asked of. */
const recordOf = (sessions: readonly CourseSession[]): CourseRecord =>
  ({
    id: 'course',
    patientId: 'patient',
    protocol: { definition: DEFINITION, poolIds: ['other pool', 'pool'] },
    state: 'induction',
    plannedCount: 6,
    sessions: sessions.map((session) => ({ ...session, overrides: [] })),
    boosterOrder: null,
    hold: null,
    gates: NO_GATES,
  }) as unknown as CourseRecord;

const daysOf = (sessions: readonly (CourseSession | NewSession)[], zone: string): number[] =>
  sessions
    .filter(isHolding)
    .sort((a, b) => a.sequence - b.sequence)
    .map(({ startsAt }) => Date.parse(readClock(startsAt, zone).date) / 86_400_000);

describe('whoever has a freed time', () => {
  test('keeps every hard rule, moves nothing else and sits in a chair that is free; and whom the rules allow it is not refused', () => {
    const seen = { given: 0, refused: 0, moved: 0, added: 0 };
    fc.assert(
      fc.property(anyQuestion, (asked) => {
        const { calendar, sessions, now } = worldOf(asked);
        const { zone } = calendar;
        const startsAt = at(asked.beginning.monday, asked.hour, asked.day, zone);
        const wish = {
          id: 'wish',
          sessionId: 'of-course-5',
          onlyEarlier: false,
          weekdays: [],
          timeOfDay: null,
          until: '2027-01-01',
          askedAt: 0,
        };
        const ways = waysToHelp(
          {
            courseId: 'course',
            state: 'induction',
            definition: DEFINITION,
            plannedCount: 6,
            sessions,
            boosterWindow: null,
            wishes: asked.asks ? [wish] : [],
          },
          { startsAt, zone, now },
        );
        for (const { fill } of ways) {
          const judged = judgeFill(
            recordOf(sessions),
            fill,
            { poolId: 'pool', startsAt },
            {
              calendar,
              now,
              role: 'front-desk',
            },
          );
          const needs = {
            block: DEFINITION.block,
            poolIds: ['pool'],
            prescriberOnSite: false,
            trainedMinimum: 2,
            patientId: 'patient',
          };
          const against = reasonsAgainst(calendar, needs, startsAt, now);
          const after =
            fill.kind === 'move'
              ? sessions.map((one) => (one.id === fill.sessionId ? { ...one, startsAt } : one))
              : [...sessions, { ...aCourseSession(7, '2026-03-02'), startsAt }];
          const days = daysOf(after, zone);
          const isInOrder = days.every((day, index) => index === 0 || day > (days[index - 1] as number));
          const before = rulesBrokenBetween(daysOf(sessions, zone), DEFINITION);
          const isAllowed =
            against.size === 0 && isInOrder && rulesBrokenBetween(days, DEFINITION).length === 0;

          if (!judged?.change) {
            seen.refused += 1;
            // A course that was broken before is for a clinician, whatever the time would do for it.
            if (before.length === 0) expect({ fill, isAllowed }).toEqual({ fill, isAllowed: false });
            continue;
          }
          seen.given += 1;
          expect([...against]).toEqual([]);
          expect(isInOrder).toBe(true);
          expect(rulesBrokenBetween(days, DEFINITION).filter((rule) => !before.includes(rule))).toEqual([]);

          const { moved, added, removed, open } = judged.change.shown;
          expect([removed, open]).toEqual([[], []]);
          expect([...moved.map((one) => one.after), ...added]).toMatchObject([{ startsAt, poolId: 'pool' }]);
          if (fill.kind === 'move') seen.moved += 1;
          else seen.added += 1;
          const elsewhere = new Map(judged.chairs.repack.map((one) => [one.sessionId, one.chairId]));
          const endsAt = startsAt + blockMinutes(DEFINITION.block) * 60_000;
          const there = calendar.busy
            .filter((one) => one.startsAt < endsAt && startsAt < one.endsAt)
            .map(({ id, chairId }) => elsewhere.get(id) ?? chairId);
          expect(there).not.toContain(judged.chairs.chairIds[0]);
        }
      }),
      { numRuns: 1_500 },
    );
    // Each of them often enough to mean something.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(40);
  });
});
