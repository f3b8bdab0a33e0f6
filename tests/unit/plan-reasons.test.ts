import { describe, expect, test } from '@jest/globals';
import { type PlanRequest, planCourse } from '#server/scheduling/plan/plan.ts';
import { readPlan, whyNoPlan } from '#server/scheduling/plan/plan-reasons.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import { broken } from '#server/scheduling/rules.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay, epochDay } from '#server/scheduling/time/clinic-time.ts';
import {
  aBusySession,
  aCalendar,
  aDefinition,
  anEsketamineDefinition,
  at,
} from '#tests/support/calendars.ts';

const MONDAY = '2026-03-02';

const request = (
  calendar: ClinicCalendar = aCalendar(),
  overrides: Partial<PlanRequest> = {},
): PlanRequest => {
  const definition = overrides.definition ?? aDefinition();
  return {
    definition,
    availability: availabilityFor(
      calendar,
      {
        block: definition.block,
        poolIds: ['pool'],
        prescriberOnSite: definition.prescriberOnSite,
        trainedMinimum: 2,
        patientId: 'patient',
      },
      0,
    ),
    firstDay: epochDay(MONDAY),
    lastFirstDay: epochDay(MONDAY) + 7,
    lastDay: epochDay(MONDAY) + 42,
    preferences: {},
    limit: 1,
    seed: 1,
    ...overrides,
  };
};

const read = (asked: PlanRequest) => {
  const [plan] = planCourse(asked);
  if (!plan) throw new Error('no plan');
  return readPlan(plan, asked);
};

describe('what a plan costs', () => {
  test('is nothing where the clinic is empty and the patient asks for nothing', () => {
    expect(read(request())).toMatchObject({ cost: 0, reasons: [] });
  });

  test('is told with the sessions, their times and their phases', () => {
    const { sessions } = read(request(undefined, { preferences: { timeOfDay: { from: 600, to: 600 } } }));
    expect(
      sessions.map(({ sequence, phase, epochDay: day, minute, startsAt }) => [
        sequence,
        phase,
        minute,
        startsAt === at(dateOfEpochDay(day), '10:00'),
      ]),
    ).toEqual([1, 2, 3, 4, 5, 6].map((sequence) => [sequence, 'induction', 600, true]));
  });

  test('adds up from its reasons, the dearest first, each with its sessions', () => {
    // Open on Tuesdays and Thursdays, 9 is asked for; on the first Thursday 9 to 11 is taken, and on the Tuesday half.
    const busy = [
      aBusySession('2026-03-03', 540),
      aBusySession('2026-03-05', 540),
      aBusySession('2026-03-05', 540, { chairId: 'chair-2' }),
    ];
    const openingHours = aCalendar().openingHours.filter(({ weekday }) => weekday === 2 || weekday === 4);
    const phases = aDefinition().phases.map((phase) => ({ ...phase, maxSpanDays: 16 })); // so no week is left out
    const asked = request(aCalendar({ busy, openingHours }), {
      definition: aDefinition({ phases }),
      preferences: { timeOfDay: { from: 540, to: 540 } },
    });
    const { cost, reasons, sessions } = read(asked);
    expect(sessions.map(({ epochDay: day, minute }) => [dateOfEpochDay(day), minute])).toEqual([
      ['2026-03-03', 540],
      ['2026-03-05', 660], // 11:00
      ['2026-03-10', 540],
      ['2026-03-12', 540],
      ['2026-03-17', 540],
      ['2026-03-19', 540],
    ]);
    expect(reasons).toEqual([
      {
        code: 'uneven-spacing', // Tuesday to Thursday is two days and back five, where three or four would be even
        points: 50,
        sequences: [2, 3, 4, 5, 6],
        detail: '5 gaps are not evenly spaced.',
      },
      {
        code: 'time-not-preferred', // 20, and one for each of eight quarters of an hour
        points: 28,
        sequences: [2],
        detail: 'One session is outside the time of day that was asked for.',
      },
      {
        code: 'time-varies', // three for each quarter
        points: 24,
        sequences: [2],
        detail: 'One session is at another time of day than session 1.',
      },
      {
        code: 'contested-time', // one chair of two
        points: 10,
        sequences: [1],
        detail: 'One session is at a busy time of the clinic.',
      },
    ]);
    expect(cost).toBe(112);
  });

  test('names days that were not asked for, and a course outside its target', () => {
    const definition = aDefinition();
    const [induction] = definition.phases;
    if (!induction) throw new Error('no phase');
    const brisk = { ...induction, targetSpanDays: { min: 25, max: 28 } };
    const asked = request(aCalendar(), {
      definition: { ...definition, phases: [{ ...brisk, maxClearDays: 3, maxSpanDays: 28 }] },
      preferences: { weekdays: [1] },
    });
    const { cost, reasons } = read(asked);
    expect(reasons.map(({ code }) => code).sort()).toEqual(['outside-target-span', 'weekday-not-preferred']);
    expect(reasons.find(({ code }) => code === 'outside-target-span')).toMatchObject({
      sequences: [6],
      detail: 'The course is shorter or longer than its target.',
    });
    expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBe(cost);
  });

  test('counts the target of the first phase alone, from session 1 to the end of that phase', () => {
    const { sessions, reasons } = read(
      request(aCalendar(), { definition: anEsketamineDefinition(), lastDay: epochDay(MONDAY) + 80 }),
    );
    expect(sessions.map(({ phase }) => phase)).toEqual([
      ...new Array(8).fill('induction'),
      ...new Array(4).fill('continuation'),
    ]);
    expect(reasons).toEqual([]); // 24 to 28 days from session 1 to session 8
  });
});

describe('why there is no plan', () => {
  const codes = (calendar: ClinicCalendar, overrides: Partial<PlanRequest> = {}) => {
    const asked = request(calendar, overrides);
    expect(planCourse(asked)).toEqual([]);
    return whyNoPlan(asked).map(({ code }) => code);
  };

  test('is that the clinic has no hours, where it has none', () => {
    expect(whyNoPlan(request(aCalendar({ openingHours: [] })))).toEqual([
      broken('closed', 'The clinic has no hours on any of these days.'),
    ]);
  });

  test('is what is against most starts first, where none is free', () => {
    // No nurse at all; and the block fits six of each day's eight starts
    const noNurse = aCalendar({ shifts: aCalendar().shifts.filter(({ role }) => role !== 'nurse') });
    expect(codes(noNurse)).toEqual(['monitoring-full', 'closed']);
    // A trained person is missing too, on Mondays alone
    const shifts = noNurse.shifts.filter(
      ({ weekday, staffId }) => weekday !== 1 || staffId !== 'clinician-2',
    );
    expect(codes({ ...noNurse, shifts })).toEqual(['monitoring-full', 'too-few-trained', 'closed']);
  });

  test('is that times are free but do not go together, before what is against the others', () => {
    const onMondays = aCalendar({
      openingHours: aCalendar().openingHours.filter(({ weekday }) => weekday === 1),
    });
    const asked = request(onMondays);
    expect(planCourse(asked)).toEqual([]); // six Mondays are 35 days
    expect(whyNoPlan(asked)).toEqual([
      broken(
        'span-exceeded',
        'Times are free, but no set of them fits into 28 days with the spacing that the protocol asks for.',
      ),
      broken('closed', 'The clinic is not open for the whole session.'),
    ]);
  });

  test('names no number of days where the protocol has none', () => {
    const definition = aDefinition();
    const phases = definition.phases.map((phase) => ({ ...phase, maxSpanDays: null, maxClearDays: 1 }));
    const onMondays = aCalendar({
      openingHours: aCalendar().openingHours.filter(({ weekday }) => weekday === 1),
    });
    expect(whyNoPlan(request(onMondays, { definition: { ...definition, phases } }))[0]).toEqual(
      broken(
        'span-exceeded',
        'Times are free, but no set of them keeps the spacing that the protocol asks for.',
      ),
    );
  });
});
