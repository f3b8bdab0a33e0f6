import pg from 'pg';

/**
 * Connections for signing in: they are the role evenkeel_auth, which sees accounts and nothing of a clinic. The role
 * that reads a clinic sees no account.
 */
export function createAuthPool(url: string, onIdleError: (error: Error) => void = () => {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 5_000,
    application_name: 'evenkeel sign-in',
    options: '-c role=evenkeel_auth',
  });
  pool.on('error', (error) => pool.ending || onIdleError(error));
  return pool;
}
