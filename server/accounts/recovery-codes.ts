import { randomInt } from 'node:crypto';

/** Read from paper and typed in a hurry: none that looks like another, and none in capitals. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';
const CODES = 10;
const HALF = 5;

/** `k7mpw-x2dnq`: fifty bits of chance each. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: CODES }, () => `${someSigns(HALF)}-${someSigns(HALF)}`);

/** The same code as it was shown, however it was typed. */
export const asShown = (typed: string): string => {
  const signs = typed.toLowerCase().replace(/[\s-]/g, '');
  return `${signs.slice(0, HALF)}-${signs.slice(HALF)}`;
};

const someSigns = (count: number): string =>
  Array.from({ length: count }, () => SIGNS[randomInt(SIGNS.length)]).join('');
