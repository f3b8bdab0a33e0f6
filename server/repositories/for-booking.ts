import type { Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { CALENDAR_COLUMNS, type CalendarRow, toCalendar, type Window, windowValues } from './calendar.ts';
import { type CourseRecord, type CourseRow, SELECT_COURSES, toCourse } from './courses.ts';
import { GATES, type GatesRow } from './gate-records.ts';
import { PATIENT_COLUMNS, type PatientRecord } from './patients.ts';
import { newestVersion, type ProtocolRecord } from './protocols.ts';

/** What was answered the first time. */
export type IdempotencyRecord = {
  readonly requestHash: string;
  readonly status: number;
  readonly response: unknown;
};

export type BookingQuestion = {
  /** Where busy sessions matter: the days of the sessions to be checked are enough. */
  readonly windows: Window | readonly Window[];
  readonly protocolId?: string;
  readonly patientId?: string;
  readonly courseId?: string;
  readonly idempotency?: { readonly actorId: string; readonly key: string } | null;
};

export type BookingContext = {
  readonly calendar: ClinicCalendar;
  /** What people call each chair, by id. */
  readonly chairNames: Readonly<Record<string, string>>;
  /** In its newest version. A course brings the version it began with. */
  readonly protocol: ProtocolRecord | null;
  readonly patient: PatientRecord | null;
  /** What is asked of a new course, and stands recorded of the patient; a course brings its own. */
  readonly gates: GatesRow;
  readonly course: CourseRecord | null;
  readonly idempotency: IdempotencyRecord | null;
};

/** Everything that a booking decides by, in one round trip: it runs under the clinic's lock. Null: not asked, or not there. */
export async function loadForBooking(sql: Sql, question: BookingQuestion): Promise<BookingContext> {
  const { windows, protocolId, patientId, courseId, idempotency } = question;
  const values = [
    sql.clinicId,
    ...windowValues(windows),
    protocolId ?? null,
    patientId ?? null,
    idempotency?.actorId ?? null,
    idempotency?.key ?? null,
  ];
  const [row] =
    courseId === undefined
      ? await sql.rows<BookingRow>(FOR_NEW_COURSE, values, 'for_new_course')
      : await sql.rows<BookingRow>(FOR_COURSE, [...values, courseId], 'for_course');
  if (!row) throw new AppError('not-found');
  return {
    calendar: toCalendar(row),
    chairNames: row.chairNames,
    protocol: row.protocol,
    patient: row.patient,
    gates: row.gates ?? null,
    course: row.course ? toCourse(row.course) : null,
    idempotency: row.idempotency,
  };
}

type BookingRow = CalendarRow &
  Omit<BookingContext, 'calendar' | 'course' | 'gates'> & {
    readonly course?: CourseRow | null;
    readonly gates?: GatesRow;
  };

const COLUMNS = `
  ${CALENDAR_COLUMNS},
    (SELECT coalesce(json_object_agg(ch.id, ch.name), '{}') FROM chair ch WHERE ch.clinic_id = $1::uuid) AS "chairNames",
    (SELECT row_to_json(x) FROM (${newestVersion('$6')}) x) AS protocol,
    (SELECT row_to_json(x) FROM (
      SELECT ${PATIENT_COLUMNS} FROM patient p WHERE p.clinic_id = $1::uuid AND p.id = $7::uuid
    ) x) AS patient,
    (SELECT json_build_object('requestHash', k.request_hash, 'status', k.status, 'response', k.response)
     FROM idempotency_key k
     WHERE k.clinic_id = $1::uuid AND k.actor_id = $8::uuid AND k.key = $9::text) AS idempotency`;

/** A query of its own: to make ready for a course costs PostgreSQL as much again, even where none is asked for. */
const FOR_NEW_COURSE = `
  SELECT ${COLUMNS}, ${GATES('cl.id', '$7::uuid')} AS gates FROM clinic cl WHERE cl.id = $1::uuid`;

const FOR_COURSE = `
  SELECT ${COLUMNS},
    (SELECT row_to_json(x) FROM (${SELECT_COURSES} WHERE c.clinic_id = $1::uuid AND c.id = $10::uuid) x) AS course
  FROM clinic cl WHERE cl.id = $1::uuid`;
