import { describe, expect, test } from '@jest/globals';
import { type BoosterWindow, isInWindow } from '#server/scheduling/booster/booster.ts';
import { boostersOutside, proposeMoves, wantedDays } from '#server/scheduling/booster/booster-moves.ts';
import type { CourseSession } from '#server/scheduling/change/course-change.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { addDays, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { aBusySession, aCalendar, at } from '../support/calendars.ts';
import { aChangingCourse, aCourseSession, reading } from '../support/courses.ts';

/** Every two weeks after Thursday 19 March: due on Thursday 2 April, from Monday 30 March to Sunday 5 April. */
const aWindow = (change: Partial<BoosterWindow> = {}): BoosterWindow => ({
  dueOn: '2026-04-02',
  earliestOn: '2026-03-30',
  latestOn: '2026-04-05',
  interval: 'P2W',
  asNeeded: false,
  source: 'order',
  anchorOn: '2026-03-19',
  provisional: false,
  ...change,
});

/** Six sessions that took place until 19 March, and boosters that are booked. */
const aCourse = (boosters: readonly CourseSession[], window = aWindow(), state = 'maintenance' as const) => {
  const done = aChangingCourse({
    statuses: { 1: 'fulfilled', 2: 'fulfilled', 3: 'fulfilled', 4: 'fulfilled' },
  });
  const sessions = done.sessions.map((session) => ({ ...session, status: 'fulfilled' as const }));
  return { ...done, state, sessions: [...sessions, ...boosters], boosterWindow: window };
};
const booster = (sequence: number, date: string, change: Parameters<typeof aCourseSession>[2] = {}) =>
  aCourseSession(sequence, date, { phase: 'maintenance', ...change });

// Friday 20 March, at noon
const NOW = at('2026-03-20', '12:00');
const proposed = (
  course: ReturnType<typeof aCourse>,
  calendar: ClinicCalendar = aCalendar(),
  { now = NOW, expiresOn = null as string | null } = {},
) =>
  proposeMoves(course, expiresOn, calendar, now).map(({ session, startsAt, whyNot }) => [
    session.sequence,
    startsAt === null ? (whyNot[0]?.detail ?? '') : reading(startsAt),
  ]);

describe('a booked booster that a new window does not hold', () => {
  test('goes to the due day, at its own hour', () => {
    expect(proposed(aCourse([booster(7, '2026-04-16', { time: '14:00' })]))).toEqual([
      [7, '2026-04-02 14:00'],
    ]);
  });

  test('goes to the hour nearest to its own where that one is taken, the earlier of two', () => {
    // From 14 to 16 on the due day two others have both chairs.
    const busy = ['chair-1', 'chair-2'].map((chairId) => aBusySession('2026-04-02', 14 * 60, { chairId }));
    const course = aCourse([booster(7, '2026-04-16', { time: '14:00' })]);
    expect(proposed(course, aCalendar({ busy }))).toEqual([[7, '2026-04-02 12:00']]);
  });

  const closed = (...dates: string[]) =>
    aCalendar({
      closures: dates.map((date) => ({
        startsAt: at(date, '00:00'),
        endsAt: at(addDays(date, 1), '00:00'),
        chairId: null,
        staffId: null,
        reason: 'Closed',
      })),
    });

  test.each([
    [['2026-04-02'], '2026-04-01 10:00'],
    [['2026-04-02', '2026-04-01'], '2026-04-03 10:00'],
    [['2026-04-02', '2026-04-01', '2026-04-03'], '2026-03-31 10:00'],
    [
      ['2026-04-02', '2026-04-01', '2026-04-03', '2026-03-31', '2026-03-30'],
      'No time is free from 2026-03-30 to 2026-04-05.',
    ],
  ])('goes to the day nearest to the due day, the earlier of two, with %j closed: %s', (dates, where) => {
    expect(proposed(aCourse([booster(7, '2026-04-16')]), closed(...dates))).toEqual([[7, where]]);
  });

  test('stays where it is on the first and on the last day of the window', () => {
    for (const date of ['2026-03-30', '2026-04-05'])
      expect(proposed(aCourse([booster(7, date)]))).toEqual([]);
    for (const date of ['2026-03-29', '2026-04-06']) {
      expect(proposed(aCourse([booster(7, date)]))).toEqual([[7, '2026-04-02 10:00']]);
    }
  });

  test('is not asked to come on the very day: tomorrow at the soonest', () => {
    const course = aCourse([booster(7, '2026-04-16')], aWindow({ dueOn: '2026-04-02' }));
    const now = at('2026-04-02', '08:00');
    expect(proposed(course, aCalendar(), { now })).toEqual([[7, '2026-04-03 10:00']]);
  });

  test('comes as soon as it can where the window has passed, and not after its order', () => {
    const course = aCourse([booster(7, '2026-04-16')]);
    // Friday 10 April: the next open day is Monday the 13th.
    const now = at('2026-04-10', '12:00');
    expect(proposed(course, aCalendar(), { now })).toEqual([[7, '2026-04-13 10:00']]);
    expect(proposed(course, aCalendar(), { now, expiresOn: '2026-04-13' })).toEqual([
      [7, '2026-04-13 10:00'],
    ]);
    expect(proposed(course, aCalendar(), { now, expiresOn: '2026-04-12' })).toEqual([
      [7, 'No time is free from 2026-04-11 to 2026-04-12.'],
    ]);
  });

  test('stays where it is where the window has passed and no sooner time is free', () => {
    const now = at('2026-04-10', '12:00');
    // Monday the 13th is the next open day.
    const next = aCourse([booster(7, '2026-04-13')]);
    expect(proposed(next, aCalendar(), { now })).toEqual([[7, 'No sooner time is free.']]);
    const today = aCourse([booster(7, '2026-04-10', { time: '15:00' })]);
    expect(proposed(today, aCalendar(), { now })).toEqual([[7, 'No sooner time is free.']]);
  });

  test('has no time under an order that ends before it may be', () => {
    const course = aCourse([booster(7, '2026-04-16')], aWindow({ latestOn: '2026-03-25' }));
    expect(proposed(course, aCalendar(), { expiresOn: '2026-03-25' })).toEqual([
      [7, 'The order ends before 2026-03-30.'],
    ]);
  });

  test('keeps its day as nearly as it can where boosters are as needed', () => {
    const window = aWindow({ dueOn: null, earliestOn: '2026-03-26', latestOn: '2026-04-14', asNeeded: true });
    expect(proposed(aCourse([booster(7, '2026-04-16')], window))).toEqual([[7, '2026-04-14 10:00']]);
  });

  test('keeps a week from the sessions around it', () => {
    // One is booked on 30 March and stays; the other goes where a week is between.
    const course = aCourse([booster(7, '2026-03-30'), booster(8, '2026-04-16')]);
    expect(proposed(course)).toEqual([[8, 'No time is free from 2026-03-30 to 2026-04-05.']]);
    const wider = aWindow({ latestOn: '2026-04-09' });
    expect(proposed(aCourse([booster(7, '2026-03-30'), booster(8, '2026-04-16')], wider))).toEqual([
      [8, '2026-04-06 10:00'],
    ]);
  });

  test('goes after another one goes, and keeps from where that one will be', () => {
    const wider = aWindow({ latestOn: '2026-04-12' });
    const course = aCourse([booster(7, '2026-04-15'), booster(8, '2026-04-17')], wider);
    expect(proposed(course)).toEqual([
      [7, '2026-04-02 10:00'],
      [8, '2026-04-09 10:00'],
    ]);
  });

  test('does not move while the course is on hold', () => {
    const course = {
      ...aCourse([booster(7, '2026-04-16', { status: 'pending' })]),
      state: 'on-hold' as const,
    };
    expect(proposeMoves(course, null, aCalendar(), NOW)).toMatchObject([
      { startsAt: null, whyNot: [{ code: 'on-hold' }] },
    ]);
  });

  test.each(['arrived', 'checked-in', 'fulfilled', 'cancelled', 'noshow'] as const)(
    'is left alone once it is %s',
    (status) => {
      const course = aCourse([booster(7, '2026-04-16', { status })]);
      expect(boostersOutside(course, 'America/New_York', NOW)).toEqual([]);
    },
  );

  test('is at 10:00 before and after the clocks change', () => {
    // From winter time, in which it was booked for 6 March, to Monday 9 March: the Sunday between is the 8th.
    const window = aWindow({ dueOn: '2026-03-09', earliestOn: '2026-03-09', latestOn: '2026-03-10' });
    const course = { ...aCourse([booster(7, '2026-03-06')], window), sessions: [booster(7, '2026-03-06')] };
    const now = at('2026-03-04', '12:00');
    expect(proposed(course, aCalendar(), { now })).toEqual([[7, '2026-03-09 10:00']]);
  });
});

describe('the days that are looked at', () => {
  test.each([
    // due, window, today: first, last and best day
    ['2026-04-02', '2026-03-30', '2026-04-05', '2026-03-20', '2026-03-30', '2026-04-05', '2026-04-02'],
    ['2026-04-02', '2026-03-30', '2026-04-05', '2026-03-30', '2026-03-31', '2026-04-05', '2026-04-02'],
    ['2026-04-02', '2026-03-30', '2026-04-05', '2026-04-03', '2026-04-04', '2026-04-05', '2026-04-04'],
    ['2026-04-02', '2026-03-30', '2026-04-05', '2026-04-05', '2026-04-06', '2026-04-27', '2026-04-06'],
    [null, '2026-03-26', '2026-09-19', '2026-03-20', '2026-05-14', '2026-06-25', '2026-06-04'],
  ])(
    'due %s, from %s to %s, on %s: %s to %s, best %s',
    (dueOn, earliestOn, latestOn, today, from, to, best) => {
      const window = aWindow({ dueOn, earliestOn, latestOn });
      expect(wantedDays(window, null, '2026-06-04', today)).toEqual({ from, to, best });
    },
  );

  test('are all in the window while it lasts', () => {
    const window = aWindow();
    for (let now = at('2026-03-01', '12:00'); now < at('2026-04-05', '00:00'); now += 24 * 3_600_000) {
      const { from, to, best } = wantedDays(window, null, '2026-06-04', localDateOf(now, 'America/New_York'));
      expect([from, to, best].map((day) => isInWindow(day, window))).toEqual([true, true, true]);
    }
  });
});
