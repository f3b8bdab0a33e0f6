import type { Sql } from '#server/db/in-clinic.ts';
import type { Instant } from '#server/scheduling/calendar.ts';
import type { EnteredScore } from '#server/scheduling/course-response.ts';
import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';
import type { CourseState, ReviewKind } from '#server/scheduling/vocabulary.ts';
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

type Row = Omit<CaseRecord, 'definition' | 'protocolName'> & { readonly versionId: string };
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
  return rows.map(({ versionId, ...row }) => {
    const version = byId.get(versionId);
    if (!version) throw new Error('A course by no version of a protocol.');
    return { ...row, protocolName: version.protocolName, definition: version.definition };
  });
}

/** Theirs are those that they booked, ordered for, changed or reviewed, and those whose care team they are on. */
const SELECT_CASES = `
  SELECT c.id, c.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName", p.search,
    c.protocol_version_id AS "versionId", c.state, c.planned_count AS "plannedCount",
    c.baseline_assessment_id AS "baselineId",
    (SELECT coalesce(json_agg(json_build_object(
       'id', s.id, 'sequence', s.sequence, 'phase', s.phase, 'status', s.status, 'startsAt', ${ms('s.starts_at')}
     ) ORDER BY s.starts_at, s.sequence, s.id), '[]')
     FROM session s WHERE s.clinic_id = c.clinic_id AND s.course_id = c.id) AS sessions,
    ${LATEST_ORDER} AS "boosterOrder",
    (SELECT coalesce(json_agg(json_build_object(
       'id', a.id, 'instrument', a.instrument, 'total', a.total, 'on', to_char(a.assessed_on, 'YYYY-MM-DD'),
       'corrects', a.corrects_id
     ) ORDER BY a.assessed_on, a.id), '[]')
     FROM assessment a WHERE a.clinic_id = c.clinic_id AND a.course_id = c.id) AS assessments,
    (SELECT coalesce(json_agg(json_build_object('kind', v.kind, 'reviewedAt', ${ms('v.reviewed_at')})), '[]')
     FROM course_review v WHERE v.clinic_id = c.clinic_id AND v.course_id = c.id) AS reviews,
    report.at AS "relapseReportedAt"
  FROM course c
  JOIN patient p ON p.clinic_id = c.clinic_id AND p.id = c.patient_id
  LEFT JOIN LATERAL (
    SELECT min(${ms('r.reported_at')}) AS at FROM relapse_report r
    WHERE r.clinic_id = c.clinic_id AND r.course_id = c.id AND ${IS_OPEN_REPORT}
  ) report ON true
  WHERE c.clinic_id = $1::uuid AND (c.state <> 'stopped' OR report.at IS NOT NULL)
    AND ($2::uuid IS NULL OR c.created_by = $2::uuid
      OR EXISTS (SELECT FROM booster_order o WHERE o.clinic_id = c.clinic_id AND o.course_id = c.id AND o.set_by = $2::uuid)
      OR EXISTS (SELECT FROM course_change x WHERE x.clinic_id = c.clinic_id AND x.course_id = c.id AND x.actor_id = $2::uuid)
      OR EXISTS (SELECT FROM course_review v WHERE v.clinic_id = c.clinic_id AND v.course_id = c.id AND v.reviewed_by = $2::uuid)
      OR EXISTS (SELECT FROM care_team_member m WHERE m.clinic_id = c.clinic_id AND m.patient_id = c.patient_id AND m.staff_id = $2::uuid)
    )`;
