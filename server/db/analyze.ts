import pg from 'pg';

/**
 * Tells PostgreSQL how much there is of everything. It finds out by itself, a minute or more after many rows came, and
 * plans badly until then. Only the owner of the tables may.
 */
export async function analyze(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}
