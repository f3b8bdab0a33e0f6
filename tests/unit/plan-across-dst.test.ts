import { describe, expect, test } from '@jest/globals';
import { planCourse } from '#server/scheduling/plan/plan.ts';
import { readPlan } from '#server/scheduling/plan/plan-reasons.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import type { SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import { checkStart, startTimes } from '#server/scheduling/room/start-times.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay, epochDay, formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { aBusySession, aCalendar, aDefinition, at } from '#tests/support/calendars.ts';
import { readClock } from '#tests/support/hard-rules.ts';

const definition = aDefinition();
const needs: SessionNeeds = {
  block: definition.block, // 120 minutes
  poolIds: ['pool'],
  prescriberOnSite: false,
  trainedMinimum: 2,
  patientId: 'patient',
};

/** The best course from a day on, at a minute of the day if there is one so. */
function bestFrom(from: string, minute: number, calendar: ClinicCalendar, asked = definition) {
  const request = {
    definition: asked,
    availability: availabilityFor(calendar, needs, 0),
    firstDay: epochDay(from),
    lastFirstDay: epochDay(from),
    lastDay: epochDay(from) + 28,
    preferences: { timeOfDay: { from: minute, to: minute } },
    limit: 1,
    seed: 1,
  };
  const [plan] = planCourse(request);
  if (!plan) throw new Error('no plan');
  return readPlan(plan, request).sessions;
}

describe('a course over the night on which the clock changes', () => {
  test.each([
    // zone, session 1, how far ahead of UTC before and after
    ['America/New_York', '2026-02-26', '-05:00', '-04:00'], // forward on 8 March
    ['America/New_York', '2026-10-22', '-04:00', '-05:00'], // back on 1 November
    ['Europe/London', '2026-03-19', '+00:00', '+01:00'], // forward on 29 March
    ['Europe/London', '2026-10-15', '+01:00', '+00:00'], // back on 25 October
    ['Australia/Lord_Howe', '2026-09-24', '+10:30', '+11:00'], // forward by half an hour on 4 October
    ['Australia/Lord_Howe', '2026-03-26', '+11:00', '+10:30'], // back by half an hour on 5 April
  ])('%s from %s: every session is at 10:00 by the clinic’s clock', (zone, from, before, after) => {
    const sessions = bestFrom(from, 600, aCalendar({ zone }));
    expect(sessions.map(({ minute }) => minute)).toEqual(new Array(6).fill(600));
    for (const { startsAt, epochDay: day } of sessions) {
      expect(readClock(startsAt, zone)).toMatchObject({ date: dateOfEpochDay(day), minute: 600 });
    }
    const read = sessions.map(({ startsAt }) => formatInstant(startsAt, zone));
    expect(read[0]).toBe(`${from}T10:00:00${before}`);
    expect(read.at(-1)?.slice(10)).toBe(`T10:00:00${after}`);
  });

  test('is spaced by days: the two sessions around the change are an hour less apart', () => {
    const sessions = bestFrom('2026-03-02', 600, aCalendar());
    const after = sessions.findIndex(({ epochDay: day }) => day >= epochDay('2026-03-08'));
    const [last, next] = [sessions[after - 1], sessions[after]];
    if (!last || !next) throw new Error('no session on either side');
    const days = next.epochDay - last.epochDay;
    expect((next.startsAt - last.startsAt) / 3_600_000).toBe(days * 24 - 1);
  });
});

describe('a clinic that is open through the night of the change', () => {
  const open = (closesAt: string, zone = 'America/New_York', slotMinutes = 30) =>
    aCalendar({
      zone,
      slotMinutes,
      openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensAt: '00:00', closesAt })),
      shifts: aCalendar().shifts.flatMap((shift) =>
        shift.weekday === 1
          ? [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
              ...shift,
              weekday,
              startsAt: '00:00',
              endsAt: closesAt,
            }))
          : [],
      ),
    });
  /** The free starts of a day, as they are written. */
  const freeOn = (date: string, calendar: ClinicCalendar) =>
    startTimes({ calendar, needs, now: 0, from: date, to: date, dayViolations: () => [], sequence: 1 })
      .flatMap(({ starts }) => starts)
      .filter(({ refusals }) => refusals.length === 0)
      .map(({ startsAt }) => formatInstant(startsAt, calendar.zone).slice(11));

  test('has no start in the hour that is skipped, and a session over the change takes its two hours', () => {
    // 8 March in New York: from 01:59 to 03:00
    expect(freeOn('2026-03-08', open('05:00'))).toEqual([
      '00:00:00-05:00', // until 02:00, which is 03:00
      '00:30:00-05:00',
      '01:00:00-05:00', // until 04:00
      '01:30:00-05:00',
      '03:00:00-04:00', // until 05:00
    ]);
  });

  test('offers an hour that comes twice once, and has an hour more for its sessions', () => {
    // 1 November in New York: from 01:59 back to 01:00
    expect(freeOn('2026-11-01', open('04:00'))).toEqual([
      '00:00:00-04:00', // until 01:00, for the second time
      '00:30:00-04:00',
      '01:00:00-04:00', // until 02:00
      '01:30:00-04:00',
      '02:00:00-05:00',
    ]);
  });

  test('loses half an hour of starts where the clock changes by half an hour', () => {
    // 4 October on Lord Howe: from 01:59 to 02:30
    expect(freeOn('2026-10-04', open('05:00', 'Australia/Lord_Howe'))).toEqual([
      '00:00:00+10:30', // until 02:30
      '00:30:00+10:30',
      '01:00:00+10:30',
      '01:30:00+10:30',
      '02:30:00+11:00',
      '03:00:00+11:00',
    ]);
  });

  test('refuses the second of two moments that its clock shows the same', () => {
    const calendar = open('04:00');
    const availability = availabilityFor(calendar, needs, 0);
    const first = at('2026-11-01', '01:30'); // 01:30-04:00
    const check = (startsAt: number) => checkStart(availability, calendar, needs, startsAt, 1).violations;
    expect(check(first)).toEqual([]);
    expect(check(first + 3_600_000).map(({ code }) => code)).toEqual(['closed']); // 01:30-05:00
  });

  test('frees a chair by the time that has passed and not by the clock', () => {
    const calendar = open('05:00');
    const busy = ['chair-1', 'chair-2'].map((chairId) => aBusySession('2026-03-08', 60, { chairId }));
    // From 01:00 for two hours: until 04:00 by the clock
    expect(freeOn('2026-03-08', { ...calendar, busy })).toEqual([]);
    expect(freeOn('2026-03-08', { ...open('06:00'), busy })).toEqual(['04:00:00-04:00']);
  });

  test('plans a nightly course at 2:30, and at 3:00 on the night that has no 2:30', () => {
    // Every third night from Thursday, 5 March: the second is Sunday the 8th
    const phases = definition.phases.map((phase) => ({ ...phase, minClearDays: 2, maxClearDays: 2 }));
    const sessions = bestFrom('2026-03-05', 150, open('06:00'), { ...definition, phases });
    expect(sessions.map(({ epochDay: day, minute }) => [dateOfEpochDay(day), minute])).toEqual([
      ['2026-03-05', 150],
      ['2026-03-08', 180],
      ['2026-03-11', 150],
      ['2026-03-14', 150],
      ['2026-03-17', 150],
      ['2026-03-20', 150],
    ]);
  });
});
