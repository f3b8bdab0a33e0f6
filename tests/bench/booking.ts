import { testDatabase } from '../support/database.ts';
import type { BareClinic } from './bare-server.ts';
import { Bookings, openBenchClinic } from './bench-clinic.ts';
import { fill } from './fill.ts';
import { send } from './load.ts';
import type { Options } from './options.ts';
import { print, table, verdict } from './report.ts';
import { inTurns, median, medianRatio } from './rounds.ts';
import { startServer } from './server-process.ts';

/** Whole courses through the API, beside bare Express that writes the same rows; one client, and sixteen on one clinic. */
export async function benchBooking({ isQuick }: Options): Promise<void> {
  const database = await testDatabase();
  try {
    const rival = await openBenchClinic(database);
    const clinic = await fill(database, 1_000);
    const bookings = new Bookings(clinic);
    const ours = await startServer('evenkeel-server.ts', database.serviceUrl);
    const [first] = bookings.forEvenkeel(1);
    const answered = await fetch(`${ours.url}${first?.path}`, {
      method: 'POST',
      headers: first?.headers ?? {},
      body: JSON.stringify(first?.body),
    });
    const given: BareClinic = {
      databaseUrl: database.serviceUrl,
      clinicId: rival.clinicId,
      versionId: rival.versionId,
      poolId: rival.poolId,
      deskId: rival.people['front-desk'],
      answer: (await answered.json()) as BareClinic['answer'],
    };
    const bare = await startServer('bare-server.ts', JSON.stringify(given));
    const rivals = new Bookings(rival);

    const count = isQuick ? 100 : 300;
    const perSecond = (ms: number) => (count / ms) * 1000;
    const measures = {
      ours: async () => perSecond(await send(ours.url, 1, bookings.forEvenkeel(count))),
      bare: async () => perSecond(await send(bare.url, 1, rivals.forBareServer(count))),
      ours16: async () => perSecond(await send(ours.url, 16, bookings.forEvenkeel(count))),
      bare16: async () => perSecond(await send(bare.url, 16, rivals.forBareServer(count))),
    };
    for (const warm of Object.values(measures)) await warm();
    const rates = await inTurns(isQuick ? 3 : 7, measures);
    await ours.stop();
    await bare.stop();

    print('Booking a whole course through the API, courses a second');
    table(
      ['', '1 client', '16 clients'],
      [
        ['Evenkeel', median(rates.ours).toFixed(0), median(rates.ours16).toFixed(0)],
        [
          'bare Express, same rows, same lock',
          median(rates.bare).toFixed(0),
          median(rates.bare16).toFixed(0),
        ],
      ],
    );
    print(`  Evenkeel / bare, 1 client: ${verdict(medianRatio(rates.ours, rates.bare), { atLeast: 0.75 })}`);
    print(
      `  Evenkeel / bare, 16 clients: ${verdict(medianRatio(rates.ours16, rates.bare16), { atLeast: 0.75 })}`,
    );
    print(`  16 clients / 1 client: ${verdict(medianRatio(rates.ours16, rates.ours), { atLeast: 0.8 })}`);
  } finally {
    await database.close();
  }
}
