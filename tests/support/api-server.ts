import { createDatabase } from '#server/db/database.ts';
import { startApi } from './api.ts';

/**
 * The server in a process of its own, on the database that it is told: for tests that kill it while it waits. Ends with its
 * input.
 */
const [url = ''] = process.argv.slice(2);
const api = await startApi(createDatabase(url, { lockTimeoutMs: 20_000 }));
process.stdin.once('end', () => process.exit()).resume();
process.stdout.write(`${api.url}\n`);
