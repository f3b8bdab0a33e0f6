import { describe, expect, test } from '@jest/globals';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import type { SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import {
  checkPlan,
  checkStart,
  lostSessions,
  type StartTimesRequest,
  startTimes,
} from '#server/scheduling/room/start-times.ts';
import { broken } from '#server/scheduling/rules.ts';
import type { ClinicCalendar, Closure } from '#server/scheduling/time/calendar.ts';
import { localReading, timeOfMinute } from '#server/scheduling/time/clinic-time.ts';
import { aBusySession, aCalendar, aDefinition, at } from '#tests/support/calendars.ts';

const MONDAY = '2026-03-02';
const TUESDAY = '2026-03-03';
const definition = aDefinition();
const needs: SessionNeeds = {
  block: definition.block, // 120 minutes
  poolIds: ['pool'],
  prescriberOnSite: false,
  trainedMinimum: 2,
  patientId: 'patient',
};

const closed = (from: number, to: number, overrides: Partial<Closure> = {}): Closure => ({
  startsAt: from,
  endsAt: to,
  chairId: null,
  staffId: null,
  reason: 'Deep clean',
  ...overrides,
});
/** Both chairs, from 11:00 to 13:00. */
const full = ['chair-1', 'chair-2'].map((chairId) => aBusySession(MONDAY, 660, { chairId }));

describe('a start that somebody chose', () => {
  const check = (startsAt: number, calendar: ClinicCalendar = aCalendar(), now = 0) => {
    const { violations, poolId } = checkStart(
      availabilityFor(calendar, needs, now),
      calendar,
      needs,
      startsAt,
      3,
    );
    return [poolId, ...violations.map(({ code, sequence }) => `${sequence} ${code}`)];
  };

  test('is fine where the whole block fits, and its pool is named', () => {
    expect(check(at(MONDAY, '15:00'))).toEqual(['pool']);
  });

  test('outside the hours, or on a day that has none, is closed', () => {
    expect(check(at(MONDAY, '08:00'))).toEqual([null, '3 closed']);
    expect(check(at('2026-03-01', '10:00'))).toEqual([null, '3 closed']); // a Sunday
  });

  test('beside the grid is refused with the time that would do', () => {
    const { violations } = checkStart(
      availabilityFor(aCalendar(), needs, 0),
      aCalendar(),
      needs,
      at(MONDAY, '10:20'),
      3,
    );
    expect(violations).toEqual([broken('off-grid', 'Sessions start every 60 minutes: 10:00 would do.', 3)]);
    expect(check(at(MONDAY, '10:00') + 1)).toEqual([null, '3 off-grid']); // a millisecond late
    expect(check(at(MONDAY, '10:00') + 20_000)).toEqual([null, '3 off-grid']);
  });

  test('is refused for everything that is against it at once', () => {
    const calendar = aCalendar({
      busy: [...full, aBusySession(MONDAY, 660, { patientId: 'patient', chairId: 'x' })],
    });
    expect(check(at(MONDAY, '12:00'), calendar, at(MONDAY, '12:01'))).toEqual([
      null,
      '3 in-the-past',
      '3 patient-busy',
      '3 chair-full',
    ]);
  });
});

describe('a plan that somebody chose', () => {
  const dates = ['2026-03-02', '2026-03-05', '2026-03-09', '2026-03-12', '2026-03-16', '2026-03-19'];
  const tens = dates.map((date) => ({ startsAt: at(date, '10:00') }));
  const wrong = (
    sessions: readonly { startsAt: number; poolId?: string }[],
    calendar = aCalendar(),
    asked = needs,
  ) =>
    checkPlan(calendar, definition, asked, sessions, 0).violations.map(
      ({ code, sequence }) => `${sequence} ${code}`,
    );

  test('is fine where every session and every space between is, and names the pool of each', () => {
    expect(checkPlan(aCalendar(), definition, needs, tens, 0)).toEqual({
      violations: [],
      poolIds: ['pool', 'pool', 'pool', 'pool', 'pool', 'pool'],
    });
  });

  test('has as many sessions as its protocol', () => {
    expect(checkPlan(aCalendar(), definition, needs, tens.slice(0, 5), 0)).toEqual({
      violations: [broken('wrong-count', 'The protocol has 6 sessions; 5 were given.')],
      poolIds: [],
    });
  });

  test('is told what is wrong with each session by its number, the clinic’s reasons first', () => {
    const sessions = tens.map((session, index) =>
      index === 0
        ? { startsAt: at(MONDAY, '12:00') } // both chairs are taken
        : index === 2
          ? { startsAt: at('2026-03-06', '16:00') } // the day after session 2, and too late for two hours
          : session,
    );
    expect(wrong(sessions, aCalendar({ busy: full }))).toEqual(['1 chair-full', '3 closed', '3 too-close']);
  });

  test('may ask for a pool session by session', () => {
    const chairs = [...aCalendar().chairs, { id: 'quiet-1', poolId: 'quiet' }];
    const calendar = aCalendar({ chairs, busy: full });
    const both = { ...needs, poolIds: ['pool', 'quiet'] };
    const asking = (poolId: string) =>
      tens.map((session, index) => (index === 0 ? { startsAt: at(MONDAY, '12:00'), poolId } : session));
    expect(wrong(asking('quiet'), calendar, both)).toEqual([]);
    expect(wrong(asking('pool'), calendar, both)).toEqual(['1 chair-full']);
    expect(checkPlan(calendar, definition, both, asking('quiet'), 0).poolIds.slice(0, 2)).toEqual([
      'quiet',
      'pool',
    ]);
  });
});

describe('the sessions that somebody else was quicker to take', () => {
  test('are named once each, in order', () => {
    expect(
      lostSessions([
        broken('monitoring-full', '', 5),
        broken('chair-full', '', 2),
        broken('patient-busy', '', 5),
      ]),
    ).toEqual([2, 5]);
  });

  test.each([
    'closed',
    'too-close',
    'in-the-past',
    'span-exceeded',
    'off-grid',
    'prescriber-absent',
  ] as const)('are not what is wrong where anything else is: %s', (code) => {
    expect(lostSessions([broken('chair-full', '', 2), broken(code, '', 3)])).toBeNull();
    expect(lostSessions([{ ...broken(code, '', 3), severity: 'soft' }])).toBeNull();
  });

  test('are none where nothing is wrong', () => {
    expect(lostSessions([])).toBeNull();
  });
});

describe('every start of some days', () => {
  const listed = (overrides: Partial<StartTimesRequest> = {}) =>
    startTimes({
      calendar: aCalendar(),
      needs,
      now: 0,
      from: MONDAY,
      to: MONDAY,
      dayViolations: () => [],
      sequence: 2,
      ...overrides,
    });

  test('is there, free with its pool or refused with every reason in words', () => {
    const [monday] = listed({ calendar: aCalendar({ busy: full }) });
    expect(monday).toMatchObject({ date: MONDAY, freeCount: 4 });
    expect(
      monday?.starts.map(({ startsAt, poolId, refusals }) => [
        timeOfMinute(localReading(startsAt, 'America/New_York').minute),
        poolId,
        ...refusals.map(({ detail }) => detail),
      ]),
    ).toEqual([
      ['09:00', 'pool'],
      ['10:00', null, 'Every chair is taken for part of this time.'],
      ['11:00', null, 'Every chair is taken for part of this time.'],
      ['12:00', null, 'Every chair is taken for part of this time.'],
      ['13:00', 'pool'],
      ['14:00', 'pool'],
      ['15:00', 'pool'],
      ['16:00', 'pool', 'The clinic is not open for the whole session.'],
    ]);
  });

  test('bears what is against its day too, whatever the hour', () => {
    const days = listed({
      to: TUESDAY,
      dayViolations: (day) => (day % 7 === 5 ? [broken('too-close', 'Too close to session 1.', 2)] : []), // Tuesdays
    });
    expect(days.map(({ date, freeCount }) => [date, freeCount])).toEqual([
      [MONDAY, 7],
      [TUESDAY, 0],
    ]);
    expect(days[1]?.starts[0]?.refusals.map(({ code }) => code)).toEqual(['too-close']);
  });

  test('the first and the last day are included', () => {
    expect(listed({ to: '2026-03-08' }).map(({ date }) => date.slice(8))).toEqual([
      '02',
      '03',
      '04',
      '05',
      '06',
      '07',
      '08',
    ]);
  });

  describe('a day says why it is closed as a whole', () => {
    const reasonOf = (closures: readonly Closure[], date = MONDAY) =>
      listed({ calendar: aCalendar({ closures }), from: date, to: date })[0]?.closedReason;

    test('where it has no hours', () => {
      expect(reasonOf([], '2026-03-07')).toBe('The clinic has no hours on this day.'); // a Saturday
      expect(listed({ from: '2026-03-07', to: '2026-03-07' })[0]).toMatchObject({ freeCount: 0, starts: [] });
    });

    test('in the clinic’s own words, where a closure holds from the first start to past the last', () => {
      expect(reasonOf([closed(at(MONDAY, '09:00'), at(MONDAY, '17:00'))])).toBe('Closed: Deep clean');
      expect(reasonOf([closed(at(MONDAY, '00:00'), at(TUESDAY, '00:00'), { reason: 'Holiday' })])).toBe(
        'Closed: Holiday',
      );
    });

    test('and not where it is open for a while, or only a chair or somebody is away', () => {
      expect(reasonOf([closed(at(MONDAY, '10:00'), at(MONDAY, '17:00'))])).toBeUndefined();
      expect(reasonOf([closed(at(MONDAY, '09:00'), at(MONDAY, '16:00'))])).toBeUndefined();
      expect(
        reasonOf([closed(at(MONDAY, '00:00'), at(TUESDAY, '00:00'), { chairId: 'chair-1' })]),
      ).toBeUndefined();
      expect(
        reasonOf([closed(at(MONDAY, '00:00'), at(TUESDAY, '00:00'), { staffId: 'nurse-1' })]),
      ).toBeUndefined();
    });
  });
});
