import { describe, expect, test } from '@jest/globals';
import { bandWordsOf, levelOf, type Measure, meaningWords } from '#client/features/response/score-meaning.ts';
import { changeWords } from '#client/lib/response-words.ts';
import { scoreErrors } from '#client/lib/score-draft.ts';
import { TODAY } from '#tests/support/contract-data.ts';

const PHQ9: Measure = {
  mostPoints: 27,
  bands: [
    { from: 0, words: 'minimal' },
    { from: 5, words: 'mild' },
    { from: 10, words: 'moderate' },
    { from: 15, words: 'moderately severe' },
    { from: 20, words: 'severe' },
  ],
  cutOffs: { improvementPercent: 20, partialResponsePercent: 30, responsePercent: 50, remissionAtMost: 4 },
};
const MADRS: Measure = {
  ...PHQ9,
  mostPoints: 60,
  bands: [],
  cutOffs: { ...PHQ9.cutOffs, remissionAtMost: 10 },
};

describe('what a total means', () => {
  test.each([
    [20, 17, 'none'],
    // A fall of exactly 20, 30 and 50 percent is one.
    [20, 16, 'improvement'],
    [20, 15, 'improvement'],
    [20, 14, 'partial-response'],
    [20, 11, 'partial-response'],
    [20, 10, 'response'],
    [20, 5, 'response'],
    [20, 4, 'remission'],
    // 7 of 15 is more than half, and 8 of 15 is less.
    [15, 8, 'partial-response'],
    [15, 7, 'response'],
    [10, 12, 'none'],
    [null, 9, null],
    [0, 9, null],
    [null, 4, 'remission'],
  ])('from a baseline of %s a total of %i is %s', (baseline, total, level) => {
    expect(levelOf(total, baseline, PHQ9)).toBe(level);
  });

  test.each([
    [0, 'minimal'],
    [4, 'minimal'],
    [5, 'mild'],
    [14, 'moderate'],
    [15, 'moderately severe'],
    [27, 'severe'],
  ])('%i is %s', (total, words) => {
    expect(bandWordsOf(total, PHQ9)).toBe(words);
  });

  test('is said at once, with what it is measured from', () => {
    expect(meaningWords(14, 18, PHQ9)).toBe('14: moderate, 22 % below baseline (18), improvement');
    expect(meaningWords(20, 18, PHQ9)).toBe('20: severe, 11 % above baseline (18), no improvement');
    expect(meaningWords(18, null, PHQ9)).toBe('18: moderately severe');
    expect(meaningWords(31, null, MADRS)).toBe('31');
    expect(meaningWords(15, 31, MADRS)).toBe('15: 51 % below baseline (31), response');
  });

  test('does not say of 49.6 percent that it is half', () => {
    expect(changeWords(-49.6)).toBe('49 % below baseline');
    expect(changeWords(-50)).toBe('50 % below baseline');
    expect(changeWords(0)).toBe('as at baseline');
    expect(changeWords(null)).toBeNull();
  });
});

describe('a score that is being written', () => {
  const draft = { instrument: 'phq-9', total: 9, assessedOn: TODAY } as const;

  test.each([0, 27])('may be %i of 27', (total) => {
    expect(scoreErrors({ ...draft, total }, 27, TODAY)).toEqual({});
  });

  test.each([-1, 28, 9.5, ''] as const)('may not be %s of 27', (total) => {
    expect(scoreErrors({ ...draft, total }, 27, TODAY)).toEqual({
      total: 'Give the whole total, from 0 to 27.',
    });
  });

  test('is of today or before', () => {
    expect(scoreErrors({ ...draft, assessedOn: '2027-03-03' }, 27, TODAY)).toEqual({
      assessedOn: 'Give today, or a day before it.',
    });
    expect(scoreErrors({ ...draft, assessedOn: '' }, 27, TODAY)).toEqual({
      assessedOn: 'Give the whole date.',
    });
  });
});
