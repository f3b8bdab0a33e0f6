import { describe, expect, test } from '@jest/globals';
import { dayViolations } from '#server/scheduling/change/change.ts';
import { type PlanRequest, planCourse } from '#server/scheduling/plan/plan.ts';
import { readPlan } from '#server/scheduling/plan/plan-reasons.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import type { SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import { checkPlan, checkStart } from '#server/scheduling/room/start-times.ts';
import type { ClinicCalendar, Closure } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay, epochDay } from '#server/scheduling/time/clinic-time.ts';
import { aBusySession, aCalendar, aDefinition, at } from '#tests/support/calendars.ts';

/** Scenarios that were agreed with the clinic, as far as the pure core answers them. */

const definition = aDefinition(); // six, twice a week, one clear day between; two hours each
const needs: SessionNeeds = {
  block: definition.block,
  poolIds: ['pool'],
  prescriberOnSite: false,
  trainedMinimum: 2,
  patientId: 'patient',
};

const planFrom = (date: string, calendar: ClinicCalendar, more: Partial<PlanRequest> = {}) => {
  const request: PlanRequest = {
    definition,
    availability: availabilityFor(calendar, needs, 0),
    firstDay: epochDay(date),
    lastFirstDay: epochDay(date),
    lastDay: epochDay(date) + 35,
    preferences: {},
    limit: 1,
    seed: 1,
    ...more,
  };
  const [plan] = planCourse(request);
  if (!plan) throw new Error('no plan');
  const { sessions, reasons } = readPlan(plan, request);
  return {
    dates: sessions.map((session) => dateOfEpochDay(session.epochDay)),
    starts: sessions.map(({ startsAt }) => startsAt),
    days: (sessions.at(-1)?.epochDay ?? 0) - epochDay(date),
    reasons: reasons.map(({ code }) => code),
  };
};

const wrongWith = (starts: readonly number[]) =>
  checkPlan(
    aCalendar(),
    definition,
    needs,
    starts.map((startsAt) => ({ startsAt })),
    0,
  ).violations;

const closedFrom = (from: string, to: string): Closure => ({
  startsAt: at(from, '00:00'),
  endsAt: at(to, '00:00', 1),
  chairId: null,
  staffId: null,
  reason: 'Holiday',
});

test('1: Monday 10:00, Wednesday 9:00 and Friday 15:00, twice over, is six sessions and no warning', () => {
  const week = (monday: string) => [at(monday, '10:00'), at(monday, '09:00', 2), at(monday, '15:00', 4)];
  expect(wrongWith([...week('2026-03-02'), ...week('2026-03-09')])).toEqual([]);
});

test('2: Monday and Tuesday is refused, and says which session is at fault', () => {
  const dates = ['2026-03-02', '2026-03-03', '2026-03-06', '2026-03-09', '2026-03-12', '2026-03-16'];
  expect(wrongWith(dates.map((date) => at(date, '10:00')))).toEqual([
    {
      code: 'too-close',
      detail: 'Too close to session 1: one clear day needed between.',
      sequence: 2,
      severity: 'hard',
    },
  ]);
});

describe('3: twice a week for three weeks from Thursday, 2 April', () => {
  test('with the Monday after closed, still ends within 21 days', () => {
    const calendar = aCalendar({ closures: [closedFrom('2026-04-06', '2026-04-06')] });
    const { dates, days, reasons } = planFrom('2026-04-02', calendar, { preferences: { weekdays: [1, 4] } });
    expect(dates).not.toContain('2026-04-06');
    expect(days).toBeLessThanOrEqual(21);
    expect(reasons).not.toContain('outside-target-span');
  });

  test('with so much closed that it cannot, says so', () => {
    const calendar = aCalendar({ closures: [closedFrom('2026-04-03', '2026-04-15')] });
    const { days, reasons } = planFrom('2026-04-02', calendar);
    expect(days).toBeGreaterThan(21);
    expect(reasons).toContain('outside-target-span');
  });
});

describe('5: session 2 moved later comes too close to session 3', () => {
  const dates = ['2026-03-02', '2026-03-05', '2026-03-09', '2026-03-12', '2026-03-16', '2026-03-19'];
  const course = {
    definition,
    zone: 'America/New_York',
    sessions: dates.map((date, index) => ({
      id: `${index + 1}`,
      sequence: index + 1,
      startsAt: at(date, '10:00'),
    })),
    boosterWindow: null,
  };

  test('which is told, and the sessions stay where they are', () => {
    const before = structuredClone(course);
    const against = dayViolations(course, { id: '2', sequence: 2 }, epochDay('2026-03-08'));
    expect(against.map(({ code, sequence }) => [sequence, code])).toEqual([[3, 'too-close']]);
    expect(course).toEqual(before);
  });

  test('and the rest can be planned anew around it', () => {
    const openingHours = [1, 2, 3, 4, 5, 7].map((weekday) => ({
      weekday,
      opensAt: '09:00',
      closesAt: '17:00',
    }));
    const onSundays = aCalendar().shifts.map((shift) =>
      shift.weekday === 1 ? { ...shift, weekday: 7 } : shift,
    );
    const calendar = aCalendar({ openingHours, shifts: [...aCalendar().shifts, ...onSundays] });
    const fixed = new Map([
      [0, { epochDay: epochDay('2026-03-02'), minute: 600 }],
      [1, { epochDay: epochDay('2026-03-08'), minute: 600 }],
    ]);
    const { dates: after, starts } = planFrom('2026-03-02', calendar, { fixed });
    expect(after.slice(0, 2)).toEqual(['2026-03-02', '2026-03-08']);
    expect(after).toHaveLength(6);
    const sessions = starts.map((startsAt) => ({ startsAt }));
    expect(checkPlan(calendar, definition, needs, sessions, 0).violations).toEqual([]);
  });
});

test('6: over a change of the clocks 10:00 stays 10:00, and UTC has another hour', () => {
  const { starts } = planFrom('2026-03-02', aCalendar(), {
    preferences: { timeOfDay: { from: 600, to: 600 } },
  });
  const utc = starts.map((startsAt) => new Date(startsAt).toISOString().slice(0, 16));
  expect(utc.map((reading) => reading.slice(11))).toEqual(
    utc.map((reading) => (reading < '2026-03-08' ? '15:00' : '14:00')),
  );
  expect(new Set(utc.map((reading) => reading.slice(11))).size).toBe(2);
});

test('7: a start at 17:00 is refused where the clinic closes at 18:00, and one at 16:00 is not', () => {
  const untilSix = <T extends object>(hours: T, end: keyof T): T => ({ ...hours, [end]: '18:00' });
  const calendar = aCalendar({
    openingHours: aCalendar().openingHours.map((hours) => untilSix(hours, 'closesAt')),
    shifts: aCalendar().shifts.map((shift) => untilSix(shift, 'endsAt')),
  });
  const availability = availabilityFor(calendar, needs, 0);
  const check = (time: string) =>
    checkStart(availability, calendar, needs, at('2026-03-02', time), 1).violations.map(({ code }) => code);
  expect(check('17:00')).toEqual(['closed']);
  expect(check('16:00')).toEqual([]);
});

test('8: two nurses watch four infusions and no fifth, until those four are being observed', () => {
  const calendar = aCalendar({
    slotMinutes: 5,
    monitoring: { prep: null, administration: 2, observation: 4, turnover: null },
    chairs: Array.from({ length: 6 }, (_, index) => ({ id: `chair-${index + 1}`, poolId: 'pool' })),
    // All four are infused from 11:15 to 11:55
    busy: [1, 2, 3, 4].map((n) => aBusySession('2026-03-02', 660, { chairId: `chair-${n}` })),
  });
  const check = (time: string, of: ClinicCalendar = calendar) =>
    checkStart(availabilityFor(of, needs, 0), of, needs, at('2026-03-02', time), 1).violations.map(
      ({ code }) => code,
    );
  expect(check('11:00')).toEqual(['monitoring-full']);
  expect(check('11:00', { ...calendar, busy: calendar.busy.slice(1) })).toEqual([]); // the fourth
  expect(check('11:35')).toEqual(['monitoring-full']); // infused from 11:50
  expect(check('11:40')).toEqual([]); // infused from 11:55
});
