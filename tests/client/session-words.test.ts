import { describe, expect, test } from '@jest/globals';
import { fullSessionWords, numberWords, sessionWords } from '#client/lib/session-words.ts';
import { aSession } from '#tests/support/contract-data.ts';

describe('a session in words', () => {
  test('is its number and how many there are to be', () => {
    expect(fullSessionWords(aSession({ sequence: 3 }))).toBe('session 3 of 6');
  });

  test('keeps its number and says its place where one before it did not take place', () => {
    const seventh = aSession({ sequence: 7, place: 6 });
    expect(fullSessionWords(seventh)).toBe('session 7, 6 of 6');
    expect(numberWords(seventh)).toBe('6 of 6');
    expect(sessionWords(seventh)).toBe('session 7');
  });

  test('that was missed goes by its number alone', () => {
    const missed = aSession({ sequence: 2, place: null, status: 'noshow' });
    expect(fullSessionWords(missed)).toBe('session 2 of 6');
  });

  test('of maintenance is the booster that it is, whatever the numbers before it', () => {
    const booster = aSession({ sequence: 8, place: 1, phase: 'maintenance' });
    expect(fullSessionWords(booster)).toBe('booster 1');
    expect(numberWords(aSession({ sequence: 8, place: null, phase: 'maintenance' }))).toBe('booster 2');
  });
});
