import { pino } from 'pino';
import { openAccounts } from '#server/accounts/open-accounts.ts';
import { readEnv } from '#server/config/env.ts';
import { analyze } from '#server/db/analyze.ts';
import { createDatabase } from '#server/db/database.ts';
import { systemClock } from '#server/platform/clock.ts';
import { newId } from '#server/platform/ids.ts';
import { createMailer } from '#server/platform/mailer.ts';
import { provideDatabase } from '#server/provide-database.ts';
import { alone } from './alone.ts';
import type { Console } from './console.ts';
import { createAdmin } from './create-admin.ts';
import { type Given, readFlags } from './flags.ts';
import { resetSecondFactorOf } from './reset-second-factor.ts';

/**
 * `npm run admin:create`: the first admin of a clinic of one's own, or another one, or an admin let in again who has lost
 * their authenticator app. With the settings that the server has.
 */
try {
  const given = readFlags(process.argv.slice(2));
  process.stdout.write(await atTheConsole(given));
} catch (error) {
  console.error(error instanceof Error && error.name === 'Error' ? error.message : error);
  process.exitCode = 1;
}

async function atTheConsole(given: Given): Promise<string> {
  const env = readEnv(process.env);
  if (env.demo) {
    throw new Error(
      'This is for a clinic of your own, and these are the settings of a demo. Set DATABASE_URL, or EVENKEEL_DEMO=false.',
    );
  }
  const logger = pino({ level: 'warn' });
  const provided = await provideDatabase(env, (text) => logger.warn(text));
  const db = createDatabase(provided.ownerUrl);
  const accounts = openAccounts({ ...provided, url: provided.ownerUrl, publicUrl: env.publicUrl }, logger);
  const by: Console = {
    db,
    accounts,
    mailer: env.mail && createMailer(env.mail, env.dataFolder, logger),
    newId,
    now: systemClock.now(),
    pageUrl: env.publicUrl ? new URL(env.publicUrl).origin : `http://127.0.0.1:${env.port}`,
  };
  try {
    const lost = given['reset-second-factor'];
    if (lost !== undefined) return await resetSecondFactorOf(by, lost);
    const said = await alone(provided.ownerUrl, () => createAdmin(by, given));
    await analyze(provided.ownerUrl);
    return said;
  } finally {
    await Promise.all([db.close(), accounts.close()]);
    await provided.stop();
  }
}
