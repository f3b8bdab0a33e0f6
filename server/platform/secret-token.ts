import { createHash, randomBytes } from 'node:crypto';

/** What is mailed as part of a link: 256 bits of chance. */
export const newSecretToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of it: who reads the table can use no link. */
export const hashOfSecret = (token: string): string => createHash('sha256').update(token).digest('base64url');
