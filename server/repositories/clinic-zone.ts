import type { LockedTx, Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';

/** The clinic's IANA time zone: all that most answers need to know of it. */
export async function find(sql: Sql): Promise<string> {
  const [clinic] = await sql.rows<{ zone: string }>(
    'SELECT zone FROM clinic WHERE id = $1::uuid',
    [sql.clinicId],
    'clinic_zone',
  );
  if (!clinic) throw new AppError('not-found');
  return clinic.zone;
}

/** PostgreSQL reckons with zones too, and knows them by its own list. */
export async function isKnown(sql: Sql, zone: string): Promise<boolean> {
  const found = await sql.rows('SELECT FROM pg_timezone_names WHERE lower(name) = lower($1::text)', [zone]);
  return found.length > 0;
}

/** Under the lock, so that no course is booked by the old zone meanwhile. */
export async function update(tx: LockedTx, zone: string): Promise<void> {
  await tx.rows('UPDATE clinic SET zone = $2::text WHERE id = $1::uuid', [tx.clinicId, zone]);
}
