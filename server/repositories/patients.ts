import type { Sql, Tx } from '#server/db/in-clinic.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import type { CourseState } from '#server/scheduling/vocabulary.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { ms } from './instant.ts';
import { readPatientQuery } from './patient-query.ts';

export type PatientRecord = {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly dateOfBirth: LocalDate;
  readonly phone: string | null;
  readonly email: string | null;
  readonly createdAt: Instant;
  /** Only the care team sees the record, and whoever opened it in an emergency. */
  readonly isRestricted: boolean;
};

export type PatientFields = Omit<PatientRecord, 'id' | 'createdAt' | 'isRestricted'>;

/** Nobody is restricted from the first. */
export type NewPatient = Omit<PatientRecord, 'isRestricted'>;

export type PatientInList = PatientRecord & {
  /** The newest course that has not stopped. */
  readonly currentCourse: {
    readonly id: string;
    readonly protocolName: string;
    readonly state: CourseState;
  } | null;
};

/** SQL for the columns of a PatientRecord, of `patient p`. */
export const PATIENT_COLUMNS = `
  p.id, p.given_name AS "givenName", p.family_name AS "familyName", to_char(p.date_of_birth, 'YYYY-MM-DD') AS "dateOfBirth",
  p.phone, p.email, ${ms('p.created_at')} AS "createdAt", p.restricted_at IS NOT NULL AS "isRestricted"`;

export async function findById(sql: Sql, patientId: string): Promise<PatientRecord | null> {
  const [patient] = await sql.rows<PatientRecord>(
    `SELECT ${PATIENT_COLUMNS} FROM patient p WHERE p.clinic_id = $1::uuid AND p.id = $2::uuid`,
    [sql.clinicId, patientId],
    'patient_by_id',
  );
  return patient ?? null;
}

/** Whether this is still the patient's address. It stays so until the transaction is over. */
export async function holdAtAddress(tx: Tx, patientId: string, email: string): Promise<boolean> {
  const found = await tx.rows(
    `SELECT 1 AS held FROM patient p
     WHERE p.clinic_id = $1::uuid AND p.id = $2::uuid AND p.email_key = $3::text FOR NO KEY UPDATE`,
    [tx.clinicId, patientId, email],
  );
  return found.length === 1;
}

/** Somebody of the same name, however it was typed, and the same date of birth; the first one there. */
export async function findSame(
  sql: Sql,
  who: Pick<PatientFields, 'givenName' | 'familyName' | 'dateOfBirth'>,
): Promise<PatientRecord | null> {
  const [patient] = await sql.rows<PatientRecord>(
    `SELECT ${PATIENT_COLUMNS} FROM patient p
     WHERE p.clinic_id = $1::uuid AND p.date_of_birth = $2::date
       AND p.search = ' ' || search_words($3::text || ' ' || $4::text)
     ORDER BY p.created_at, p.id LIMIT 1`,
    [sql.clinicId, who.dateOfBirth, who.familyName, who.givenName],
    'patient_same',
  );
  return patient ?? null;
}

export async function insert(tx: Tx, patient: NewPatient): Promise<void> {
  await tx.prisma.patient.create({ data: toRow(tx, patient), select: { id: true } });
}

/** A register that comes over from elsewhere, in one go. */
export async function insertMany(tx: Tx, patients: readonly NewPatient[]): Promise<void> {
  await tx.prisma.patient.createMany({ data: patients.map((patient) => toRow(tx, patient)) });
}

const toRow = ({ clinicId }: Tx, { dateOfBirth, createdAt, ...rest }: NewPatient) => ({
  clinicId,
  ...rest,
  dateOfBirth: midnightUtc(dateOfBirth),
  createdAt: new Date(createdAt),
});

/** Null where there is no such patient. */
export async function update(
  tx: Tx,
  patientId: string,
  changes: Partial<PatientFields>,
): Promise<PatientRecord | null> {
  const { dateOfBirth, ...rest } = changes;
  await tx.prisma.patient.updateMany({
    where: { clinicId: tx.clinicId, id: patientId },
    data: { ...rest, ...(dateOfBirth === undefined ? {} : { dateOfBirth: midnightUtc(dateOfBirth) }) },
  });
  return findById(tx, patientId);
}

type PatientRow = PatientInList & { readonly search: string };

/**
 * Type-ahead: every word typed begins some word of the name, whatever the order, case and accents; a date is the date
 * of birth, digits a part of the telephone number or the year of birth. Without `q` everybody. By family name.
 */
export async function search(
  sql: Sql,
  { q = '', limit, cursor }: { readonly q?: string; readonly limit: number; readonly cursor?: string },
): Promise<{ items: PatientInList[]; nextCursor?: string }> {
  const typed = readPatientQuery(q);
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const rows = await sql.rows<PatientRow>(
    SEARCH,
    [
      sql.clinicId,
      typed.words,
      typed.datesOfBirth,
      typed.digits,
      typed.yearAndMonth,
      after?.key ?? null,
      after?.id ?? null,
      limit + 1,
    ],
    'patient_search',
  );
  return toPage(
    rows,
    limit,
    (row) => ({ key: row.search, id: row.id }),
    ({ search: _, ...patient }) => patient,
  );
}

/** By what number each of them is called. */
export async function phonesOf(
  sql: Sql,
  patientIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await sql.rows<{ id: string; phone: string | null }>(
    'SELECT id, phone FROM patient WHERE clinic_id = $1::uuid AND id = ANY ($2::uuid[])',
    [sql.clinicId, patientIds],
    'patient_phones',
  );
  return new Map(rows.map(({ id, phone }) => [id, phone]));
}

// The words are letters and digits only once search_words has read them, so LIKE needs no escaping.
const SEARCH = `
  SELECT ${PATIENT_COLUMNS}, p.search, course.current AS "currentCourse"
  FROM (
    SELECT * FROM patient p
    WHERE p.clinic_id = $1::uuid
      AND p.search LIKE ALL (ARRAY(
        SELECT '% ' || word || '%' FROM unnest(string_to_array(search_words($2::text), ' ')) AS word WHERE word <> ''
      ))
      AND ($3::date[] IS NULL OR p.date_of_birth = ANY ($3::date[]))
      AND (
        $4::text IS NULL
        OR p.phone_digits LIKE '%' || $4::text || '%'
        OR ($5::text IS NOT NULL AND to_char(p.date_of_birth, 'YYYY-MM-DD') LIKE $5::text || '%')
      )
      AND ($6::text IS NULL OR (p.search, p.id) > ($6::text, $7::uuid))
    ORDER BY p.search, p.id
    LIMIT $8::int
  ) p
  LEFT JOIN LATERAL (
    SELECT json_build_object('id', c.id, 'protocolName', pr.name, 'state', c.state) AS current
    FROM course c
    JOIN protocol_version pv ON pv.clinic_id = c.clinic_id AND pv.id = c.protocol_version_id
    JOIN protocol pr ON pr.clinic_id = pv.clinic_id AND pr.id = pv.protocol_id
    WHERE c.clinic_id = p.clinic_id AND c.patient_id = p.id AND c.state <> 'stopped'
    ORDER BY c.created_at DESC, c.id DESC LIMIT 1
  ) course ON true
  ORDER BY p.search, p.id`;

const midnightUtc = (date: LocalDate): Date => new Date(`${date}T00:00:00Z`);
