import type { Queries } from '#server/db/in-clinic.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';

/** Who a session stands for. */
export type SignedInPerson = {
  readonly sessionId: string;
  readonly userId: string;
  readonly clinicId: string;
  readonly personId: string;
  readonly role: Role;
  readonly name: string;
  /** Of patients: whose data they may see. */
  readonly patientId: string | null;
  /** Codes of an authenticator app are set up. */
  readonly hasSecondFactor: boolean;
};

/** After how many minutes without doing anything a session ends (CLINICAL section 6: automatic logoff). */
export type IdleMinutes = { readonly staff: number; readonly patient: number };

/** Null where the session is over, idle for too long, or of somebody who has left. Through `beforeClinic`. */
export async function findSignedIn(
  queries: Queries,
  session: { readonly tokenHash: string; readonly isActive: boolean },
  idle: IdleMinutes,
): Promise<SignedInPerson | null> {
  const [person] = await queries.rows<SignedInPerson>(
    `SELECT session_id AS "sessionId", user_id AS "userId", clinic_id AS "clinicId", person_id AS "personId", role, name,
       patient_id AS "patientId", has_second_factor AS "hasSecondFactor"
     FROM signed_in($1::text, $2::bool, $3::int, $4::int)`,
    [session.tokenHash, session.isActive, idle.staff, idle.patient],
    'signed_in',
  );
  return person ?? null;
}

export type DemoPerson = {
  readonly clinicId: string;
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly email: string;
};

/** Who may sign in to a demo clinic. Through `beforeClinic`. */
export const listDemoPeople = (queries: Queries): Promise<DemoPerson[]> =>
  queries.rows<DemoPerson>(`SELECT clinic_id AS "clinicId", id, name, role, email FROM demo_people()`);

/** Whose an account is. */
export type AccountHolder = {
  readonly clinicId: string;
  readonly clinicName: string;
  readonly name: string;
  readonly email: string;
  /** Not of a member of staff who has left. */
  readonly isActive: boolean;
};

/** Through `beforeClinic`. */
export async function findAccountHolder(queries: Queries, userId: string): Promise<AccountHolder | null> {
  const [holder] = await queries.rows<AccountHolder>(
    `SELECT clinic_id AS "clinicId", clinic_name AS "clinicName", name, email, is_active AS "isActive"
     FROM account_holder($1::text)`,
    [userId],
  );
  return holder ?? null;
}

/** A member of a clinic, by the address of their account. Null where it is nobody's. Through `beforeClinic`. */
export async function findMember(
  queries: Queries,
  email: string,
): Promise<Pick<SignedInPerson, 'clinicId' | 'personId' | 'role' | 'patientId'> | null> {
  const [member] = await queries.rows<Pick<SignedInPerson, 'clinicId' | 'personId' | 'role' | 'patientId'>>(
    `SELECT clinic_id AS "clinicId", person_id AS "personId", role, patient_id AS "patientId"
     FROM member_by_email($1::text)`,
    [email],
  );
  return member ?? null;
}

/** A patient of some clinic, by the address that the register has of them. */
export type PatientAt = {
  readonly clinicId: string;
  readonly patientId: string;
  /** Null where they have not signed in yet. */
  readonly userId: string | null;
};

/** All patients of an address in small letters, whatever their clinics. Through `beforeClinic`. */
export const findPatientsAt = (queries: Queries, email: string): Promise<PatientAt[]> =>
  queries.rows<PatientAt>(
    `SELECT clinic_id AS "clinicId", patient_id AS "patientId", user_id AS "userId" FROM patients_at($1::text)`,
    [email],
    'patients_at',
  );
