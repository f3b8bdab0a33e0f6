import { describe, expect, test } from '@jest/globals';
import { blockMinutes, longestSpanDays, phaseOf, plannedCount } from '#server/scheduling/protocol.ts';
import { aDefinition, anEsketamineDefinition } from '#tests/support/calendars.ts';

const six = aDefinition();
const esketamine = anEsketamineDefinition();

describe('a protocol', () => {
  test('of six infusions plans six, all of them induction; what comes after is maintenance', () => {
    expect(plannedCount(six)).toBe(6);
    expect([1, 6, 7, 40].map((sequence) => phaseOf(six, sequence))).toEqual([
      'induction',
      'induction',
      'maintenance',
      'maintenance',
    ]);
  });

  test('of esketamine plans twelve: eight of induction, then four of continuation', () => {
    expect(plannedCount(esketamine)).toBe(12);
    expect([1, 8, 9, 12, 13].map((sequence) => phaseOf(esketamine, sequence))).toEqual([
      'induction',
      'induction',
      'continuation',
      'continuation',
      'maintenance',
    ]);
  });

  test('holds the chair for every part of its block', () => {
    expect(blockMinutes(six.block)).toBe(120);
    expect(blockMinutes(esketamine.block)).toBe(165);
  });
});

describe('the longest that a course can take', () => {
  const [induction] = six.phases;
  if (!induction) throw new Error('no phase');

  test('is the span of its phase, where the gaps would allow more', () => {
    expect(longestSpanDays(six)).toBe(28); // five gaps of 14 days would be 70
  });

  test('is all of its gaps, where there is no span or a longer one', () => {
    expect(longestSpanDays({ ...six, phases: [{ ...induction, maxSpanDays: null }] })).toBe(70);
    expect(longestSpanDays({ ...six, phases: [{ ...induction, maxClearDays: 3, maxSpanDays: 28 }] })).toBe(
      20,
    );
  });

  test('is the phases one after the other, with the gap that leads into each', () => {
    // 35 days, then 10 into the next phase, then 28
    expect(longestSpanDays(esketamine)).toBe(73);
  });

  test('is no day for a course of one session', () => {
    expect(longestSpanDays({ ...six, phases: [{ ...induction, sessions: 1 }] })).toBe(0);
  });
});
