import { loadavg } from 'node:os';
import { startBenchPostgres } from './bench-postgres.ts';
import { benchBooking } from './booking.ts';
import { benchGrowth } from './growth.ts';
import type { Options } from './options.ts';
import { benchPlanning } from './planning.ts';
import { benchRepair } from './repair.ts';
import { type Outcome, outcomes, print } from './report.ts';

/**
 * `npm run bench`, or `npm run bench -- planning --quick`. What is compared is measured in turns in one run, and told as
 * ratios: on a machine with other work the ratios hold, and the milliseconds do not. Nothing fails by being slow.
 */
const BENCHES: Readonly<Record<string, (options: Options) => Promise<Outcome[]>>> = {
  planning: benchPlanning,
  booking: benchBooking,
  growth: benchGrowth,
  repair: benchRepair,
};

const words = process.argv.slice(2);
const asked = words.filter((word) => word !== '--quick');
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}
const options: Options = { isQuick: words.includes('--quick') };
const names = asked.length > 0 ? asked : Object.keys(BENCHES);
const needsDatabase = names.some((name) => name !== 'planning' && name !== 'repair');

const begin = performance.now();
const postgres = needsDatabase ? await startBenchPostgres() : null;
const found: Outcome[] = [];
try {
  for (const name of names) found.push(...((await BENCHES[name]?.(options)) ?? []));
} finally {
  await postgres?.stop();
}
print('\nIn short');
outcomes(found);
const [lastMinute = 0] = loadavg();
print(
  `\nTook ${Math.round((performance.now() - begin) / 1000)} s${options.isQuick ? ', quickly: rough figures' : ''}. ` +
    `The machine had ${lastMinute.toFixed(1)} to do at once in the last minute.`,
);
