import { createHash } from 'node:crypto';

/** The same for the same data, and for no other: keys are taken in the order in which they stand. */
export const fingerprint = (data: unknown): string =>
  createHash('sha256').update(JSON.stringify(data)).digest('base64url');
