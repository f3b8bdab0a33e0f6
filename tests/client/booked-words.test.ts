import { expect, test } from '@jest/globals';
import { bookedWords } from '#client/features/booking/plan-words.ts';
import { aCourse } from '#tests/support/contract-data.ts';

test('a course that is booked says so, and that something is to be done first where its sessions wait', () => {
  expect(bookedWords(aCourse())).toBe('Booked: six sessions for Ana Ruiz.');
  const sessions = aCourse().sessions.map((session) => ({ ...session, gateLight: 'red' as const }));
  expect(bookedWords(aCourse({ sessions }))).toBe(
    'Booked: six sessions for Ana Ruiz. The chairs are kept; something must be done before they take place.',
  );
});
