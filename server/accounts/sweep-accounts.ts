import type pg from 'pg';

/**
 * Sessions, links and codes a day after their end; counters that count nothing any more; browsers that nobody has been
 * back on. So many of each at the most, and none that somebody works on. Answers how many.
 */
export async function sweepAccounts(pool: pg.Pool, deviceDays: number, batch: number): Promise<number> {
  let swept = 0;
  const sweep = async (table: string, condition: string, values: readonly unknown[] = []) => {
    const { rowCount } = await pool.query(
      `DELETE FROM auth.${table} WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM auth.${table} WHERE ${condition} LIMIT ${batch} FOR UPDATE SKIP LOCKED
       ))`,
      [...values],
    );
    swept += rowCount ?? 0;
  };
  for (const table of await tablesThatExpire(pool)) {
    await sweep(table, `"expiresAt" < now() - interval '1 day'`);
  }
  await sweep('"throttle"', `"expire" < extract(epoch FROM now()) * 1000`);
  await sweep('"device"', '"seenAt" < now() - make_interval(days => $1)', [deviceDays]);
  return swept;
}

/** As PostgreSQL has them: whoever adds a table of links or codes need not think of this. */
async function tablesThatExpire(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT format('%I', table_name) AS name FROM information_schema.columns
     WHERE table_schema = 'auth' AND column_name = 'expiresAt' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}
