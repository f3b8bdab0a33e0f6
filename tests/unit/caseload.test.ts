import { describe, expect, test } from '@jest/globals';
import { type CourseFacts, needsOf, orderKey } from '#server/scheduling/response/caseload.ts';
import { REVIEW_RULES } from '#server/scheduling/response/reviews-due.ts';

const NOTHING: CourseFacts = {
  state: 'maintenance',
  relapseReportedOn: null,
  isInterrupted: false,
  reviewsDue: [],
  hasFutilitySignal: false,
  orderEndsOn: null,
  gateOpenOn: null,
};
const TODAY = '2026-03-02';

const needs = (facts: Partial<CourseFacts>) => needsOf({ ...NOTHING, ...facts }, TODAY, REVIEW_RULES);
const codes = (facts: Partial<CourseFacts>) => needs(facts).map(({ code }) => code);

describe('a course needs a clinician', () => {
  test('for nothing, where nothing is the matter', () => {
    expect(needs({})).toEqual([]);
  });

  test('for everything that is the matter, the most pressing first', () => {
    expect(
      needs({
        state: 'maintenance',
        relapseReportedOn: '2026-02-27',
        isInterrupted: true,
        reviewsDue: [{ code: 'continued-need', rule: 'R18', dueOn: '2026-02-20' }],
        hasFutilitySignal: true,
        orderEndsOn: '2026-03-10',
        gateOpenOn: '2026-03-05',
      }),
    ).toEqual([
      { code: 'relapse-reported', review: null, on: '2026-02-27' },
      { code: 'interrupted', review: null, on: null },
      { code: 'response-review-due', review: 'continued-need', on: '2026-02-20' },
      { code: 'futility-signal', review: null, on: null },
      { code: 'order-expiring', review: null, on: '2026-03-10' },
      { code: 'gate-open', review: null, on: '2026-03-05' },
    ]);
  });

  test('while it is on hold', () => {
    expect(codes({ state: 'on-hold' })).toEqual(['on-hold']);
  });

  test.each([
    ['2026-03-17', []],
    ['2026-03-16', ['order-expiring']],
    ['2026-03-02', ['order-expiring']],
    ['2026-01-31', ['order-expiring']],
  ])('by an order that ends on %s: %j on 2 March', (orderEndsOn, expected) => {
    expect(codes({ orderEndsOn })).toEqual(expected);
  });

  test.each(['induction', 'on-hold', 'stopped'] as const)('not for its order while it is %s', (state) => {
    expect(codes({ state, orderEndsOn: TODAY })).not.toContain('order-expiring');
  });
});

test('courses come by need, what waited longest first, then by name, and those that need nobody last', () => {
  const keys = [
    orderKey(needs({}), ' abel ana'),
    orderKey(needs({ orderEndsOn: '2026-03-10' }), ' abel ana'),
    orderKey(needs({ state: 'on-hold' }), ' zorn zoe'),
    orderKey(needs({ state: 'on-hold' }), ' abel ana'),
    orderKey(needs({ relapseReportedOn: '2026-03-01' }), ' abel ana'),
    orderKey(needs({ relapseReportedOn: '2026-02-27' }), ' zorn zoe'),
  ];
  expect([...keys].sort()).toEqual([...keys].reverse());
});
