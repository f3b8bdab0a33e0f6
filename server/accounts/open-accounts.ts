import { createHmac } from 'node:crypto';
import type { Logger } from 'pino';
import { type Accounts, createAccounts } from './accounts.ts';
import { createAuthPool } from './auth-pool.ts';

/** The accounts of a database, on connections of their own. */
export function openAccounts(
  { url, secret, publicUrl }: { url: string; secret: string; publicUrl: string | null },
  logger: Logger,
): Accounts {
  return createAccounts({
    pool: createAuthPool(url, (error) => logger.warn({ reason: error.message }, 'a connection was lost')),
    // One secret is given; each use has a key of its own.
    secret: createHmac('sha256', secret).update('sign-in').digest('base64url'),
    publicUrl: publicUrl ?? 'http://localhost',
  });
}
