import { describe, expect, test } from '@jest/globals';
import {
  bandOf,
  futilitySignal,
  INSTRUMENTS,
  isTotalOf,
  percentChange,
  responseLevel,
  type Score,
  standingScores,
} from '#server/scheduling/response/response.ts';
import type { InstrumentCode } from '#server/scheduling/vocabulary.ts';

const PHQ = INSTRUMENTS['phq-9'];

describe('a total', () => {
  test.each<[InstrumentCode, number]>([
    ['phq-9', 27],
    ['qids-sr-16', 27],
    ['madrs', 60],
    ['gad-7', 21],
  ])('on %s is a whole number from 0 to %i', (code, most) => {
    const asked = [-1, 0, 0.5, most, most + 1];
    expect(asked.map((total) => isTotalOf(INSTRUMENTS[code], total))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  test.each<[InstrumentCode, number, number | null]>([
    ['phq-9', 4, 0],
    ['phq-9', 5, 1],
    ['phq-9', 9, 1],
    ['phq-9', 10, 2],
    ['phq-9', 14, 2],
    ['phq-9', 15, 3],
    ['phq-9', 19, 3],
    ['phq-9', 20, 4],
    ['qids-sr-16', 5, 0],
    ['qids-sr-16', 6, 1],
    ['qids-sr-16', 10, 1],
    ['qids-sr-16', 11, 2],
    ['qids-sr-16', 15, 2],
    ['qids-sr-16', 16, 3],
    ['qids-sr-16', 20, 3],
    ['qids-sr-16', 21, 4],
    ['gad-7', 4, 0],
    ['gad-7', 5, 1],
    ['gad-7', 9, 1],
    ['gad-7', 10, 2],
    ['gad-7', 14, 2],
    ['gad-7', 15, 3],
    ['madrs', 34, null],
  ])('on %s of %i is in band %s', (code, total, band) => {
    expect(bandOf(INSTRUMENTS[code], total)).toBe(band);
  });
});

describe('the level of response', () => {
  test.each([
    [20, 17, 'none'],
    [20, 16, 'improvement'],
    [20, 15, 'improvement'],
    [20, 14, 'partial-response'],
    [20, 11, 'partial-response'],
    [20, 10, 'response'],
    [20, 5, 'response'],
    [20, 4, 'remission'],
    [20, 24, 'none'],
    [0, 5, 'none'],
  ])('from a PHQ-9 of %i to one of %i is %s', (baseline, total, level) => {
    expect(responseLevel(PHQ.cutOffs, baseline, total)).toBe(level);
  });

  test.each<[InstrumentCode, number]>([
    ['phq-9', 4],
    ['qids-sr-16', 5],
    ['madrs', 10],
    ['gad-7', 4],
  ])('is remission on %s up to %i', (code, most) => {
    const { cutOffs, mostPoints } = INSTRUMENTS[code];
    expect(responseLevel(cutOffs, mostPoints, most)).toBe('remission');
    expect(responseLevel(cutOffs, mostPoints, most + 1)).toBe('response');
  });

  test("follows the clinic's own cut-off", () => {
    const own = { ...INSTRUMENTS.madrs.cutOffs, remissionAtMost: 12 };
    expect([12, 13].map((total) => responseLevel(own, 40, total))).toEqual(['remission', 'response']);
  });

  test('is told with the change in percent, and with none from a baseline of 0', () => {
    expect([percentChange(20, 15), percentChange(20, 22), percentChange(0, 3)]).toEqual([-25, 10, null]);
  });
});

test('a score that was put right counts no more, nor does a correction that was itself put right', () => {
  const scores = [
    score(1, 18),
    { ...score(1, 8), id: 'b', corrects: '1-18' },
    { ...score(1, 13), id: 'c', corrects: 'b' },
  ];
  expect(standingScores(scores).map(({ id }) => id)).toEqual(['c']);
});

describe('a course from a PHQ-9 of 20', () => {
  const signal = (...scores: Score[]) => futilitySignal(PHQ.cutOffs, score(0, 20), [score(0, 20), ...scores]);

  test.each([
    ['17 after the fourth session', [score(4, 17)], 'little-change-after-four'],
    ['16 after the fourth session', [score(4, 16)], null],
    ['17 after the fifth session', [score(5, 17)], 'little-change-after-four'],
    ['17 after the third session alone', [score(3, 17)], null],
    [
      '17 after each of three sessions',
      [score(1, 17), score(2, 17), score(3, 17)],
      'three-without-improvement',
    ],
    ['16 after the first of three', [score(1, 16), score(2, 17), score(3, 17)], null],
    ['16 after the last of three', [score(1, 17), score(2, 17), score(3, 16)], null],
    ['17 after each of two sessions', [score(1, 17), score(2, 17)], null],
    ['no score after it', [], null],
  ] as const)('with %s: the signal is as R8 has it', (_, scores, expected) => {
    expect(signal(...scores)).toBe(expected);
  });

  test('is compared on its own scale only', () => {
    expect(signal({ ...score(4, 20), instrument: 'gad-7' })).toBeNull();
  });

  test('goes by the correction, not by what it puts right', () => {
    expect(signal({ ...score(4, 8), id: 'b', corrects: '4-18' }, score(4, 18))).toBeNull();
  });

  test('goes by the last of several scores after a session, in whatever order they come', () => {
    const late = { ...score(4, 10), id: 'late', on: '2026-03-14' };
    expect([signal(score(4, 18), late), signal(late, score(4, 18))]).toEqual([null, null]);
  });
});

test('from a baseline of 0 nothing can fall, and no signal is given', () => {
  expect(futilitySignal(PHQ.cutOffs, score(0, 0), [score(4, 3)])).toBeNull();
});

function score(sessionsGiven: number, total: number): Score {
  const on = `2026-03-${String(2 + 2 * sessionsGiven).padStart(2, '0')}`;
  return { id: `${sessionsGiven}-${total}`, instrument: 'phq-9', total, on, sessionsGiven, corrects: null };
}
