import { createDatabase } from '#server/db/database.ts';
import { startApi } from './api.ts';

/** The server in a process of its own, on the database that it is told: for tests that kill it. Ends with its input. */
const [url = ''] = process.argv.slice(2);
const api = await startApi(createDatabase(url));
process.stdin.once('end', () => process.exit()).resume();
process.stdout.write(`${api.url}\n`);
