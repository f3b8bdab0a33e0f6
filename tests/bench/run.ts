import { startBenchPostgres } from './bench-postgres.ts';
import { benchBooking } from './booking.ts';
import { benchGrowth } from './growth.ts';
import type { Options } from './options.ts';
import { benchPlanning } from './planning.ts';

/**
 * `npm run bench`, or `npm run bench -- planning --quick`. What is compared is measured in turns in one run, and told as
 * ratios: on a machine with other work the ratios hold, and the milliseconds do not.
 */
const BENCHES: Readonly<Record<string, (options: Options) => Promise<void>>> = {
  planning: benchPlanning,
  booking: benchBooking,
  growth: benchGrowth,
};

const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}
const options: Options = { isQuick: process.argv.includes('--quick') };
const postgres = await startBenchPostgres();
try {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (asked.length === 0 || asked.includes(name)) await bench(options);
  }
} finally {
  await postgres.stop();
}
