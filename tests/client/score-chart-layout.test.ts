import { describe, expect, test } from '@jest/globals';
import {
  axisTotals,
  bandStretches,
  type ChartScale,
  dotsAlong,
  freeLeft,
  goalsOf,
  heightOf,
  nextScore,
  responseAtMost,
  stretchOf,
} from '#client/features/response/score-chart-layout.ts';

const PHQ9: ChartScale = {
  mostPoints: 27,
  bands: [
    { from: 0, words: 'minimal' },
    { from: 5, words: 'mild' },
    { from: 10, words: 'moderate' },
    { from: 15, words: 'moderately severe' },
    { from: 20, words: 'severe' },
  ],
};
const MADRS: ChartScale = { mostPoints: 60, bands: [] };

const bottom = ({ top, height }: { top: number; height: number }) => top + height;

describe('the height of a total', () => {
  test('goes down as the patient gets better, by the same for every point', () => {
    expect(heightOf(0, PHQ9) - heightOf(1, PHQ9)).toBeCloseTo(100 / 28, 2);
    expect(heightOf(26, PHQ9) - heightOf(27, PHQ9)).toBeCloseTo(100 / 28, 2);
  });

  test('leaves room for the mark of the least and of the most', () => {
    expect(heightOf(27, PHQ9)).toBeCloseTo(50 / 28, 2);
    expect(heightOf(0, PHQ9)).toBeCloseTo(100 - 50 / 28, 2);
  });
});

describe('the bands of a scale', () => {
  test('fill the chart without a gap, and hold both their ends', () => {
    const bands = bandStretches(PHQ9);
    expect(bands.map(({ words, from }) => [words, from])).toEqual(
      PHQ9.bands.map(({ words, from }) => [words, from]),
    );
    expect(bottom(bands[0] ?? stretchOf(0, 0, PHQ9))).toBeCloseTo(100);
    expect(bands.at(-1)?.top).toBeCloseTo(0);
    for (const [i, band] of bands.entries()) {
      const next = bands[i + 1];
      if (next) expect(bottom(next)).toBeCloseTo(band.top);
    }
    // Moderate is 10 to 14.
    const moderate = bands[2] ?? stretchOf(0, 0, PHQ9);
    expect(heightOf(14, PHQ9)).toBeGreaterThan(moderate.top);
    expect(heightOf(15, PHQ9)).toBeLessThan(moderate.top);
    expect(heightOf(10, PHQ9)).toBeLessThan(bottom(moderate));
    expect(heightOf(9, PHQ9)).toBeGreaterThan(bottom(moderate));
  });

  test('say their totals at the side; a scale without bands says every tenth', () => {
    expect(axisTotals(PHQ9)).toEqual([0, 5, 10, 15, 20, 27]);
    expect(axisTotals(MADRS)).toEqual([0, 10, 20, 30, 40, 50, 60]);
  });
});

describe('where a score is to come to', () => {
  test.each([
    [18, 9],
    [17, 8],
    [1, 0],
    [0, 0],
  ])('half of a baseline of %i is a response at %i and less', (baseline, atMost) => {
    expect(responseAtMost(baseline, 50)).toBe(atMost);
  });

  test('response ends where remission begins', () => {
    const [response, remission] = goalsOf({ responseAtMost: 9, remissionAtMost: 4 }, PHQ9);
    expect(response).toMatchObject({ level: 'response', atMost: 9, ...stretchOf(5, 9, PHQ9) });
    expect(remission).toMatchObject({ level: 'remission', atMost: 4, ...stretchOf(0, 4, PHQ9) });
    expect(bottom(response ?? stretchOf(0, 0, PHQ9))).toBeCloseTo(remission?.top ?? 0);
  });

  test.each([
    ['a baseline of 9, half of which is remission', 4],
    ['no baseline', null],
  ])('from %s remission alone is drawn', (_, atMost) => {
    expect(goalsOf({ responseAtMost: atMost, remissionAtMost: 4 }, PHQ9).map(({ level }) => level)).toEqual([
      'remission',
    ]);
  });

  test('from a baseline of 10 response is the one total above remission', () => {
    const [response] = goalsOf({ responseAtMost: 5, remissionAtMost: 4 }, PHQ9);
    expect(response).toMatchObject({ level: 'response', ...stretchOf(5, 5, PHQ9) });
  });
});

test.each([
  ['ArrowRight', 1, 2],
  ['ArrowRight', 4, 4],
  ['ArrowLeft', 1, 0],
  ['ArrowLeft', 0, 0],
  ['Home', 3, 0],
  ['End', 1, 4],
  ['Tab', 1, null],
])('of five scores %s goes from number %i to %s', (key, from, to) => {
  expect(nextScore(5, from, key)).toBe(to);
});

describe('a label', () => {
  const label = { width: 100, top: 100, bottom: 116 };

  test('begins at the left where nothing is there', () => {
    expect(freeLeft(label, [{ x: 50, y: 40 }], 800)).toBe(2);
  });

  test('makes way for a score, and for the line that joins two', () => {
    expect(freeLeft(label, [{ x: 50, y: 108 }], 800)).toBe(62);
    const line = dotsAlong([
      { x: 20, y: 20 },
      { x: 60, y: 200 },
    ]);
    const left = freeLeft(label, line, 800);
    expect(left).toBeGreaterThan(40);
    expect(left).toBeLessThan(60);
  });

  test('that finds no place stands at the left all the same', () => {
    const everywhere = dotsAlong([
      { x: 0, y: 108 },
      { x: 300, y: 108 },
    ]);
    expect(freeLeft(label, everywhere, 300)).toBe(2);
  });
});
