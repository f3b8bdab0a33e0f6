import { describe, expect, test } from '@jest/globals';
import { exposureOf } from '#server/scheduling/course/exposure.ts';

describe('how often somebody was treated (R20)', () => {
  test.each([
    ['a session of a year ago to the day is a year old', '2025-03-02', 0],
    ['one of the day after is not', '2025-03-03', 1],
    ['one of today counts', '2026-03-02', 1],
  ])('%s', (_, day, lastTwelveMonths) => {
    expect(exposureOf([day], 24, '2026-03-02')).toEqual({
      lifetime: 1,
      lastTwelveMonths,
      needsReview: false,
    });
  });

  test('29 February is a year old on 28 February', () => {
    expect(exposureOf(['2024-02-29'], 24, '2025-02-27').lastTwelveMonths).toBe(1);
    expect(exposureOf(['2024-02-29'], 24, '2025-02-28').lastTwelveMonths).toBe(0);
  });

  test.each([
    ['23 ask for nothing', 23, false],
    ['24 ask for a look', 24, true],
  ])('%s', (_, count, needsReview) => {
    const days = Array.from({ length: count }, () => '2026-03-01');
    expect(exposureOf(days, 24, '2026-03-02')).toMatchObject({ lifetime: count, needsReview });
  });

  test('sessions of long ago count for the lifetime alone', () => {
    const days = Array.from({ length: 40 }, () => '2024-03-01');
    expect(exposureOf(days, 24, '2026-03-02')).toEqual({
      lifetime: 40,
      lastTwelveMonths: 0,
      needsReview: false,
    });
  });
});
