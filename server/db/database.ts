import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

/** The connections of one process. Nothing reads or writes with it directly: see `in-clinic.ts`. */
export type Database = {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  readonly limits: DatabaseLimits;
  close(): Promise<void>;
};

export type DatabaseLimits = {
  /** Connections of this process at most, for Prisma and hand-written queries together. */
  readonly connections: number;
  /** How long a write waits for its clinic's turn before it is refused as busy. */
  readonly lockTimeoutMs: number;
  /** How long one statement may run. */
  readonly statementTimeoutMs: number;
};

const DEFAULT_LIMITS: DatabaseLimits = { connections: 10, lockTimeoutMs: 5_000, statementTimeoutMs: 15_000 };

export function createDatabase(
  url: string,
  limits: Partial<DatabaseLimits> = {},
  onIdleError: (error: Error) => void = () => {},
): Database {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const pool = new pg.Pool({
    connectionString: url,
    max: all.connections,
    connectionTimeoutMillis: all.lockTimeoutMs,
    application_name: 'evenkeel',
    // Queries need not wait for the answer to the one before: see `transact` in in-clinic.ts.
    pipeline: true,
  });
  // Without a listener, a server that goes away takes the process with it. While we are going ourselves, it is no news.
  pool.on('error', (error) => pool.ending || onIdleError(error));
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: all.lockTimeoutMs, timeout: all.statementTimeoutMs },
  });
  return {
    prisma,
    pool,
    limits: all,
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
