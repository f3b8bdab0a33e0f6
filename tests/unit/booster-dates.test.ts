import { describe, expect, test } from '@jest/globals';
import { boosterWindow, leastDaysBetween } from '#server/scheduling/booster/booster.ts';
import {
  type AskedTerms,
  orderTerms,
  orderWarnings,
  tooCloseInterval,
} from '#server/scheduling/booster/booster-order.ts';
import { reviewViolations } from '#server/scheduling/booster/booster-review.ts';
import { boosterViolations } from '#server/scheduling/change/change.ts';
import { addDays, epochDay, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { aDefinition, at } from '../support/calendars.ts';

/** Every rule of boosters that is about days, on the last day that keeps it and the first that does not. */

const { booster: rules } = aDefinition();
const codesOf = (violations: readonly { readonly code: string }[]) => violations.map(({ code }) => code);

/** What an order has against a booster on a day, after one session at a time of a clinic's day. */
function against(
  [date, time]: readonly [string, string],
  asked: AskedTerms,
  zone = 'America/New_York',
): (day: string) => string[] {
  const startsAt = at(date, time, 0, zone);
  const anchorOn = localDateOf(startsAt, zone);
  const { interval, asNeeded, seriesOf, flexDays, expiresOn } = orderTerms(asked, rules, anchorOn);
  const series = seriesOf === null ? null : { of: seriesOf, used: 0, setOn: anchorOn };
  const window = boosterWindow(rules, { interval, asNeeded, flexDays, expiresOn, series }, [
    { on: anchorOn, phase: 'induction', state: 'done' },
  ]);
  const course = {
    definition: aDefinition(),
    zone,
    sessions: [{ id: 'last', sequence: 6, phase: 'induction' as const, startsAt }],
    boosterWindow: window,
  };
  return (day) => codesOf(boosterViolations(course, { sequence: 7 }, epochDay(day)));
}

const OUTSIDE = ['outside-booster-window'];
const every = (interval: string, flexDays?: number): AskedTerms => ({ interval, asNeeded: false, flexDays });

describe('the window of an order (R12, R14)', () => {
  test.each([
    // last session, interval, flex, the first day and the last
    ['2026-02-20', 'P4W', undefined, '2026-03-13', '2026-03-27'],
    ['2026-02-20', 'P2W', undefined, '2026-03-03', '2026-03-09'],
    ['2026-02-20', 'P15D', undefined, '2026-02-28', '2026-03-14'],
    ['2026-02-20', 'P4W', 0, '2026-03-20', '2026-03-20'],
    // 31 January and a month is the last of February, in a leap year the 29th
    ['2026-01-31', 'P1M', undefined, '2026-02-21', '2026-03-07'],
    ['2028-01-31', 'P1M', undefined, '2028-02-22', '2028-03-07'],
    ['2028-01-31', 'P1M', 0, '2028-02-29', '2028-02-29'],
    ['2028-02-29', 'P12M', 0, '2029-02-28', '2029-02-28'],
    ['2028-01-30', 'P30D', 0, '2028-02-29', '2028-02-29'],
    ['2026-08-31', 'P3M', 2, '2026-11-28', '2026-12-02'],
    ['2026-12-31', 'P2M', undefined, '2027-02-21', '2027-03-07'],
    // over New York's changes of the clocks, 8 March and 1 November 2026
    ['2026-03-01', 'P1W', undefined, '2026-03-08', '2026-03-11'],
    ['2026-10-11', 'P3W', 0, '2026-11-01', '2026-11-01'],
  ])('after %s, every %s with flex %s, is from %s to %s', (last, interval, flexDays, first, latest) => {
    const on = against([last, '10:00'], every(interval, flexDays));
    expect([on(first), on(latest)]).toEqual([[], []]);
    expect(on(addDays(latest, 1))).toEqual(OUTSIDE);
    // A week before there is the other rule as well.
    expect(on(addDays(first, -1))).toContain('outside-booster-window');
  });

  // Late in the evening and early in the morning, where the day in London is another
  test.each([
    ['America/New_York', '2026-02-20', '23:30', '2026-03-20'],
    ['America/New_York', '2026-10-16', '23:30', '2026-11-13'],
    ['Pacific/Auckland', '2026-03-20', '00:30', '2026-04-17'],
    ['Pacific/Auckland', '2026-09-11', '00:30', '2026-10-09'],
    ['Australia/Lord_Howe', '2026-03-20', '00:15', '2026-04-17'],
    ['Australia/Lord_Howe', '2026-09-18', '00:15', '2026-10-16'],
    ['Asia/Kathmandu', '2026-02-20', '05:00', '2026-03-20'],
  ])('in %s, four weeks after %s at %s, is %s by the days of the clinic', (zone, date, time, due) => {
    const on = against([date, time], every('P4W', 0), zone);
    expect([on(addDays(due, -1)), on(due), on(addDays(due, 1))]).toEqual([OUTSIDE, [], OUTSIDE]);
  });
});

describe('the days between two boosters (R16)', () => {
  test.each([
    ['P6D', 'too-close'],
    ['P7D', null],
    ['P1W', null],
  ])('an interval of %s is %s', (interval, code) => {
    const found = tooCloseInterval({ interval }, rules, '2026-03-02');
    expect([found?.code ?? null, found?.rule ?? null]).toEqual([code, code && 'R16']);
  });

  test.each([
    ['as needed', { asNeeded: true }, '2026-03-08', '2026-03-09'],
    ['in a series', { asNeeded: false, seriesOf: 3 }, '2026-03-03', '2026-03-04'],
  ] as const)('%s, after Monday 2 March: not on %s, but on %s', (_, asked, tooSoon, soonest) => {
    const on = against(['2026-03-02', '10:00'], asked);
    expect(on(soonest)).toEqual([]);
    expect(on(tooSoon)).toEqual(['outside-booster-window', 'too-close']);
  });

  test('are the protocol’s own, in a series as well', () => {
    const own = { ...rules, minIntervalDays: 10, series: { minClearDays: 2, days: 14 } };
    const done = [{ on: '2026-03-02', phase: 'induction', state: 'done' as const }];
    const series = { of: 3, used: 1, setOn: '2026-03-03' };
    const order = { interval: null, asNeeded: false, flexDays: 0, expiresOn: null, series };
    const window = boosterWindow(own, order, done);
    expect(window).toMatchObject({ earliestOn: '2026-03-05', latestOn: '2026-03-17', seriesLeft: 2 });
    expect([leastDaysBetween(own, window), leastDaysBetween(own, null)]).toEqual([3, 10]);
  });
});

describe('the end of an order', () => {
  test.each([
    // As needed for six months (R15), a series for four weeks, unless another end is told
    [{ asNeeded: true }, '2026-08-31', '2027-02-28'],
    [{ asNeeded: true }, '2027-08-31', '2028-02-29'],
    [{ asNeeded: true, expiresOn: '2026-09-15' }, '2026-08-31', '2026-09-15'],
    [{ asNeeded: false, seriesOf: 2 }, '2026-02-20', '2026-03-20'],
    [{ asNeeded: false, seriesOf: 2, expiresOn: '2026-02-27' }, '2026-02-20', '2026-02-27'],
    [{ asNeeded: false, interval: 'P4W' }, '2026-02-20', null],
  ] as const)('of %j, set on %s, is %s', (asked, today, end) => {
    expect(orderTerms(asked, rules, today).expiresOn).toBe(end);
  });

  test('is the last day on which a booster may be', () => {
    const asNeeded = against(['2026-03-02', '10:00'], { asNeeded: true, expiresOn: '2026-03-25' });
    expect([asNeeded('2026-03-25'), asNeeded('2026-03-26')]).toEqual([[], OUTSIDE]);
    const fixed = against(['2026-03-02', '10:00'], { ...every('P4W'), expiresOn: '2026-03-25' });
    expect([fixed('2026-03-25'), fixed('2026-03-26')]).toEqual([[], OUTSIDE]);
  });

  // Due on 30 March, from 23 March to 6 April
  test.each([
    ['2026-03-22', '2026-03-10', ['order-too-short']],
    ['2026-03-23', '2026-03-10', []],
    [null, '2026-04-06', []],
    [null, '2026-04-07', ['window-passed']],
  ])('%s, seen on %s, makes somebody think of %j', (expiresOn, today, codes) => {
    const terms = orderTerms({ ...every('P4W'), expiresOn }, rules, '2026-03-02');
    const window = boosterWindow(rules, terms, [{ on: '2026-03-02', phase: 'induction', state: 'done' }]);
    expect(codesOf(orderWarnings(terms, window, today))).toEqual(codes);
  });
});

describe('months since the last session (R19)', () => {
  const asks = { ...rules, review: { rescreenMonths: 6 } };
  test.each([
    ['2026-03-03', '2026-09-03', '2026-09-04'],
    ['2026-08-31', '2027-02-28', '2027-03-01'],
    ['2027-08-31', '2028-02-29', '2028-03-01'],
    ['2026-12-31', '2027-06-30', '2027-07-01'],
  ])('after %s may still be booked on %s, and is a clinician’s on %s', (lastSessionOn, last, first) => {
    const on = (today: string) =>
      codesOf(reviewViolations(asks, { isScoreDue: false, lastSessionOn }, today, 7));
    expect([on(last), on(first)]).toEqual([[], ['needs-rescreening']]);
  });

  test('are nothing to a protocol that asks for no review, nor before the first session', () => {
    const known = { isScoreDue: true, lastSessionOn: '2020-01-01' };
    expect(reviewViolations(rules, known, '2026-03-02', 7)).toEqual([]);
    expect(reviewViolations(asks, { isScoreDue: false, lastSessionOn: null }, '2026-03-02', 7)).toEqual([]);
  });
});
