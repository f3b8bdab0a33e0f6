import pg from 'pg';
import type { Env } from './config/env.ts';
import { keptSecret, newSecret } from './config/secret.ts';
import { migrate } from './db/migrate.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './platform/embedded-postgres.ts';

/** A migrated database, ours or the one we were given. */
export type ProvidedDatabase = {
  readonly url: string;
  readonly ownerUrl: string;
  readonly secret: string;
  /** Null with DATABASE_URL: that one is not ours to stop, to empty or to fill. */
  readonly embedded: EmbeddedPostgres | null;
  stop(): Promise<void>;
};

export async function provideDatabase(env: Env, warn: (text: string) => void): Promise<ProvidedDatabase> {
  if (env.database) {
    await migrateGiven(env.database);
    if (!env.secret) {
      warn('EVENKEEL_SECRET is not set: previews of changes that are open now will not survive a restart.');
    }
    return {
      ...env.database,
      secret: env.secret ?? newSecret(),
      embedded: null,
      stop: async () => {},
    };
  }
  const embedded = await startEmbeddedPostgres({ folder: env.dataFolder });
  try {
    await migrateEmbedded(embedded);
    return {
      url: embedded.serviceUrl,
      ownerUrl: embedded.ownerUrl,
      secret: env.secret ?? (await keptSecret(env.dataFolder)),
      embedded,
      stop: embedded.stop,
    };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

export async function migrateEmbedded(embedded: EmbeddedPostgres): Promise<void> {
  await migrate(embedded.ownerUrl);
  await embedded.grantService();
}

/** As far as its users may: the migrations say what they lack, and whom to ask. */
async function migrateGiven({ url, ownerUrl }: { url: string; ownerUrl: string }): Promise<void> {
  try {
    await migrate(ownerUrl);
  } catch (error) {
    const { message } = error as Error;
    const hint =
      ownerUrl === url && /permission denied|must be owner/.test(message)
        ? '\nIf DATABASE_URL is not the owner of the tables, name the owner in EVENKEEL_OWNER_URL.'
        : '';
    throw new Error(`${message}${hint}`);
  }
  const service = new URL(url).username;
  if (service === new URL(ownerUrl).username) return;
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const user = decodeURIComponent(service);
    const { rows } = await client.query(
      `SELECT pg_has_role($1, 'evenkeel_app', 'USAGE') AND pg_has_role($1, 'evenkeel_auth', 'SET') AS granted`,
      [user],
    );
    if (rows[0]?.granted) return;
    const grantee = client.escapeIdentifier(user);
    // Who signs people in is somebody that the service becomes, and not what it is.
    await client.query(
      `GRANT evenkeel_app TO ${grantee}; GRANT evenkeel_auth TO ${grantee} WITH INHERIT FALSE, SET TRUE`,
    );
  } catch (error) {
    throw new Error(
      `The user of DATABASE_URL may not become evenkeel_app and evenkeel_auth, and the owner may not let it (${(error as Error).message}). As an administrator: GRANT evenkeel_app TO ${service}; GRANT evenkeel_auth TO ${service} WITH INHERIT FALSE, SET TRUE;`,
    );
  } finally {
    await client.end();
  }
}
