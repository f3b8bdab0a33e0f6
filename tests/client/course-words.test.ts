import { describe, expect, test } from '@jest/globals';
import { orderWords, windowReason, windowSentence } from '#client/lib/course-words.ts';
import type { BoosterWindow } from '#server/contract/plan.ts';

const window = (change: Partial<BoosterWindow> = {}): BoosterWindow => ({
  dueOn: '2027-03-22',
  earliestOn: '2027-03-15',
  latestOn: '2027-03-29',
  interval: 'P4W',
  asNeeded: false,
  source: 'order',
  anchorOn: '2027-02-22',
  provisional: false,
  ...change,
});
const asNeeded = window({ dueOn: null, interval: null, asNeeded: true });
const series = (seriesLeft: number) => window({ interval: null, seriesLeft });

describe('the next booster in a sentence', () => {
  test.each([
    [
      'on the last day of its window',
      window(),
      '2027-03-29',
      'Next booster was due Mon 22 Mar, 7 days ago, between Mon 15 Mar and Mon 29 Mar.',
    ],
    [
      'on the day after',
      window(),
      '2027-03-30',
      'The booster was due Mon 22 Mar, 8 days ago. Its window, Mon 15 Mar to Mon 29 Mar, has passed.',
    ],
    [
      'as needed, on the last day of the order',
      asNeeded,
      '2027-03-29',
      'Boosters are as needed: one can be booked between Mon 15 Mar and Mon 29 Mar.',
    ],
    [
      'as needed, on the day after',
      asNeeded,
      '2027-03-30',
      'Boosters were as needed: the last day was Mon 29 Mar.',
    ],
    [
      'of a series, on its last day',
      series(2),
      '2027-03-29',
      'A series of boosters, two still to book, between Mon 15 Mar and Mon 29 Mar.',
    ],
    [
      'of a series, on the day after',
      series(1),
      '2027-03-30',
      'A series of boosters, one not booked: the last day was Mon 29 Mar.',
    ],
    ['of a series that is used up', series(0), '2027-03-20', 'Every booster of the series has been booked.'],
  ])('%s', (_, booster, today, words) => {
    expect(windowSentence(booster, today)).toBe(words);
  });
});

test('a series is said as a series, and boosters as needed as needed', () => {
  expect(orderWords({ interval: null, asNeeded: false, seriesOf: 3 })).toBe('a series of three');
  expect(orderWords(series(2))).toBe('a series');
  expect(orderWords(asNeeded)).toBe('as needed');
  expect(windowReason(asNeeded)).toBe('One is booked when the patient asks for it.');
  expect(windowReason(window())).toBe('Every 4 weeks, as ordered; counted from Mon 22 Feb.');
  expect(windowReason(series(2))).toBe('Close together, as ordered, with a clear day between any two.');
});
