import pg from 'pg';

/** Two consoles at once would make two clinics: the second waits for the first. */
export async function alone<T>(ownerUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(hashtextextended('evenkeel.console', 0))`);
    return await work();
  } finally {
    await client.end(); // and with it the lock
  }
}
