import { pino } from 'pino';
import { createApp } from '#server/app.ts';
import { openAuditChain } from '#server/audit/audit-chain.ts';
import { createDatabase } from '#server/db/database.ts';
import { accountsIn } from '../support/database.ts';
import { NOW } from './places.ts';
import { listenForBench } from './server-process.ts';

/** Evenkeel as it runs, in a process of its own, but for a clock that stands still. It logs every request, to nowhere. */
const [databaseUrl = ''] = process.argv.slice(2);

const db = createDatabase(databaseUrl);
const logger = pino({ level: 'info' });

listenForBench(
  createApp({
    db,
    clock: { now: () => NOW },
    logger,
    secret: 'a secret of this bench',
    accounts: accountsIn(databaseUrl),
    mailer: { send: async () => {} },
    auditChain: openAuditChain({ db, secret: 'a secret of this bench', anchorsFile: '/dev/null' }, logger),
    demo: false,
    publicUrl: null,
    idleMinutes: { staff: 10, patient: 15 },
  }),
);
