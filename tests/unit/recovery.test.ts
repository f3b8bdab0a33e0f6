import { describe, expect, test } from '@jest/globals';
import {
  longerRecovery,
  RECOVERY_RULES,
  type Recovery,
  recoveryOf,
} from '#server/scheduling/session/recovery.ts';

const MINUTE = 60_000;
/** 40 minutes of administration, and 30 of recovery. */
const block = { administration: 40, observation: 30 };
const left = (minutes: number, startedAt: number | null = 0) =>
  recoveryOf({ block, startedAt, completedAt: minutes * MINUTE }, RECOVERY_RULES);

describe('how long recovery took', () => {
  test.each([
    // administration took 40 minutes
    [70, 30, false],
    // ten minutes more are nothing to speak of
    [80, 40, false],
    [80.9, 40, false],
    [81, 41, true],
    // they left before administration was to be over
    [35, 0, false],
  ])('gone %d minutes after the start: %d, longer %s', (minutes, tookMinutes, isLonger) => {
    expect(left(minutes)).toEqual({ bookedMinutes: 30, tookMinutes, isLonger });
  });

  test('is not known where its start or its end was not noted', () => {
    const unknown = { bookedMinutes: 30, tookMinutes: null, isLonger: false };
    expect(left(70, null)).toEqual(unknown);
    expect(recoveryOf({ block, startedAt: 0, completedAt: null }, RECOVERY_RULES)).toEqual(unknown);
  });
});

describe('a longer recovery is suggested', () => {
  const took = (tookMinutes: number | null, bookedMinutes = 30): Recovery => ({
    bookedMinutes,
    tookMinutes,
    isLonger: tookMinutes !== null && tookMinutes > bookedMinutes + 10,
  });

  test.each<[string, Recovery[], number | null, number?]>([
    ['never after one', [took(60)], null],
    ['after two of two', [took(45), took(41)], 15],
    ['after two of the last three', [took(45), took(30), took(46)], 30],
    ['not after two, once two went well', [took(45), took(60), took(30), took(30)], null],
    ['by what was noted: a session without times counts neither way', [took(50), took(null), took(50)], 30],
    ['by exactly a step where that is enough', [took(60), took(60)], 30],
    // 45 are booked since; 60 minutes were the most
    ['against what is booked now', [took(60), took(60), took(50, 45)], 15, 45],
    ['no more, once enough is booked, though nobody has come for it yet', [took(60), took(60)], null, 60],
    ['never of nothing', [], null],
  ])('%s', (_, recoveries, extraMinutes, bookedNow = 30) => {
    expect(longerRecovery(recoveries, bookedNow, RECOVERY_RULES)?.extraMinutes ?? null).toBe(extraMinutes);
  });
});
