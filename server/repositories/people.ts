import type { Queries } from '#server/db/in-clinic.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';

export type ActingPerson = {
  readonly clinicId: string;
  readonly role: Role;
  readonly name: string;
  /** Of patients: whose data they may see. */
  readonly patientId: string | null;
};

export type DemoPerson = {
  readonly clinicId: string;
  readonly id: string;
  readonly name: string;
  readonly role: Role;
};

/** Who this id is, in whichever clinic: active staff, or a patient. Through `beforeClinic`. */
export async function findActingPerson(queries: Queries, personId: string): Promise<ActingPerson | null> {
  const [person] = await queries.rows<ActingPerson>(
    `SELECT clinic_id AS "clinicId", role, name, patient_id AS "patientId" FROM acting_person($1::uuid)`,
    [personId],
    'acting_person',
  );
  return person ?? null;
}

/** Whom one may act as in a demo clinic: its staff, and a few patients with a course. Through `beforeClinic`. */
export const listDemoPeople = (queries: Queries): Promise<DemoPerson[]> =>
  queries.rows<DemoPerson>(`SELECT clinic_id AS "clinicId", id, name, role FROM demo_people()`);
