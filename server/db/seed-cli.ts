import { pino } from 'pino';
import { openAccounts } from '#server/accounts/open-accounts.ts';
import { readEnv } from '#server/config/env.ts';
import { seedDemoClinic } from '#server/demo.ts';
import { systemClock } from '#server/platform/clock.ts';
import { newId } from '#server/platform/ids.ts';
import { provideDatabase } from '#server/provide-database.ts';
import { createDatabase } from './database.ts';

/** `npm run db:seed`: the demo clinic, in the database of DATABASE_URL. The embedded one is filled when it starts. */
const logger = pino({ level: 'info' });
try {
  const env = readEnv(process.env);
  if (!env.database) throw new Error('DATABASE_URL says which database to fill, and it is not set.');
  const provided = await provideDatabase(env, () => {});
  const db = createDatabase(provided.url);
  const accounts = openAccounts({ ...provided, publicUrl: env.publicUrl }, logger);
  const deps = { db, accounts, clock: systemClock, newId, secret: provided.secret };
  await seedDemoClinic(deps, provided.ownerUrl).finally(() => Promise.all([db.close(), accounts.close()]));
} catch (error) {
  console.error(error instanceof Error && error.name === 'Error' ? error.message : error);
  process.exitCode = 1;
}
