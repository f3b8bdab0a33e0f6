import { describe, expect, test } from '@jest/globals';
import { weaknessOf } from '#server/platform/weak-password.ts';

const ABOUT = ['Ana Lima', 'ana.lima@example.com', 'Harbor Clinic'];

describe('a password is refused that', () => {
  test.each([
    ['is on every list', '1qaz2wsx3edc'],
    ['is a common one with digits after it', 'sunshine123456'],
    ['is a common one in capitals', 'PASSWORD!!!!!!!!'],
    ['is a common one with signs around it', '***princess***'],
    ['repeats itself', 'abcabcabcabc'],
    ['repeats one word', 'otterotterotter'],
    ['is of four characters', 'aabbccddaabbccda'],
    ['is in order', 'abcdefghijklm'],
    ['is in order backwards', '987654321098'],
    ['is its person’s name', 'Lima-Lima-2026'],
    ['is its person’s address', 'ana.lima@example.com'],
    ['is the clinic’s name', 'HarborClinic2026!'],
  ])('%s', (_, password) => {
    expect(weaknessOf(password, ABOUT)).toMatch(/A few words that have nothing to do with each other/);
  });
});

test.each([
  ['words', 'seven quiet otters'],
  ['one long word, without capitals, digits or signs', 'marzipanwalrusteapot'],
  ['digits alone', '83920174628391'],
  ['words among which is a name', 'harbor seals sing at dawn'],
  ['letters of another alphabet', 'тихие выдры спят'],
])('%s are good enough', (_, password) => {
  expect(weaknessOf(password, ABOUT)).toBeNull();
});
