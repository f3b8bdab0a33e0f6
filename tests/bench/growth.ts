import { readInClinic } from '#server/db/in-clinic.ts';
import * as sessions from '#server/repositories/sessions.ts';
import { addDays, startOfDay } from '#server/scheduling/clinic-time.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { Bookings } from './bench-clinic.ts';
import { fill } from './fill.ts';
import { send } from './load.ts';
import type { Options } from './options.ts';
import { TODAY, ZONE } from './places.ts';
import { print, table, verdict } from './report.ts';
import { inTurns, median, medianRatio } from './rounds.ts';
import { startServer } from './server-process.ts';

const FEW = 1_000;
const MANY = 1_000_000;
const MANY_QUICKLY = 50_000;

/** What a booking and what a clinic's day cost with few sessions stored and with many, row-level security on. */
export async function benchGrowth({ isQuick }: Options): Promise<void> {
  const stored = isQuick ? MANY_QUICKLY : MANY;
  const [few, many] = [await testDatabase(), await testDatabase()];
  try {
    const [small, large] = [await aClinicOf(few, FEW), await aClinicOf(many, stored)];
    const count = isQuick ? 50 : 150;
    const measures = {
      bookFew: () => small.book(count),
      bookMany: () => large.book(count),
      readFew: () => small.readDay(),
      readMany: () => large.readDay(),
    };
    for (const warm of Object.values(measures)) await warm();
    const ms = await inTurns(isQuick ? 3 : 9, measures);
    await small.stop();
    await large.stop();

    print(`With ${FEW} and with ${stored} sessions stored, milliseconds`);
    table(
      ['', String(FEW), String(stored)],
      [
        ['booking a course', median(ms.bookFew).toFixed(2), median(ms.bookMany).toFixed(2)],
        ["reading a clinic's day", median(ms.readFew).toFixed(2), median(ms.readMany).toFixed(2)],
      ],
    );
    print(`  booking, many / few: ${verdict(medianRatio(ms.bookMany, ms.bookFew), { atMost: 1.5 })}`);
    print(`  a day, many / few: ${medianRatio(ms.readMany, ms.readFew).toFixed(2)}`);
  } finally {
    await few.close();
    await many.close();
  }
}

async function aClinicOf(database: TestDatabase, stored: number) {
  const clinic = await fill(database, stored);
  const server = await startServer('evenkeel-server.ts', database.serviceUrl);
  const bookings = new Bookings(clinic);
  // The last Monday of the term that is over: a hundred sessions.
  const day = addDays(TODAY, -7);
  const [from, to] = [startOfDay(day, ZONE), startOfDay(addDays(day, 1), ZONE)];
  const readOnce = () => readInClinic(database.db, clinic.clinicId, (sql) => sessions.board(sql, from, to));
  return {
    book: async (count: number) => (await send(server.url, 1, bookings.forEvenkeel(count))) / count,
    readDay: async () => {
      const begin = performance.now();
      for (let n = 0; n < 50; n += 1) await readOnce();
      return (performance.now() - begin) / 50;
    },
    stop: server.stop,
  };
}
