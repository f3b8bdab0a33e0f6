import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { analyze } from './db/analyze.ts';
import { beforeClinic } from './db/in-clinic.ts';
import type { Deps, SeedDeps } from './platform/context.ts';
import { migrateEmbedded, type ProvidedDatabase } from './provide-database.ts';
import { listDemoPeople } from './repositories/people.ts';

/** The one place that calls the seed, which is loaded only where a demo is made. */
export async function seedDemoClinic(deps: SeedDeps, ownerUrl: string): Promise<void> {
  const { seedDemo } = await import('#prisma/seed.ts');
  await seedDemo(deps);
  await analyze(ownerUrl);
}

/**
 * Fills an embedded database that holds no demo yet. A mark beside it stands while that is under way, so that a demo
 * which was interrupted begins anew instead of staying half.
 */
export async function provideDemo(
  { embedded }: ProvidedDatabase,
  deps: SeedDeps & Pick<Deps, 'logger'>,
  { dataFolder, reseed }: { dataFolder: string; reseed: boolean },
): Promise<void> {
  if (!embedded) return;
  const mark = path.join(dataFolder, 'demo-unfinished');
  if (reseed || existsSync(mark)) {
    await embedded.recreateDatabase();
    await migrateEmbedded(embedded);
  } else if ((await listDemoPeople(beforeClinic(deps.db))).length > 0) {
    return;
  }
  deps.logger.info('Living half a year in the demo clinic: some ten seconds, this once.');
  await writeFile(mark, '');
  await seedDemoClinic(deps, embedded.ownerUrl);
  await rm(mark, { force: true });
}

/** Who may sign in, a line for each. */
export async function describeDemo({ db }: Pick<Deps, 'db'>): Promise<string> {
  const people = await listDemoPeople(beforeClinic(db));
  const width = Math.max(...people.map(({ role }) => role.length));
  return people.map(({ role, email, name }) => `  ${role.padEnd(width)}  ${email}  ${name}\n`).join('');
}
