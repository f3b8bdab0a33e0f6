import type { LockedTx, Sql } from '#server/db/in-clinic.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import type {
  InstrumentCode,
  ReportSource,
  ReviewKind,
  ReviewOutcome,
} from '#server/scheduling/vocabulary.ts';
import { AUDIT, auditRows, type NewAuditEvent } from './audit-events.ts';
import { fromMs, ms } from './instant.ts';

/** Scores, reviews and reports of a relapse: each is written once. */

type Named = { readonly id: string; readonly name: string };

export type AssessmentRecord = {
  readonly id: string;
  readonly instrument: InstrumentCode;
  readonly total: number;
  readonly on: LocalDate;
  readonly source: ReportSource;
  /** Null where the patient did. */
  readonly enteredBy: Named | null;
  readonly enteredAt: Instant;
  readonly corrects: string | null;
};

export type ReviewRecord = {
  readonly id: string;
  readonly kind: ReviewKind;
  readonly outcome: ReviewOutcome;
  readonly reviewedBy: Named;
  readonly reviewedAt: Instant;
};

export type RelapseReportRecord = {
  readonly id: string;
  readonly source: ReportSource;
  readonly reportedBy: Named | null;
  readonly reportedAt: Instant;
};

/** All that is kept of how a course responds. */
export type ResponseRecord = {
  /** The score that a clinician named as baseline. */
  readonly baselineId: string | null;
  /** By day, then as they were entered. */
  readonly assessments: readonly AssessmentRecord[];
  /** Newest first. */
  readonly reviews: readonly ReviewRecord[];
  readonly openRelapseReport: RelapseReportRecord | null;
};

/** SQL for a report of `course c` that no review of a relapse has come after, of `relapse_report r`. */
export const IS_OPEN_REPORT = `
  NOT EXISTS (
    SELECT FROM course_review v
    WHERE v.clinic_id = r.clinic_id AND v.course_id = r.course_id AND v.kind = 'relapse' AND v.reviewed_at >= r.reported_at
  )`;

/** Null where there is no such course, or it is not open to whoever asks. */
export async function findByCourse(sql: Sql, courseId: string): Promise<ResponseRecord | null> {
  const [found] = await sql.rows<ResponseRecord>(
    `SELECT c.baseline_assessment_id AS "baselineId",
       (SELECT coalesce(json_agg(json_build_object(
          'id', a.id, 'instrument', a.instrument, 'total', a.total, 'on', to_char(a.assessed_on, 'YYYY-MM-DD'),
          'source', a.source, 'enteredAt', ${ms('a.entered_at')}, 'corrects', a.corrects_id,
          'enteredBy', CASE WHEN st.id IS NOT NULL THEN json_build_object('id', st.id, 'name', st.name) END
        ) ORDER BY a.assessed_on, a.id), '[]')
        FROM assessment a LEFT JOIN staff st ON st.clinic_id = a.clinic_id AND st.id = a.entered_by
        WHERE a.clinic_id = c.clinic_id AND a.course_id = c.id) AS assessments,
       (SELECT coalesce(json_agg(json_build_object(
          'id', v.id, 'kind', v.kind, 'outcome', v.outcome, 'reviewedAt', ${ms('v.reviewed_at')},
          'reviewedBy', json_build_object('id', st.id, 'name', st.name)
        ) ORDER BY v.reviewed_at DESC, v.id DESC), '[]')
        FROM course_review v JOIN staff st ON st.clinic_id = v.clinic_id AND st.id = v.reviewed_by
        WHERE v.clinic_id = c.clinic_id AND v.course_id = c.id) AS reviews,
       (SELECT json_build_object(
          'id', r.id, 'source', r.source, 'reportedAt', ${ms('r.reported_at')},
          'reportedBy', CASE WHEN st.id IS NOT NULL THEN json_build_object('id', st.id, 'name', st.name) END
        )
        FROM relapse_report r LEFT JOIN staff st ON st.clinic_id = r.clinic_id AND st.id = r.reported_by
        WHERE r.clinic_id = c.clinic_id AND r.course_id = c.id AND ${IS_OPEN_REPORT}
        ORDER BY r.reported_at, r.id LIMIT 1) AS "openRelapseReport"
     FROM course c WHERE c.clinic_id = $1::uuid AND c.id = $2::uuid`,
    [sql.clinicId, courseId],
    'course_response',
  );
  return found ?? null;
}

export type NewAssessment = Omit<AssessmentRecord, 'enteredBy'> & {
  readonly courseId: string;
  readonly patientId: string;
  readonly enteredBy: string | null;
};

/** Under the lock, so that the same is not entered twice at once. */
export async function insertAssessment(
  tx: LockedTx,
  assessment: NewAssessment,
  audit: NewAuditEvent,
): Promise<void> {
  await tx.rows(
    `WITH added AS (
       INSERT INTO assessment (
         clinic_id, id, course_id, patient_id, instrument, total, assessed_on, source, entered_by, entered_at, corrects_id
       )
       VALUES (
         $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::text, $6::int2, $7::date, $8::text, $9::uuid, ${fromMs('$10')}, $11::uuid
       )
     ), ${AUDIT('$12')}
     SELECT 1 AS done`,
    [
      tx.clinicId,
      assessment.id,
      assessment.courseId,
      assessment.patientId,
      assessment.instrument,
      assessment.total,
      assessment.on,
      assessment.source,
      assessment.enteredBy,
      assessment.enteredAt,
      assessment.corrects,
      auditRows([audit]),
    ],
    'assessment_insert',
  );
}

/** Null: the one that is taken by itself. */
export async function setBaseline(
  tx: LockedTx,
  courseId: string,
  assessmentId: string | null,
  audit: NewAuditEvent,
): Promise<void> {
  await tx.rows(
    `WITH named AS (
       UPDATE course SET baseline_assessment_id = $3::uuid WHERE clinic_id = $1::uuid AND id = $2::uuid
     ), ${AUDIT('$4')}
     SELECT 1 AS done`,
    [tx.clinicId, courseId, assessmentId, auditRows([audit])],
    'baseline_set',
  );
}

export async function insertReview(
  tx: LockedTx,
  review: Omit<ReviewRecord, 'reviewedBy'> & { readonly courseId: string; readonly reviewedBy: string },
  audit: NewAuditEvent,
): Promise<void> {
  await tx.rows(
    `WITH added AS (
       INSERT INTO course_review (clinic_id, id, course_id, kind, outcome, reviewed_by, reviewed_at)
       VALUES ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::uuid, ${fromMs('$7')})
     ), ${AUDIT('$8')}
     SELECT 1 AS done`,
    [
      tx.clinicId,
      review.id,
      review.courseId,
      review.kind,
      review.outcome,
      review.reviewedBy,
      review.reviewedAt,
      auditRows([audit]),
    ],
    'course_review_insert',
  );
}

export async function insertRelapseReport(
  tx: LockedTx,
  report: Omit<RelapseReportRecord, 'reportedBy'> & {
    readonly courseId: string;
    readonly reportedBy: string | null;
  },
  audit: NewAuditEvent,
): Promise<void> {
  await tx.rows(
    `WITH added AS (
       INSERT INTO relapse_report (clinic_id, id, course_id, source, reported_by, reported_at)
       VALUES ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::uuid, ${fromMs('$6')})
     ), ${AUDIT('$7')}
     SELECT 1 AS done`,
    [
      tx.clinicId,
      report.id,
      report.courseId,
      report.source,
      report.reportedBy,
      report.reportedAt,
      auditRows([audit]),
    ],
    'relapse_report_insert',
  );
}
