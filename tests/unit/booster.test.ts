import { describe, expect, test } from '@jest/globals';
import {
  boosterWindow,
  type CountedSession,
  defaultInterval,
  isInWindow,
} from '#server/scheduling/booster/booster.ts';
import { aDefinition } from '../support/calendars.ts';

const rules = aDefinition().booster;
const done = (on: string, phase = 'induction'): CountedSession => ({ on, phase, state: 'done' });
const toCome = (on: string, phase = 'induction'): CountedSession => ({ on, phase, state: 'to-come' });
const order = (interval: string | null, overrides = {}) => ({
  interval,
  asNeeded: interval === null,
  flexDays: 7,
  expiresOn: null,
  ...overrides,
});

describe("the next booster's window", () => {
  test.each([
    // last session, interval, flex, due, earliest, latest
    ['2026-01-31', 'P1M', 7, '2026-02-28', '2026-02-21', '2026-03-07'],
    ['2028-01-31', 'P1M', 7, '2028-02-29', '2028-02-22', '2028-03-07'],
    ['2026-08-31', 'P1M', 0, '2026-09-30', '2026-09-30', '2026-09-30'],
    ['2026-02-20', 'P4W', 7, '2026-03-20', '2026-03-13', '2026-03-27'], // across New York's DST change on 8 March
    ['2026-02-20', 'P6W', 7, '2026-04-03', '2026-03-27', '2026-04-10'],
    ['2026-12-31', 'P2M', 7, '2027-02-28', '2027-02-21', '2027-03-07'],
    ['2026-03-02', 'P10D', 3, '2026-03-12', '2026-03-09', '2026-03-15'],
  ])(
    '%s and %s with %i flex days is due on %s, from %s to %s',
    (on, interval, flexDays, dueOn, earliestOn, latestOn) => {
      expect(boosterWindow(rules, order(interval, { flexDays }), [done(on)])).toMatchObject({
        dueOn,
        earliestOn,
        latestOn,
        source: 'order',
        provisional: false,
      });
    },
  );

  test('is open on its first and last day, and shut the day before and after', () => {
    const window = boosterWindow(rules, order('P4W'), [done('2026-02-20')]);
    if (!window) throw new Error('no window');
    expect(
      ['2026-03-12', '2026-03-13', '2026-03-27', '2026-03-28'].map((date) => isInWindow(date, window)),
    ).toEqual([false, true, true, false]);
  });

  test('counts from the last planned session while some are to come, and says that it may move', () => {
    expect(
      boosterWindow(rules, null, [done('2026-03-02'), toCome('2026-03-05'), toCome('2026-03-09')]),
    ).toMatchObject({
      anchorOn: '2026-03-09',
      dueOn: '2026-04-06',
      source: 'protocol',
      provisional: true,
    });
  });

  test('counts from the last fulfilled session, not from a booster that is only booked', () => {
    const sessions = [
      done('2026-03-02'),
      done('2026-04-01', 'maintenance'),
      toCome('2026-04-29', 'maintenance'),
    ];
    expect(boosterWindow(rules, order('P2W', { flexDays: 3 }), sessions)).toMatchObject({
      anchorOn: '2026-04-01',
      dueOn: '2026-04-15',
      provisional: false,
    });
  });

  test('never opens closer to the last session than a booster series would be', () => {
    expect(boosterWindow(rules, order('P1W', { flexDays: 3 }), [done('2026-03-02')])).toMatchObject({
      dueOn: '2026-03-09',
      earliestOn: '2026-03-09',
      latestOn: '2026-03-12',
    });
  });

  test('ends with its order', () => {
    expect(
      boosterWindow(rules, order('P4W', { expiresOn: '2026-03-25' }), [done('2026-02-20')]),
    ).toMatchObject({
      latestOn: '2026-03-25',
    });
  });

  test('as needed has no due date, and stays open as long as the order', () => {
    expect(
      boosterWindow(rules, order(null, { expiresOn: '2026-09-02' }), [done('2026-03-02')]),
    ).toMatchObject({
      dueOn: null,
      earliestOn: '2026-03-09',
      latestOn: '2026-09-02',
      asNeeded: true,
    });
  });

  test('there is none before the first session', () => {
    expect(boosterWindow(rules, order('P4W'), [])).toBeNull();
  });

  test('a taper lengthens step by step and stays at its last', () => {
    const taper = {
      ...rules,
      defaultIntervals: [
        { interval: 'P1W', count: 4 },
        { interval: 'P2W', count: 4 },
        { interval: 'P4W', count: 3 },
      ] as const,
    };
    expect([0, 3, 4, 7, 8, 10, 11, 40].map((boosters) => defaultInterval(taper, boosters))).toEqual([
      'P1W',
      'P1W',
      'P2W',
      'P2W',
      'P4W',
      'P4W',
      'P4W',
      'P4W',
    ]);
  });

  test('without an order the flex is three days up to two weeks, and seven beyond', () => {
    const weekly = { ...rules, defaultIntervals: [{ interval: 'P2W', count: 1 }] as const };
    expect(boosterWindow(weekly, null, [done('2026-03-02')])).toMatchObject({
      earliestOn: '2026-03-13',
      latestOn: '2026-03-19',
    });
    expect(boosterWindow(rules, null, [done('2026-03-02')])).toMatchObject({
      earliestOn: '2026-03-23',
      latestOn: '2026-04-06',
    });
  });
});
