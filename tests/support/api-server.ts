import { createDatabase } from '#server/db/database.ts';
import { startApi } from './api.ts';
import { accountsIn } from './database.ts';

/**
 * The server in a process of its own, on the database that it is told: for tests that kill it while it waits. They have
 * the cookies of whoever is signed in. Ends with its input.
 */
const [url = ''] = process.argv.slice(2);
const cookieOf = () => Promise.reject(new Error('Cookies are made by the test that started this.'));
const db = createDatabase(url, { lockTimeoutMs: 20_000 });
const api = await startApi({ db, accounts: accountsIn(url), cookieOf });
process.stdin.once('end', () => process.exit()).resume();
process.stdout.write(`${api.url}\n`);
