import type { Queries } from '#server/db/in-clinic.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { fromMs } from './instant.ts';

/** Every clinic of a database but its demos, the first one first. Through `beforeClinic`, as the owner of the tables. */
export const list = (queries: Queries): Promise<{ id: string; name: string }[]> =>
  queries.rows<{ id: string; name: string }>('SELECT clinic_id AS id, name FROM clinics_of_this_database()');

/**
 * The hashes of links that lead nowhere at this moment, and what is older: invitations that nobody took up, answers kept
 * for a request that comes twice. So many rows of each kind and clinic at the most; answers how many. Through `beforeClinic`.
 */
export async function sweep(
  queries: Queries,
  {
    now,
    invitations,
    answers,
  }: { readonly now: Instant; readonly invitations: Instant; readonly answers: Instant },
  batch: number,
): Promise<number> {
  const [answer] = await queries.rows<{ swept: number }>(
    `SELECT sweep_clinics(${fromMs('$1')}, ${fromMs('$2')}, ${fromMs('$3')}, $4::int) AS swept`,
    [now, invitations, answers, batch],
  );
  return answer?.swept ?? 0;
}
