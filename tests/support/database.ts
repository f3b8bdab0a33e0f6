import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Accounts, createAccounts } from '#server/accounts/accounts.ts';
import { createAuthPool } from '#server/accounts/auth-pool.ts';
import { createDatabase, type Database, type DatabaseLimits } from '#server/db/database.ts';
import { sessionsIn } from './signed-in.ts';

export type TestDatabase = {
  /** As the service connects. */
  readonly db: Database;
  readonly serviceUrl: string;
  /** Owns the tables. */
  readonly ownerUrl: string;
  /** May do anything, and row-level security does not bind it. */
  readonly superuserUrl: string;
  readonly superuser: pg.Pool;
  readonly accounts: Accounts;
  /** The Cookie header of this member of staff or patient, signed in. */
  cookieOf(personId: string): Promise<string>;
  close(): Promise<void>;
};

/** A migrated, empty database for one test file alone, cloned from the one that `postgres-server.ts` keeps. */
export async function testDatabase(limits: Partial<DatabaseLimits> = {}): Promise<TestDatabase> {
  const { drop, ...urls } = await makeDatabase('migrated');
  const superuser = new pg.Pool({ connectionString: urls.superuserUrl, max: 2 });
  // One that is still closing when the database is dropped is told so, and nobody else need be.
  superuser.on('error', () => {});
  const db = createDatabase(urls.serviceUrl, limits);
  const accounts = accountsIn(urls.serviceUrl);
  return {
    db,
    ...urls,
    superuser,
    accounts,
    cookieOf: sessionsIn(superuser),
    close: async () => {
      await db.close();
      await accounts.close();
      await superuser.end();
      await drop();
    },
  };
}

/** Signing in on a database, for a page that is opened at this address. */
export const accountsIn = (serviceUrl: string, publicUrl = 'http://127.0.0.1'): Accounts =>
  createAccounts({
    pool: createAuthPool(serviceUrl),
    secret: 'a secret of these tests, and of no other',
    publicUrl,
  });

type Urls = Pick<TestDatabase, 'ownerUrl' | 'serviceUrl' | 'superuserUrl'>;

/** A database on the same server, for a test that starts with less: without a table, say. */
export async function makeDatabase(as: 'migrated' | 'empty'): Promise<Urls & { drop(): Promise<void> }> {
  const given = process.env.EVENKEEL_TEST_POSTGRES;
  if (!given) throw new Error('Only the jest projects `api`, `db` and `process` have a database.');
  const template: Urls = JSON.parse(given);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const at = (url: string, database: string) => Object.assign(new URL(url), { pathname: database }).href;

  const administer = async (sql: string) => {
    const client = new pg.Client({ connectionString: at(template.superuserUrl, 'postgres') });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  const source = as === 'migrated' ? new URL(template.ownerUrl).pathname.slice(1) : 'template0';
  const owner = new URL(template.ownerUrl).username;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${source} OWNER ${owner}`);
  return {
    ownerUrl: at(template.ownerUrl, name),
    serviceUrl: at(template.serviceUrl, name),
    superuserUrl: at(template.superuserUrl, name),
    drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}
