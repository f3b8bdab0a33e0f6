import { describe, expect, test } from '@jest/globals';
import { type SuggestionFacts, suggestions } from '#server/scheduling/booster/booster-suggestions.ts';
import { inOrder, stepBack, stepForward } from '#server/scheduling/booster/ladder.ts';

const LADDER = ['P1W', 'P2W', 'P4W', 'P6W', 'P8W', 'P12W'];

describe('a step on the ladder (R13)', () => {
  test.each([
    // what holds, a step back, a step forward
    ['P1W', null, 'P2W'],
    ['P2W', 'P1W', 'P4W'],
    ['P4W', 'P2W', 'P6W'],
    ['P8W', 'P6W', 'P12W'],
    ['P12W', 'P8W', null],
    // no rungs: the next one in that direction
    ['P3W', 'P2W', 'P4W'],
    ['P1M', 'P4W', 'P6W'],
    ['P28D', 'P2W', 'P6W'],
    ['P2M', 'P8W', 'P12W'],
    ['P3M', 'P12W', null],
    ['P7D', null, 'P2W'],
    ['P6M', 'P12W', null],
  ])('from %s is %s back and %s forward', (interval, back, forward) => {
    expect([stepBack(LADDER, interval), stepForward(LADDER, interval)]).toEqual([back, forward]);
  });

  test('is one of the protocol’s own rungs, in whichever order they are written', () => {
    expect(stepForward(['P12W', 'P1M', 'P2W'], 'P2W')).toBe('P1M');
    expect(stepBack(['P12W', 'P1M', 'P2W'], 'P12W')).toBe('P1M');
    expect(inOrder(['P12W', 'P1M', 'P2W'])).toEqual(['P2W', 'P1M', 'P12W']);
    expect([stepBack([], 'P4W'), stepForward([], 'P4W')]).toEqual([null, null]);
  });
});

/** Every four weeks, ordered on 1 April; nothing said since. */
const facts = (change: Partial<SuggestionFacts> = {}): SuggestionFacts => ({
  ladder: LADDER,
  interval: 'P4W',
  setOn: '2026-04-01',
  orderEndsOn: null,
  checks: [],
  isRelapseReported: false,
  isNeedDue: false,
  orderExpiringDays: 14,
  ...change,
});
const TODAY = '2026-06-01';
const found = (change: Partial<SuggestionFacts>) =>
  suggestions(facts(change), TODAY).map(({ code, why, interval }) => [code, why, interval]);
const check = (on: string, level: SuggestionFacts['checks'][number]['level'] = 'response') => ({ on, level });

describe('what a clinician might do', () => {
  test('is nothing where nothing is known', () => {
    expect(found({})).toEqual([]);
  });

  test('is one step back once somebody says that symptoms are coming back', () => {
    expect(suggestions(facts({ isRelapseReported: true }), TODAY)).toEqual([
      { code: 'step-back', why: 'relapse-reported', rule: 'R13', interval: 'P2W' },
    ]);
  });

  test.each([
    ['partial-response', true],
    ['improvement', true],
    ['none', true],
    ['response', false],
    ['remission', false],
  ] as const)('is one step back where a responder’s last score says %s: %s', (level, isBack) => {
    const checks = [check('2026-03-20', 'remission'), check('2026-05-20', level)];
    expect(found({ checks })).toEqual(isBack ? [['step-back', 'worse', 'P2W']] : []);
  });

  test('is no step back of somebody who never responded', () => {
    expect(found({ checks: [check('2026-04-20', 'improvement'), check('2026-05-20', 'none')] })).toEqual([]);
  });

  test.each([
    ['at the shortest interval', { interval: 'P1W' }],
    ['as needed', { interval: null }],
  ])('is a booster series %s', (_, change) => {
    expect(found({ ...change, isRelapseReported: true })).toEqual([['series', 'relapse-reported', null]]);
  });

  test.each([
    ['one stable check', [check('2026-05-20')], false],
    ['two', [check('2026-04-29'), check('2026-05-20', 'remission')], true],
    ['two, a week apart', [check('2026-05-13'), check('2026-05-20')], true],
    ['two, six days apart', [check('2026-05-14'), check('2026-05-20')], false],
    ['two, of which the first is what the order rests on', [check('2026-04-01'), check('2026-05-20')], false],
    ['two, of which the first is from the day after', [check('2026-04-02'), check('2026-05-20')], true],
    [
      'two, with a worse one between',
      [check('2026-04-10'), check('2026-04-29', 'none'), check('2026-05-20')],
      false,
    ],
  ] as const)('is one step forward after two stable checks since the order: %s', (_, checks, isForward) => {
    expect(found({ checks })).toEqual(isForward ? [['step-forward', 'stable', 'P6W']] : []);
  });

  test('is no step forward from the top, nor without an interval, nor beside a step back', () => {
    const checks = [check('2026-04-29'), check('2026-05-20')];
    expect(found({ checks, interval: 'P12W' })).toEqual([]);
    expect(found({ checks, interval: null })).toEqual([]);
    expect(found({ checks, isRelapseReported: true })).toEqual([['step-back', 'relapse-reported', 'P2W']]);
  });

  test('is to look whether to go on, every half year (R18)', () => {
    expect(suggestions(facts({ isNeedDue: true }), TODAY)).toEqual([
      { code: 'review-need', why: 'six-months', rule: 'R18', interval: null },
    ]);
  });

  test.each([
    ['2026-05-31', 'order-ended'],
    ['2026-06-01', 'order-ends'],
    ['2026-06-15', 'order-ends'],
    ['2026-06-16', null],
  ])('is to renew an order that ends on %s: %s', (orderEndsOn, why) => {
    expect(found({ orderEndsOn })).toEqual(why === null ? [] : [['renew-order', why, 'P4W']]);
  });
});
