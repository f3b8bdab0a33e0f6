import { pino } from 'pino';
import { createApp } from '#server/app.ts';
import { createDatabase } from '#server/db/database.ts';
import { NOW } from './places.ts';
import { listenForBench } from './server-process.ts';

/** Evenkeel as it runs, in a process of its own, but for a clock that stands still. It logs every request, to nowhere. */
const [databaseUrl = ''] = process.argv.slice(2);

listenForBench(
  createApp({
    db: createDatabase(databaseUrl),
    clock: { now: () => NOW },
    logger: pino({ level: 'info' }),
    secret: 'a secret of this bench',
    demoSeam: true,
  }),
);
