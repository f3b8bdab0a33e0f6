import { createHash, randomBytes } from 'node:crypto';

/** Chance enough that nobody who has the digest finds the value by trying all values. */
export const newSalt = (): string => randomBytes(16).toString('base64url');

/** Says nothing of the value to whoever does not have the salt, and proves it to whoever has. */
export const saltedDigest = (salt: string, value: string): string =>
  createHash('sha256').update(`${salt}.${value}`).digest('base64url');
