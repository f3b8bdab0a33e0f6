import { describe, expect, test } from '@jest/globals';
import { bend, broken, type Override, openRules, RULES } from '#server/scheduling/rules.ts';
import { ROLES, VIOLATION_CODES, type ViolationCode } from '#server/scheduling/vocabulary.ts';

describe('the table of rules', () => {
  test.each([
    ['too-close', 'R4', 'hard', ['clinician']],
    ['too-many-in-week', 'R5', 'hard', ['clinician']],
    ['too-far', 'R6', 'hard', ['clinician']],
    ['interrupted', 'R7', 'hard', ['clinician']],
    ['fewer-sessions', 'R1', 'hard', ['clinician']],
    ['span-exceeded', 'R2', 'hard', ['clinician']],
    ['outside-booster-window', 'R12', 'hard', ['clinician']],
    ['monitoring-full', 'R32', 'hard', ['admin']],
    ['too-few-trained', 'R34', 'hard', ['admin']],
    ['prescriber-absent', 'R25', 'hard-no', []],
    ['chair-full', 'R33', 'hard-no', []],
    ['closed', 'R31', 'hard-no', []],
    ['on-hold', 'R50', 'hard-no', []],
    ['too-many-sessions', 'R9', 'hard-no', []],
    ['long-gap', 'R6', 'soft', []],
    ['long-course', 'R2', 'soft', []],
    ['starts-bunched', 'R35', 'soft', []],
    ['short-notice', 'R51', 'soft', []],
    ['missed-sessions', 'R53', 'soft', []],
  ] as const)('%s is %s, %s, and may be bent by %j', (code, number, strength, mayOverride) => {
    expect(RULES[code]).toMatchObject({ number, strength, mayOverride });
  });

  test('says of a rule that somebody may bend that it is hard, and of no other', () => {
    for (const code of VIOLATION_CODES) {
      const { strength, mayOverride, words } = RULES[code];
      expect([code, mayOverride.length > 0]).toEqual([code, strength === 'hard']);
      expect(words).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('leaves nothing to the front desk, the nurse or the patient to bend', () => {
    const owners = new Set(Object.values(RULES).flatMap(({ mayOverride }) => mayOverride));
    expect([...owners].sort()).toEqual(['admin', 'clinician']);
  });
});

describe('an override', () => {
  const overrideOf = (code: ViolationCode, sequence: number | null): Override => ({
    code,
    sequence,
    reason: 'Travels',
  });
  const close = broken('too-close', 'Too close.', 4);

  test('counts from whoever may, for its rule and its session', () => {
    const openFor = (overrides: Override[], role: (typeof ROLES)[number]) =>
      openRules(bend([close], overrides, role)).length === 0;
    expect(ROLES.filter((role) => openFor([overrideOf('too-close', 4)], role))).toEqual(['clinician']);
    expect(openFor([overrideOf('too-close', 5)], 'clinician')).toBe(false);
    expect(openFor([overrideOf('too-close', null)], 'clinician')).toBe(false);
    expect(openFor([overrideOf('too-far', 4)], 'clinician')).toBe(false);
  });

  test('of a rule that is nobody’s counts for nothing', () => {
    const full = broken('chair-full', 'Full.', 4);
    for (const role of ROLES)
      expect(openRules(bend([full], [overrideOf('chair-full', 4)], role))).toHaveLength(1);
  });

  test('is not asked for where a rule only warns', () => {
    expect(openRules(bend([broken('long-gap', 'Long.', 4)], [], 'front-desk'))).toEqual([]);
  });
});
