import { testDatabase } from '../support/database.ts';
import type { BareClinic } from './bare-server.ts';
import { type BenchClinic, Bookings, openBenchClinic } from './bench-clinic.ts';
import { fill } from './fill.ts';
import { type Request, send } from './load.ts';
import type { Options } from './options.ts';
import { type Outcome, outcomes, print, table } from './report.ts';
import { inTurns, median, medianRatio } from './rounds.ts';
import { startServer } from './server-process.ts';

/** Chairs of the twenty that fill up, before the next three weeks are begun. */
const NEARLY_EMPTY = 2;
const HALF_FULL = 10;

/** Whole courses through the API, beside bare Express that writes the same rows; one client, and sixteen on one clinic. */
export async function benchBooking({ isQuick }: Options): Promise<Outcome[]> {
  const database = await testDatabase();
  const clinic = await fill(database, 1_000);
  const busyClinic = await openBenchClinic(database);
  const rival = await openBenchClinic(database);
  const bookings = new Bookings(clinic, NEARLY_EMPTY);
  const busyBookings = new Bookings(busyClinic, HALF_FULL);
  const rivalBookings = new Bookings(rival, NEARLY_EMPTY);
  const ours = await startServer('evenkeel-server.ts', database.serviceUrl);
  const answer = await firstAnswer(ours.url, bookings.forEvenkeel(1));
  const bare = await startServer('bare-server.ts', JSON.stringify(bareClinic(database, rival, answer)));

  const perSecond = async (url: string, clients: number, requests: readonly Request[]) =>
    (requests.length / (await send(url, clients, requests))) * 1000;
  const count = isQuick ? 100 : 250;
  const measures = {
    ours: () => perSecond(ours.url, 1, bookings.forEvenkeel(count)),
    bare: () => perSecond(bare.url, 1, rivalBookings.forBareServer(count)),
    ours16: () => perSecond(ours.url, 16, bookings.forEvenkeel(count)),
    bare16: () => perSecond(bare.url, 16, rivalBookings.forBareServer(count)),
    halfFull: () => perSecond(ours.url, 1, busyBookings.forEvenkeel(count)),
  };
  // Until both have met everything, and their code is compiled.
  for (let warm = 0; warm < (isQuick ? 1 : 4); warm += 1)
    for (const measure of Object.values(measures)) await measure();
  // Autovacuum would do so in a minute; in which a year is booked here.
  await database.superuser.query('ANALYZE');
  const rates = await inTurns(isQuick ? 3 : 9, measures);
  await ours.stop();
  await bare.stop();
  await database.close();

  print('\n2. Booking a whole course through the API: courses a second, medians');
  table(
    ['', '1 client', '16 clients'],
    [
      ['Evenkeel, the weeks ahead nearly empty', rate(rates.ours), rate(rates.ours16)],
      ['Evenkeel, half of 20 chairs full', rate(rates.halfFull), ''],
      ['bare Express: same rows, same lock, no question asked', rate(rates.bare), rate(rates.bare16)],
    ],
  );
  const found: Outcome[] = [
    {
      what: 'booking, Evenkeel / bare Express, 1 client',
      figure: medianRatio(rates.ours, rates.bare),
      goal: { atLeast: 0.75 },
    },
    {
      what: 'booking, Evenkeel / bare Express, 16 clients',
      figure: medianRatio(rates.ours16, rates.bare16),
      goal: { atLeast: 0.75 },
    },
    {
      what: 'booking, half full / nearly empty',
      figure: medianRatio(rates.halfFull, rates.ours),
    },
    {
      what: 'booking in one clinic, 16 clients / 1 client',
      figure: medianRatio(rates.ours16, rates.ours),
      goal: { atLeast: 0.8 },
    },
  ];
  outcomes(found);
  return found;
}

const rate = (perSecond: readonly number[]): string => median(perSecond).toFixed(0);

/** The bare server answers in the same shape. */
async function firstAnswer(url: string, [first]: readonly Request[]): Promise<BareClinic['answer']> {
  const answered = await fetch(`${url}${first?.path}`, {
    method: 'POST',
    headers: first?.headers ?? {},
    body: JSON.stringify(first?.body),
  });
  return (await answered.json()) as BareClinic['answer'];
}

const bareClinic = (
  { serviceUrl }: { readonly serviceUrl: string },
  { clinicId, versionId, poolId, people }: BenchClinic,
  answer: BareClinic['answer'],
): BareClinic => ({
  databaseUrl: serviceUrl,
  clinicId,
  versionId,
  poolId,
  deskId: people['front-desk'],
  answer,
});
