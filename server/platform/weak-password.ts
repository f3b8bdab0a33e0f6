import { dictionary } from '@zxcvbn-ts/language-common';

/** Some fifty thousand, from lists of what was stolen. */
const COMMON = new Set(dictionary['passwords-common']);

/** A name of fewer letters is in too many words. */
const TELLING_LETTERS = 4;
/** What a password needs besides names. */
const LEAST_LETTERS = 8;

/**
 * Why a password is among the first that somebody would try, in words for whoever chose it; null where it is not.
 * `about`: what others know of its person. Length is judged by the contract.
 *
 *   sunshine123456      a common one, and digits after it
 *   abcabcabcabc        the same again and again
 *   abcdefghijkl        in the order of the alphabet
 *   ana.lima-2026!      the name of its person
 */
export function weaknessOf(password: string, about: readonly string[]): string | null {
  const plain = password.normalize('NFKC').toLowerCase();
  const bare = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  if (COMMON.has(plain) || COMMON.has(bare)) {
    return 'This is one of the first passwords that others would try. A few words that have nothing to do with each other are better.';
  }
  if (/^(.{1,6}?)\1+$/u.test(plain) || new Set(plain).size < 5 || isRow(plain)) {
    return 'This repeats itself, or runs in order. A few words that have nothing to do with each other are better.';
  }
  if (isNameAlone(plain, about)) {
    return 'This is little more than a name that others know. A few words that have nothing to do with each other are better.';
  }
  return null;
}

/** Without the names, hardly any letters are left. */
function isNameAlone(plain: string, about: readonly string[]): boolean {
  const names = about
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((name) => name.length >= TELLING_LETTERS);
  const rest = names.reduce((left, name) => left.replaceAll(name, ''), plain);
  return rest !== plain && rest.replace(/[^\p{L}]/gu, '').length < LEAST_LETTERS;
}

/** Each character follows the one before, up or down: 123456789012 and lkjihgfedcba. */
function isRow(plain: string): boolean {
  const codes = [...plain].map((letter) => letter.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  const breaks = steps.filter((step) => Math.abs(step) !== 1).length;
  return breaks <= 1;
}
