import { describe, expect, test } from '@jest/globals';
import {
  byHelp,
  type HelpableCourse,
  isHelpable,
  type OutlinedSession,
  type WaitlistWish,
  waysToHelp,
} from '#server/scheduling/backfill/backfill.ts';
import { daysLate } from '#server/scheduling/backfill/days-late.ts';
import type { BoosterWindow } from '#server/scheduling/booster/booster.ts';
import { phasesBySession } from '#server/scheduling/course/course-rules.ts';
import { epochDay } from '#server/scheduling/time/clinic-time.ts';
import { aDefinition, anEsketamineDefinition, at } from '#tests/support/calendars.ts';
import { aCourseSession, MON_THU } from '#tests/support/courses.ts';

const ZONE = 'America/New_York';
/** The Monday of the third week, at eight in the morning. */
const NOW = at('2026-03-16', '08:00');

/** Mondays and Thursdays for two weeks, then a Monday and the last on Tuesday the 31st: 29 days where 21 are the aim. */
const LATE = [...MON_THU.slice(0, 5), '2026-03-31'];

const sessionsOn = (
  dates: readonly string[],
  statuses: Readonly<Record<number, OutlinedSession['status']>> = {},
) =>
  dates.map((date, index) =>
    aCourseSession(index + 1, date, {
      status: statuses[index + 1] ?? (at(date, '10:00') < NOW ? 'fulfilled' : 'booked'),
    }),
  );

const aCourse = (more: Partial<HelpableCourse> = {}): HelpableCourse => ({
  courseId: 'course',
  state: 'induction',
  definition: aDefinition(),
  plannedCount: 6,
  sessions: sessionsOn(MON_THU),
  boosterWindow: null,
  wishes: [],
  ...more,
});

const aWish = (more: Partial<WaitlistWish> = {}): WaitlistWish => ({
  id: 'wish',
  sessionId: 'of-course-6',
  onlyEarlier: true,
  weekdays: [],
  timeOfDay: null,
  until: '2026-03-31',
  askedAt: 1,
  ...more,
});

const DUE_ON_THE_20TH: BoosterWindow = {
  dueOn: '2026-03-20',
  earliestOn: '2026-03-13',
  latestOn: '2026-03-27',
  interval: 'P4W',
  asNeeded: false,
  source: 'order',
  anchorOn: '2026-02-20',
  provisional: false,
};
const inMaintenance = (more: Partial<HelpableCourse> = {}): HelpableCourse =>
  aCourse({
    state: 'maintenance',
    sessions: sessionsOn([
      '2026-01-30',
      '2026-02-03',
      '2026-02-06',
      '2026-02-10',
      '2026-02-13',
      '2026-02-20',
    ]),
    boosterWindow: DUE_ON_THE_20TH,
    ...more,
  });
const aBooster = (date: string) => aCourseSession(7, date, { phase: 'maintenance' });

/** "move of-course-6: asked 2", by the day on which a chair is free at ten. */
const waysOn = (date: string, course: HelpableCourse, now = NOW, time = '10:00'): string[] =>
  waysToHelp(course, { startsAt: at(date, time), zone: ZONE, now }).map(({ fill, helps }) => {
    const what = fill.kind === 'move' ? `move ${fill.sessionId}` : fill.kind;
    return `${what}: ${helps.map(({ code, gainDays }) => `${code} ${gainDays}`).join(', ')}`;
  });

describe('how late a course is', () => {
  const late = (dates: readonly string[], definition = aDefinition()) => {
    const phases = phasesBySession(definition);
    return daysLate(
      dates.map((date, index) => {
        const phase = phases[index];
        if (!phase) throw new Error('More sessions than the protocol has.');
        return { sequence: index + 1, phase, epochDay: epochDay(date) };
      }),
    );
  };

  test.each([
    ['within three weeks, a week apart at most', ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23'], 0],
    ['a day past three weeks', ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23', '2026-03-24'], 1],
    ['eight days apart', ['2026-03-02', '2026-03-10'], 1],
    ['twice eight days apart', ['2026-03-02', '2026-03-10', '2026-03-18'], 2],
    [
      'a gap of ten that makes it two days too long: the gap is more',
      ['2026-03-02', '2026-03-15', '2026-03-25'],
      9,
    ],
    ['over the night on which the clock changes', ['2026-03-01', '2026-03-08'], 0],
  ])('%s', (_, dates, days) => {
    expect(late(dates)).toBe(days);
  });

  test('by each phase for itself: a gap before the second belongs to the second', () => {
    const induction = Array.from({ length: 8 }, (_, i) =>
      i < 2 ? `2026-03-0${2 + 3 * i}` : `2026-03-${7 + 2 * i}`,
    );
    expect(late([...induction, '2026-03-31'], anEsketamineDefinition())).toBe(3); // ten days after the 21st
  });
});

describe('a freed time helps', () => {
  test('nobody whose course is as it should be', () => {
    expect(waysOn('2026-03-17', aCourse())).toEqual([]);
    expect(isHelpable(aCourse(), ZONE, NOW)).toBe(false);
  });

  test('a course that is late, by the days that it would be less so', () => {
    const course = aCourse({ sessions: sessionsOn(LATE) });
    expect(isHelpable(course, ZONE, NOW)).toBe(true);
    expect(waysOn('2026-03-20', course)).toEqual(['move of-course-6: nearer-target 8']);
    expect(waysOn('2026-03-25', course)).toEqual(['move of-course-6: nearer-target 6']);
    expect(waysOn('2026-03-31', course, NOW, '09:00')).toEqual([]); // the same day
    expect(waysOn('2026-04-01', course)).toEqual([]); // later still
  });

  test('no course by a session that took place, is past or under way', () => {
    const sessions = sessionsOn(LATE, { 6: 'arrived' });
    expect(waysOn('2026-03-20', aCourse({ sessions }))).toEqual([]);
  });

  test('a course that lacks a session, until it has left the planned ones behind', () => {
    const sessions = sessionsOn(MON_THU, { 3: 'cancelled' });
    expect(waysOn('2026-03-24', aCourse({ sessions }))).toEqual(['add: lacks-session null']);
    expect(waysOn('2026-03-24', aCourse({ sessions, plannedCount: 5 }))).toEqual([]);
    expect(waysOn('2026-03-24', aCourse({ sessions, state: 'maintenance' }))).toEqual([]);
  });

  test.each(['stopped', 'on-hold'] as const)('nobody whose course is %s', (state) => {
    const course = aCourse({ state, sessions: sessionsOn(LATE), wishes: [aWish()] });
    expect(waysOn('2026-03-20', course)).toEqual([]);
    expect(isHelpable(course, ZONE, NOW)).toBe(false);
  });

  test('whose booster is due, from the first day of its window to the last', () => {
    const due = (date: string, now = NOW) => waysOn(date, inMaintenance(), now);
    expect(due('2026-03-12')).toEqual([]);
    expect(due('2026-03-13')).toEqual(['booster: booster-due 0']);
    expect(due('2026-03-27')).toEqual(['booster: booster-due 0']);
    expect(due('2026-03-28')).toEqual([]);
    expect(due('2026-03-26', at('2026-03-24', '08:00'))).toEqual(['booster: booster-due 4']);
  });

  test('whose booster is booked past its day, as many days as it comes nearer to it', () => {
    const course = inMaintenance({ sessions: [...inMaintenance().sessions, aBooster('2026-03-26')] });
    expect(waysOn('2026-03-20', course)).toEqual(['move of-course-7: nearer-target 6']);
    expect(waysOn('2026-03-17', course)).toEqual(['move of-course-7: nearer-target 3']);
    expect(waysOn('2026-03-13', course)).toEqual([]); // further before it than it is after now
    const early = inMaintenance({ sessions: [...inMaintenance().sessions, aBooster('2026-03-19')] });
    expect(waysOn('2026-03-17', early)).toEqual([]);
  });

  test('nobody whose window rests on sessions that are still to come', () => {
    const boosterWindow = { ...DUE_ON_THE_20TH, provisional: true };
    expect(waysOn('2026-03-20', inMaintenance({ boosterWindow }))).toEqual([]);
  });
});

describe('who asked for another time', () => {
  const waits = (more: Partial<WaitlistWish>, date = '2026-03-17', time = '10:00') =>
    waysOn(date, aCourse({ wishes: [aWish(more)] }), NOW, time);

  test('is helped by an earlier one', () => {
    expect(waits({})).toEqual(['move of-course-6: asked 2']); // the 19th, at ten
    expect(waits({}, '2026-03-19', '09:00')).toEqual(['move of-course-6: asked null']); // an hour earlier
    expect(waits({}, '2026-03-19', '10:00')).toEqual([]); // it is there
    expect(waits({}, '2026-03-19', '11:00')).toEqual([]);
  });

  test('or by a later one, where that would suit as well', () => {
    expect(waits({ onlyEarlier: false }, '2026-03-20')).toEqual(['move of-course-6: asked null']);
  });

  test('on the weekdays, at the hours and until the day that they said, each to its edge', () => {
    expect(waits({ weekdays: [2] })).toHaveLength(1); // a Tuesday
    expect(waits({ weekdays: [1, 3, 4, 5] })).toEqual([]);
    expect(waits({ timeOfDay: { from: '10:00', to: '10:00' } })).toHaveLength(1);
    expect(waits({ timeOfDay: { from: '10:01', to: '12:00' } })).toEqual([]);
    expect(waits({ timeOfDay: { from: '08:00', to: '09:59' } })).toEqual([]);
    expect(waits({ until: '2026-03-17' })).toHaveLength(1);
    expect(waits({ until: '2026-03-16' })).toEqual([]);
  });

  test('for a booster, is given one where an order allows it, or has the one that is booked moved', () => {
    const asNeeded = { ...DUE_ON_THE_20TH, dueOn: null, asNeeded: true, interval: null };
    const wishes = [aWish({ sessionId: null })];
    expect(waysOn('2026-03-17', inMaintenance({ boosterWindow: asNeeded, wishes }))).toEqual([
      'booster: asked null',
    ]);
    expect(waysOn('2026-03-17', inMaintenance({ boosterWindow: null, wishes }))).toEqual([]);
    const sessions = [...inMaintenance().sessions, aBooster('2026-03-19')];
    expect(waysOn('2026-03-17', inMaintenance({ sessions, wishes }))).toEqual(['move of-course-7: asked 2']);
  });

  test('no longer waits for what took place, or was cancelled', () => {
    for (const status of ['fulfilled', 'cancelled', 'checked-in'] as const) {
      const sessions = sessionsOn(MON_THU, { 6: status });
      const ways = waysOn('2026-03-17', aCourse({ sessions, wishes: [aWish()], plannedCount: 5 }));
      expect(ways).toEqual([]);
    }
  });

  test('has one line, whatever speaks for it', () => {
    const course = aCourse({
      sessions: sessionsOn(LATE),
      wishes: [aWish(), aWish({ id: 'again', askedAt: 2 })],
    });
    expect(waysOn('2026-03-20', course)).toEqual(['move of-course-6: asked 11, nearer-target 8']);
    const [way] = waysToHelp(course, { startsAt: at('2026-03-20', '10:00'), zone: ZONE, now: NOW });
    expect(way?.wishId).toBe('wish');
  });
});

test('who asked comes first, then whose booster is due, then who lacks one, then who is late; then by gain, by time, by id', () => {
  const helped = (
    courseId: string,
    code: 'asked' | 'booster-due' | 'lacks-session' | 'nearer-target',
    gain: number,
    since = 0,
  ) => ({
    courseId,
    fill: { kind: 'add' as const },
    helps: [{ code, words: '', gainDays: gain }] as const,
    wishId: null,
    since,
  });
  const inOrder = [
    helped('h', 'asked', 1),
    helped('g', 'booster-due', 30),
    helped('f', 'lacks-session', 40),
    helped('e', 'nearer-target', 9, 5),
    helped('d', 'nearer-target', 8, 1),
    helped('b', 'nearer-target', 8, 2),
    helped('c', 'nearer-target', 8, 2),
  ];
  expect(inOrder.toReversed().sort(byHelp)).toEqual(inOrder);
});
