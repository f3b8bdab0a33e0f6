import { readEnv } from '#server/config/env.ts';
import { removeEmbeddedPostgres } from '#server/platform/embedded-postgres.ts';

/** `npm run db:reset`: removes the embedded database. The next start makes a new one, with a fresh demo. */
try {
  const { dataFolder } = readEnv(process.env);
  await removeEmbeddedPostgres(dataFolder);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
