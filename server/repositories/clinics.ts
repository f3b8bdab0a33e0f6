import type { Queries } from '#server/db/in-clinic.ts';

/** Every clinic of a database but its demos, the first one first. Through `beforeClinic`, as the owner of the tables. */
export const list = (queries: Queries): Promise<{ id: string; name: string }[]> =>
  queries.rows<{ id: string; name: string }>('SELECT clinic_id AS id, name FROM clinics_of_this_database()');
