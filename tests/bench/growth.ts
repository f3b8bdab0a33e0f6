import { readInClinic } from '#server/db/in-clinic.ts';
import * as sessions from '#server/repositories/sessions.ts';
import { addDays, startOfDay } from '#server/scheduling/time/clinic-time.ts';
import { testDatabase } from '../support/database.ts';
import { Bookings } from './bench-clinic.ts';
import { fill } from './fill.ts';
import { send } from './load.ts';
import type { Options } from './options.ts';
import { TODAY, ZONE } from './places.ts';
import { type Outcome, outcomes, print, table } from './report.ts';
import { inTurns, median, medianRatio } from './rounds.ts';
import { startServer } from './server-process.ts';

const FEW = 1_000;
const MANY = 1_000_000;
const MANY_QUICKLY = 50_000;
const READS = 50;

/** What a booking and what a clinic's day cost with few sessions stored and with many, row-level security on. */
export async function benchGrowth({ isQuick }: Options): Promise<Outcome[]> {
  const stored = isQuick ? MANY_QUICKLY : MANY;
  print(`\n3. and 4. Storing ${stored} sessions of 20 clinics ...`);
  const [small, large] = [await aClinicAmong(FEW), await aClinicAmong(stored)];
  const count = isQuick ? 50 : 150;
  const measures = {
    bookFew: () => small.book(count),
    bookMany: () => large.book(count),
    readFew: () => small.readDay(),
    readMany: () => large.readDay(),
  };
  for (let warm = 0; warm < (isQuick ? 1 : 4); warm += 1)
    for (const measure of Object.values(measures)) await measure();
  await small.analyze();
  await large.analyze();
  const ms = await inTurns(isQuick ? 3 : 9, measures);
  await small.stop();
  await large.stop();

  print('Milliseconds, medians, row-level security on');
  table(
    ['', `${FEW} stored`, `${stored} stored`],
    [
      ['3. booking a course through the API', median(ms.bookFew).toFixed(2), median(ms.bookMany).toFixed(2)],
      [
        "4. reading a clinic's day of 84 sessions",
        median(ms.readFew).toFixed(2),
        median(ms.readMany).toFixed(2),
      ],
    ],
  );
  const found: Outcome[] = [
    {
      what: `booking, ${stored} stored / ${FEW}`,
      figure: medianRatio(ms.bookMany, ms.bookFew),
      goal: { atMost: 1.5 },
    },
    {
      what: `reading a clinic's day, ${stored} stored / ${FEW}`,
      figure: medianRatio(ms.readMany, ms.readFew),
    },
  ];
  outcomes(found);
  return found;
}

/** A clinic in a database that holds so many sessions. */
async function aClinicAmong(stored: number) {
  const database = await testDatabase();
  const clinic = await fill(database, stored);
  const server = await startServer('evenkeel-server.ts', database.serviceUrl);
  const bookings = new Bookings(clinic, 2);
  // The last Monday that is over.
  const day = addDays(TODAY, -7);
  const [from, to] = [startOfDay(day, ZONE), startOfDay(addDays(day, 1), ZONE)];
  return {
    book: async (count: number) => (await send(server.url, 1, bookings.forEvenkeel(count))) / count,
    readDay: async () => {
      const begin = performance.now();
      for (let n = 0; n < READS; n += 1)
        await readInClinic(database.db, clinic.clinicId, (sql) => sessions.board(sql, from, to));
      return (performance.now() - begin) / READS;
    },
    // Autovacuum would do so in a minute; in which a year is booked here.
    analyze: () => database.superuser.query('ANALYZE'),
    stop: async () => {
      await server.stop();
      await database.close();
    },
  };
}
