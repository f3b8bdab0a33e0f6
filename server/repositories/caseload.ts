import type { Sql } from '#server/db/in-clinic.ts';
import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';
import type { EnteredScore } from '#server/scheduling/response/course-response.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import type {
  CourseState,
  InstrumentCode,
  Phase,
  ReviewKind,
  SessionStatus,
} from '#server/scheduling/vocabulary.ts';
import { type BoosterOrderRecord, LATEST_ORDER } from './booster-orders.ts';
import { IS_OPEN_REPORT } from './course-responses.ts';
import type { SessionOutline } from './courses.ts';
import { ms } from './instant.ts';

/** A course as far as the caseload goes. */
export type CaseRecord = {
  readonly id: string;
  readonly patientId: string;
  readonly patientName: string;
  /** Orders by family name. */
  readonly search: string;
  readonly protocolName: string;
  readonly definition: ProtocolDefinition;
  readonly state: CourseState;
  readonly plannedCount: number;
  /** By time. */
  readonly sessions: readonly SessionOutline[];
  readonly boosterOrder: BoosterOrderRecord | null;
  readonly baselineId: string | null;
  /** By day, then as they were entered. */
  readonly assessments: readonly EnteredScore[];
  readonly reviews: readonly { readonly kind: ReviewKind; readonly reviewedAt: Instant }[];
  readonly relapseReportedAt: Instant | null;
};

/** Of many rows: lists without names, which are half as long. */
type Row = Omit<CaseRecord, 'definition' | 'protocolName' | 'sessions' | 'assessments'> & {
  readonly versionId: string;
  readonly sessions: readonly [string, number, Phase, SessionStatus, Instant][] | null;
  readonly assessments: readonly [string, InstrumentCode, number, LocalDate, string | null][] | null;
};
type Version = {
  readonly id: string;
  readonly protocolName: string;
  readonly definition: ProtocolDefinition;
};

/** Every course under way, and those that have stopped whose patients reported a relapse. In no order. */
export async function list(
  sql: Sql,
  { ofStaff }: { readonly ofStaff: string | null },
): Promise<CaseRecord[]> {
  const versions = await sql.rows<Version>(
    `SELECT pv.id, pr.name AS "protocolName", pv.definition
     FROM protocol_version pv JOIN protocol pr ON pr.clinic_id = pv.clinic_id AND pr.id = pv.protocol_id
     WHERE pv.clinic_id = $1::uuid`,
    [sql.clinicId],
    'caseload_versions',
  );
  const byId = new Map(versions.map((version) => [version.id, version]));
  const rows = await sql.rows<Row>(SELECT_CASES, [sql.clinicId, ofStaff], 'caseload');
  return rows.map(({ versionId, sessions, assessments, ...row }) => {
    const version = byId.get(versionId);
    if (!version) throw new Error('A course by no version of a protocol.');
    return {
      ...row,
      protocolName: version.protocolName,
      definition: version.definition,
      sessions: (sessions ?? []).map(([id, sequence, phase, status, startsAt]) => ({
        id,
        sequence,
        phase,
        status,
        startsAt,
      })),
      assessments: (assessments ?? []).map(([id, instrument, total, on, corrects]) => ({
        id,
        instrument,
        total,
        on,
        corrects,
      })),
    };
  });
}

/**
 * Theirs are those that they booked, ordered for, changed or reviewed, and those whose care team they are on. Sessions
 * and scores are gathered for all of them at once: course by course it would take twice as long.
 */
const SELECT_CASES = `
  WITH cases AS MATERIALIZED (
    SELECT c.clinic_id, c.id, c.patient_id, c.protocol_version_id, c.state, c.planned_count, c.baseline_assessment_id,
      report.at AS relapse_reported_at
    FROM course c
    LEFT JOIN (
      SELECT r.course_id, min(${ms('r.reported_at')}) AS at FROM relapse_report r
      WHERE r.clinic_id = $1::uuid AND ${IS_OPEN_REPORT} GROUP BY r.course_id
    ) report ON report.course_id = c.id
    WHERE c.clinic_id = $1::uuid AND (c.state <> 'stopped' OR report.at IS NOT NULL)
      AND ($2::uuid IS NULL OR c.created_by = $2::uuid
        OR EXISTS (SELECT FROM booster_order o WHERE o.clinic_id = c.clinic_id AND o.course_id = c.id AND o.set_by = $2::uuid)
        OR EXISTS (SELECT FROM course_change x WHERE x.clinic_id = c.clinic_id AND x.course_id = c.id AND x.actor_id = $2::uuid)
        OR EXISTS (SELECT FROM course_review v WHERE v.clinic_id = c.clinic_id AND v.course_id = c.id AND v.reviewed_by = $2::uuid)
        OR EXISTS (SELECT FROM care_team_member m WHERE m.clinic_id = c.clinic_id AND m.patient_id = c.patient_id AND m.staff_id = $2::uuid)
      )
  ), with_sessions AS (
    SELECT s.course_id, json_agg(json_build_array(s.id, s.sequence, s.phase, s.status, ${ms('s.starts_at')})
                                 ORDER BY s.starts_at, s.sequence, s.id) AS sessions
    FROM cases JOIN session s ON s.clinic_id = $1::uuid AND s.course_id = cases.id GROUP BY s.course_id
  ), with_scores AS (
    SELECT a.course_id, json_agg(json_build_array(a.id, a.instrument, a.total, a.assessed_on, a.corrects_id)
                                 ORDER BY a.assessed_on, a.id) AS assessments
    FROM cases JOIN assessment a ON a.clinic_id = $1::uuid AND a.course_id = cases.id GROUP BY a.course_id
  ), with_reviews AS (
    SELECT v.course_id, json_agg(json_build_object('kind', v.kind, 'reviewedAt', ${ms('v.reviewed_at')})) AS reviews
    FROM cases JOIN course_review v ON v.clinic_id = $1::uuid AND v.course_id = cases.id GROUP BY v.course_id
  )
  SELECT c.id, c.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName", p.search,
    c.protocol_version_id AS "versionId", c.state, c.planned_count AS "plannedCount",
    c.baseline_assessment_id AS "baselineId", with_sessions.sessions, ${LATEST_ORDER} AS "boosterOrder",
    with_scores.assessments, coalesce(with_reviews.reviews, '[]') AS reviews, c.relapse_reported_at AS "relapseReportedAt"
  FROM cases c
  JOIN patient p ON p.clinic_id = c.clinic_id AND p.id = c.patient_id
  LEFT JOIN with_sessions ON with_sessions.course_id = c.id
  LEFT JOIN with_scores ON with_scores.course_id = c.id
  LEFT JOIN with_reviews ON with_reviews.course_id = c.id`;
