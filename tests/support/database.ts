import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createDatabase, type Database, type DatabaseLimits } from '#server/db/database.ts';

export type TestDatabase = {
  /** As the service connects. */
  readonly db: Database;
  readonly serviceUrl: string;
  /** Owns the tables. */
  readonly ownerUrl: string;
  /** May do anything, and row-level security does not bind it. */
  readonly superuserUrl: string;
  readonly superuser: pg.Pool;
  close(): Promise<void>;
};

/** A migrated, empty database for one test file alone, cloned from the one that `postgres-server.ts` keeps. */
export async function testDatabase(limits: Partial<DatabaseLimits> = {}): Promise<TestDatabase> {
  const given = process.env.EVENKEEL_TEST_POSTGRES;
  if (!given) throw new Error('Only the jest projects `api` and `db` have a database.');
  const template: Record<'ownerUrl' | 'serviceUrl' | 'superuserUrl', string> = JSON.parse(given);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const at = (url: string, database: string) => Object.assign(new URL(url), { pathname: database }).href;

  const administer = async (sql: string) => {
    const client = new pg.Client({ connectionString: at(template.superuserUrl, 'postgres') });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  const templateName = new URL(template.ownerUrl).pathname.slice(1);
  const ownerName = new URL(template.ownerUrl).username;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${templateName} OWNER ${ownerName}`);

  const serviceUrl = at(template.serviceUrl, name);
  const superuserUrl = at(template.superuserUrl, name);
  const superuser = new pg.Pool({ connectionString: superuserUrl, max: 2 });
  const db = createDatabase(serviceUrl, limits);
  return {
    db,
    serviceUrl,
    ownerUrl: at(template.ownerUrl, name),
    superuserUrl,
    superuser,
    close: async () => {
      await db.close();
      await superuser.end();
      await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
