import { describe, expect, test } from '@jest/globals';
import { readToken, signToken } from '#server/platform/signed-token.ts';

const SECRET = 'a secret of these tests';
const CLAIMS = { courseId: 'course-1', startsAt: '2026-03-02T10:00:00-05:00', note: 'Zoë, “as agreed”' };
const token = signToken('change', CLAIMS, SECRET);

/** The token with other words and the signature it had. */
const withClaims = (claims: object) =>
  [Buffer.from(JSON.stringify(claims)).toString('base64url'), token.split('.')[1]].join('.');

describe('a signed token', () => {
  test('reads as it was signed, with the same purpose and secret', () => {
    expect(readToken('change', token, SECRET)).toEqual(CLAIMS);
  });

  test('travels in an address as it is', () => {
    expect(token).toBe(encodeURIComponent(token));
  });

  test('is worth nothing for another purpose', () => {
    expect(readToken('calendar', token, SECRET)).toBeNull();
    expect(readToken('', token, SECRET)).toBeNull();
  });

  test('is worth nothing with another secret', () => {
    expect(readToken('change', token, 'another secret')).toBeNull();
  });

  test('is worth nothing where a word of it was changed', () => {
    expect(readToken('change', withClaims({ ...CLAIMS, courseId: 'course-2' }), SECRET)).toBeNull();
    expect(readToken('change', withClaims(CLAIMS), SECRET)).toEqual(CLAIMS);
  });

  test('is worth nothing where any character of its signature was changed', () => {
    const [payload = '', signature = ''] = token.split('.');
    // The last of 43 characters has two bits that say nothing, so it has others that mean the same.
    for (let i = 0; i < signature.length - 1; i += 1) {
      const other = signature[i] === 'A' ? 'B' : 'A';
      const changed = `${signature.slice(0, i)}${other}${signature.slice(i + 1)}`;
      expect(readToken('change', `${payload}.${changed}`, SECRET)).toBeNull();
    }
  });

  test.each([
    '',
    '.',
    'a',
    'a.',
    '.a',
    'a.b',
    `${token}.`,
    `${token}.a`,
    `.${token}`,
    token.slice(0, -4),
    token.split('.')[0] ?? '',
    `${token.split('.')[0]}.!!!`,
  ])('is not whatever else may come: %s', (other) => {
    expect(readToken('change', other, SECRET)).toBeNull();
  });
});
