import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { openAccounts } from '#server/accounts/open-accounts.ts';
import { createApp } from '#server/app.ts';
import { openAuditChain } from '#server/audit/audit-chain.ts';
import { createDatabase } from '#server/db/database.ts';
import { migrate } from '#server/db/migrate.ts';
import { seedDemoClinic } from '#server/demo.ts';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres.ts';
import { newId } from '#server/platform/ids.ts';
import { folderMailer } from '#server/platform/mailer.ts';
import { CLINIC_PORT, DEMO_BEGINS, MAIL_FOLDER, PORT } from './demo-time.ts';
import { openFullHouse } from './full-house.ts';

/**
 * The whole application for the browser tests: the built page, the API, a PostgreSQL of its own and the demo clinic, on
 * a Wednesday morning that is always the same. From there its clock runs as ours does.
 */
await rm(MAIL_FOLDER, { recursive: true, force: true });
const folder = await mkdtemp(path.join(tmpdir(), 'evenkeel-e2e-'));
const postgres = await startEmbeddedPostgres({ folder, durable: false });
await migrate(postgres.ownerUrl);
await postgres.grantService();
const db = createDatabase(postgres.serviceUrl);
const logger = pino({ level: 'warn' });
const secret = 'a secret of the browser tests alone';
const accounts = openAccounts({ url: postgres.serviceUrl, secret, publicUrl: null }, logger);
const deps = { db, accounts, logger, newId, secret };
await seedDemoClinic({ ...deps, clock: { now: () => DEMO_BEGINS } }, postgres.ownerUrl);
await openFullHouse(deps, DEMO_BEGINS);

const begun = Date.now();
const anchorsFile = path.join(folder, 'audit-anchors.log');
const appDeps = {
  ...deps,
  auditChain: openAuditChain({ db, secret, anchorsFile }, logger),
  mailer: folderMailer(MAIL_FOLDER, logger),
  idleMinutes: { staff: 10, patient: 15 },
  publicUrl: null,
  clock: { now: () => DEMO_BEGINS + Date.now() - begun },
  staticDir: fileURLToPath(new URL('../../dist/client', import.meta.url)),
};
const servers = [
  createServer(createApp({ ...appDeps, demo: true })).listen(PORT, '127.0.0.1'),
  createServer(createApp({ ...appDeps, demo: false })).listen(CLINIC_PORT, '127.0.0.1'),
];

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await db.close();
  await accounts.close();
  await postgres.stop();
  await rm(MAIL_FOLDER, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
