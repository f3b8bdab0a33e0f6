import type { LockedTx, Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import { type GateKind, type GateRecord, gatesOf, NO_GATES } from '#server/scheduling/gates/gates.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { ROUTES, type Route, type SessionStatus } from '#server/scheduling/vocabulary.ts';
import { AUDIT, auditRows, type NewAuditEvent } from './audit-events.ts';
import { eventRows, type NewEvent } from './course-writes.ts';
import type { SessionOutline } from './courses.ts';
import { fromMs, ms } from './instant.ts';

/** What somebody recorded of a gate and nobody has taken back, and who it was. */
export type GateRecordOf = GateRecord & {
  readonly doneBy: { readonly id: string; readonly name: string };
  readonly recordedAt: Instant;
};

/** The gates of a course, as records know them. */
export type CourseGatesRecord = {
  readonly kinds: readonly GateKind[];
  readonly records: readonly GateRecordOf[];
};

/** What a clinic asks for, and what stands recorded of a patient; null where the clinic asks for nothing. */
export type GatesRow = CourseGatesRecord | null;

/**
 * SQL for what stands recorded of a patient, by SQL for its clinic's id and its own. That a clinician looked at the
 * response to a whole induction is recorded as the course's review, and is there for its gate.
 */
const STANDING = (clinicId: string, patientId: string): string => `
  (SELECT coalesce(json_agg(json_build_object(
     'id', r.id, 'kind', r.kind, 'courseId', r.course_id, 'sessionId', r.session_id,
     'doneOn', to_char(r.done_on, 'YYYY-MM-DD'), 'expiresOn', to_char(r.expires_on, 'YYYY-MM-DD'), 'waived', r.waived,
     'doneBy', json_build_object('id', st.id, 'name', st.name), 'recordedAt', ${ms('r.recorded_at')}
   ) ORDER BY r.recorded_at, r.id), '[]')
   FROM (
     SELECT g.clinic_id, g.id, g.kind, g.course_id, g.session_id, g.done_on, g.expires_on, g.waived, g.done_by, g.recorded_at
     FROM gate_record g
     WHERE g.clinic_id = ${clinicId} AND g.patient_id = ${patientId} AND g.revokes_id IS NULL
       AND NOT EXISTS (SELECT FROM gate_record back WHERE back.clinic_id = g.clinic_id AND back.revokes_id = g.id)
     UNION ALL
     SELECT v.clinic_id, v.id, 'response-review', v.course_id, NULL, (v.reviewed_at AT TIME ZONE here.zone)::date, NULL,
       false, v.reviewed_by, v.reviewed_at
     FROM clinic here
     JOIN course of_patient ON of_patient.clinic_id = here.id AND of_patient.patient_id = ${patientId}
     JOIN course_review v ON v.clinic_id = here.id AND v.course_id = of_patient.id AND v.kind = 'end-of-induction'
     WHERE here.id = ${clinicId}
   ) r JOIN staff st ON st.clinic_id = r.clinic_id AND st.id = r.done_by)`;

/** SQL for a GatesRow, by the same. Where nothing is asked nothing is read. */
export const GATES = (clinicId: string, patientId: string): string => `
  (SELECT CASE WHEN g.gates <> '[]'
     THEN json_build_object('kinds', g.gates, 'records', ${STANDING(clinicId, patientId)}) END
   FROM clinic g WHERE g.id = ${clinicId})`;

/** Of all that is recorded of the patient, what concerns one course. */
export const toCourseGates = (
  row: GatesRow,
  course: { readonly id: string | null; readonly route: Route },
): CourseGatesRecord =>
  row === null ? { ...NO_GATES, records: [] } : gatesOf(row.kinds, row.records, course);

/** What a clinic asks for. */
export async function listKinds(sql: Sql): Promise<readonly GateKind[]> {
  const [clinic] = await sql.rows<{ gates: readonly GateKind[] }>(
    'SELECT gates FROM clinic WHERE id = $1::uuid',
    [sql.clinicId],
    'gate_kinds',
  );
  return clinic?.gates ?? [];
}

/** A course as far as its gates go. */
export type GatedCourseRecord = {
  readonly id: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly protocolName: string;
  readonly route: Route;
  /** By time; cancelled and missed ones are included. */
  readonly sessions: readonly SessionOutline[];
  readonly gates: CourseGatesRecord;
};

/** Courses that may have something open: with sessions to come, or by a route of which something is due after each. */
export async function listGatedCourses(sql: Sql, kinds: readonly GateKind[]): Promise<GatedCourseRecord[]> {
  const after = kinds.filter(({ scope }) => scope === 'session').flatMap(({ routes }) => routes ?? ROUTES);
  const rows = await sql.rows<
    Omit<GatedCourseRecord, 'gates'> & { readonly records: readonly GateRecordOf[] }
  >(
    `SELECT c.id, c.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName",
       pr.name AS "protocolName", pv.definition ->> 'route' AS route,
       (SELECT json_agg(json_build_object(
          'id', s.id, 'sequence', s.sequence, 'phase', s.phase, 'status', s.status, 'startsAt', ${ms('s.starts_at')}
        ) ORDER BY s.starts_at, s.sequence, s.id)
        FROM session s WHERE s.clinic_id = c.clinic_id AND s.course_id = c.id) AS sessions,
       ${STANDING('c.clinic_id', 'c.patient_id')} AS records
     FROM course c
     JOIN patient p ON p.clinic_id = c.clinic_id AND p.id = c.patient_id
     JOIN protocol_version pv ON pv.clinic_id = c.clinic_id AND pv.id = c.protocol_version_id
     JOIN protocol pr ON pr.clinic_id = pv.clinic_id AND pr.id = pv.protocol_id
     WHERE c.clinic_id = $1::uuid AND EXISTS (
       SELECT FROM session s WHERE s.clinic_id = c.clinic_id AND s.course_id = c.id AND (
         s.status IN ('pending', 'booked', 'arrived', 'checked-in')
         OR (s.status = 'fulfilled' AND pv.definition ->> 'route' = ANY ($2::text[]))
       )
     )`,
    [sql.clinicId, after],
    'gated_courses',
  );
  return rows.map(({ records, ...row }) => ({ ...row, gates: gatesOf(kinds, records, row) }));
}

export type NewGateRecord = GateRecord & {
  readonly patientId: string;
  readonly doneBy: string;
  readonly recordedAt: Instant;
  /** The record that this one takes back. */
  readonly revokesId: string | null;
};

/** A session that is booked, or waits, from now on. */
export type GatedStatus = {
  readonly sessionId: string;
  readonly courseId: string;
  /** As it was read under this lock. */
  readonly from: SessionStatus;
  readonly to: SessionStatus;
};

export type GateChange = {
  /** Null where what was done is recorded elsewhere. */
  readonly record: NewGateRecord | null;
  /** Of the patient's courses, each that has a session in `sessions`, at the version that was read. */
  readonly courses: readonly { readonly courseId: string; readonly version: number }[];
  readonly sessions: readonly GatedStatus[];
  readonly events: readonly (NewEvent & { readonly courseId: string })[];
  readonly audit: NewAuditEvent | null;
};

/** What is recorded of a gate, and every session that is booked or waits because of it, in one statement. */
export async function save(tx: LockedTx, change: GateChange): Promise<void> {
  const [done] = await tx.rows<{ bumped: number; changed: number }>(
    RECORD,
    [
      tx.clinicId,
      JSON.stringify(change.record ? [change.record] : []),
      JSON.stringify(change.courses),
      JSON.stringify(change.sessions),
      eventRows(change.events),
      auditRows(change.audit ? [change.audit] : []),
    ],
    'gate_record',
  );
  // Under the lock nothing can have changed since it was read; if something did, nothing is saved.
  if (done?.bumped !== change.courses.length || done.changed !== change.sessions.length) {
    throw new AppError('course-changed');
  }
}

const RECORD = `
  WITH record AS (
    INSERT INTO gate_record (
      clinic_id, id, patient_id, course_id, session_id, kind, done_on, expires_on, waived, done_by, recorded_at, revokes_id
    )
    SELECT $1::uuid, x.id, x."patientId", x."courseId", x."sessionId", x.kind, x."doneOn", x."expiresOn", x.waived,
      x."doneBy", ${fromMs('x."recordedAt"')}, x."revokesId"
    FROM json_to_recordset($2::json) AS x(
      id uuid, "patientId" uuid, "courseId" uuid, "sessionId" uuid, kind text, "doneOn" date, "expiresOn" date,
      waived boolean, "doneBy" uuid, "recordedAt" float8, "revokesId" uuid
    )
  ),
  bumped AS (
    UPDATE course c SET version = c.version + 1
    FROM json_to_recordset($3::json) AS x("courseId" uuid, version int)
    WHERE c.clinic_id = $1::uuid AND c.id = x."courseId" AND c.version = x.version
    RETURNING c.id
  ),
  changed AS (
    UPDATE session s SET status = x."to"
    FROM json_to_recordset($4::json) AS x("sessionId" uuid, "courseId" uuid, "from" text, "to" text)
    JOIN bumped ON bumped.id = x."courseId"
    WHERE s.clinic_id = $1::uuid AND s.id = x."sessionId" AND s.course_id = x."courseId" AND s.status = x."from"
    RETURNING s.id
  ),
  events AS (
    INSERT INTO session_event (clinic_id, id, session_id, course_id, at, actor_id, kind, from_status, to_status, detail)
    SELECT $1::uuid, x.id, x."sessionId", x."courseId", ${fromMs('x.at')}, x."actorId", x.kind, x."fromStatus",
      x."toStatus", x.detail
    FROM json_to_recordset($5::json) AS x(
      id uuid, "sessionId" uuid, "courseId" uuid, at float8, "actorId" uuid, kind text, "fromStatus" text,
      "toStatus" text, detail jsonb
    )
  ),
  ${AUDIT('$6')}
  SELECT (SELECT count(*)::int FROM bumped) AS bumped, (SELECT count(*)::int FROM changed) AS changed`;
