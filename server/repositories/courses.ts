import type { Sql } from '#server/db/in-clinic.ts';
import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';
import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import {
  type CourseState,
  HOLDING_STATUSES,
  type Phase,
  type Route,
  type SessionStatus,
} from '#server/scheduling/vocabulary.ts';
import { type BoosterOrderRecord, LATEST_ORDER } from './booster-orders.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { type CourseGatesRecord, GATES, type GatesRow, toCourseGates } from './gate-records.ts';
import { ms } from './instant.ts';
import { PROTOCOL_COLUMNS, type ProtocolRecord } from './protocols.ts';
import {
  SESSION_COLUMNS,
  SESSION_JOINS,
  type SessionRecord,
  type SessionRow,
  toSession,
} from './sessions.ts';

/** Why a course waits; a clinician says why. */
export type Hold =
  | { readonly kind: 'clinician'; readonly reason: string }
  | { readonly kind: 'missed-sessions'; readonly reason: null };

/** Another course of the same patient; when its first session is, or was. */
export type CourseBeside = { readonly id: string; readonly startedAt: Instant };

export type CourseRecord = {
  readonly id: string;
  readonly patientId: string;
  readonly patientName: string;
  /** In the version that the course began with. */
  readonly protocol: ProtocolRecord;
  readonly state: CourseState;
  readonly version: number;
  readonly plannedCount: number;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** By time; cancelled and missed ones are included. */
  readonly sessions: readonly SessionRecord[];
  /** The order that holds, if one was set. */
  readonly boosterOrder: BoosterOrderRecord | null;
  readonly hold: Hold | null;
  /** The course that this one begins anew, or follows after a relapse. */
  readonly parentCourseId: string | null;
  readonly follows: CourseBeside | null;
  /** Minutes of observation that its blocks have beyond the protocol's. They are in `protocol` already. */
  readonly extraMinutes: number;
  /** The course that follows it, unless that one has stopped. */
  readonly followedBy: CourseBeside | null;
  /** What must be done before its sessions, and what has been. */
  readonly gates: CourseGatesRecord;
};

/** When its first session is, or was; of a course that never had one, when it was booked. The same as `beside` below. */
export const startedAt = ({ sessions, createdAt }: Pick<CourseRecord, 'sessions' | 'createdAt'>): Instant => {
  const holding: readonly SessionStatus[] = HOLDING_STATUSES;
  return sessions.find(({ status }) => holding.includes(status))?.startsAt ?? createdAt;
};

export type CourseRow = Omit<CourseRecord, 'sessions' | 'gates'> & {
  readonly sessions: readonly SessionRow[];
  readonly gates: GatesRow;
};

export const toCourse = (row: CourseRow): CourseRecord => ({
  ...row,
  protocol: lengthened(row.protocol, row.extraMinutes),
  sessions: row.sessions.map(toSession),
  gates: toCourseGates(row.gates, { id: row.id, route: row.protocol.definition.route }),
});

/** The protocol as it holds for one course: whatever is booked by it has the longer block, on every path. */
function lengthened(protocol: ProtocolRecord, extraMinutes: number): ProtocolRecord {
  if (extraMinutes === 0) return protocol;
  const { definition } = protocol;
  const block = { ...definition.block, observation: definition.block.observation + extraMinutes };
  return { ...protocol, definition: { ...definition, block } };
}

/** SQL for one other course as a CourseBeside, or null. */
const beside = (which: string): string => `
  (SELECT json_build_object('id', o.id, 'startedAt', coalesce(
     (SELECT min(${ms('s.starts_at')}) FROM session s
      WHERE s.clinic_id = o.clinic_id AND s.course_id = o.id AND s.status IN ('${HOLDING_STATUSES.join("', '")}')),
     ${ms('o.created_at')}))
   FROM course o WHERE o.clinic_id = c.clinic_id AND ${which}
   ORDER BY o.created_at DESC, o.id DESC LIMIT 1)`;

/** SQL for courses as CourseRows; add a condition on `c`. */
export const SELECT_COURSES = `
  SELECT c.id, c.patient_id AS "patientId", cp.given_name || ' ' || cp.family_name AS "patientName",
    c.state, c.version, c.planned_count AS "plannedCount", c.extra_observation_minutes AS "extraMinutes", ${ms('c.created_at')} AS "createdAt", c.created_by AS "createdBy",
    (SELECT row_to_json(protocol) FROM (
      SELECT ${PROTOCOL_COLUMNS}
      FROM protocol_version pv JOIN protocol pr ON pr.clinic_id = pv.clinic_id AND pr.id = pv.protocol_id
      WHERE pv.clinic_id = c.clinic_id AND pv.id = c.protocol_version_id
    ) protocol) AS protocol,
    (SELECT coalesce(json_agg(of_course), '[]') FROM (
      SELECT ${SESSION_COLUMNS} FROM session s ${SESSION_JOINS}
      WHERE s.clinic_id = c.clinic_id AND s.course_id = c.id
      ORDER BY s.starts_at, s.sequence, s.id
    ) of_course) AS sessions,
    ${LATEST_ORDER} AS "boosterOrder", c.parent_course_id AS "parentCourseId",
    ${beside('o.id = c.parent_course_id')} AS follows,
    ${beside("o.parent_course_id = c.id AND o.state <> 'stopped'")} AS "followedBy",
    CASE WHEN c.hold_kind IS NOT NULL THEN json_build_object('kind', c.hold_kind, 'reason', c.hold_reason) END AS hold,
    ${GATES('c.clinic_id', 'c.patient_id')} AS gates
  FROM course c
  JOIN patient cp ON cp.clinic_id = c.clinic_id AND cp.id = c.patient_id`;

export async function findById(sql: Sql, courseId: string): Promise<CourseRecord | null> {
  const [row] = await sql.rows<CourseRow>(
    `${SELECT_COURSES} WHERE c.clinic_id = $1::uuid AND c.id = $2::uuid`,
    [sql.clinicId, courseId],
    'course_by_id',
  );
  return row ? toCourse(row) : null;
}

/** Those of them that are open to whoever asks, in the order in which they began. */
export async function listByIds(sql: Sql, courseIds: readonly string[]): Promise<CourseRecord[]> {
  const rows = await sql.rows<CourseRow>(
    `${SELECT_COURSES} WHERE c.clinic_id = $1::uuid AND c.id = ANY ($2::uuid[]) ORDER BY c.id`,
    [sql.clinicId, courseIds],
    'courses_by_ids',
  );
  return rows.map(toCourse);
}

/** The courses of a patient, newest first. */
export async function listByPatient(sql: Sql, patientId: string): Promise<CourseRecord[]> {
  const rows = await sql.rows<CourseRow>(
    `${SELECT_COURSES} WHERE c.clinic_id = $1::uuid AND c.patient_id = $2::uuid ORDER BY c.created_at DESC, c.id DESC`,
    [sql.clinicId, patientId],
    'course_by_patient',
  );
  return rows.map(toCourse);
}

/** A session as far as booster windows and counts need it. */
export type SessionOutline = {
  readonly id: string;
  readonly sequence: number;
  readonly phase: Phase;
  readonly status: SessionStatus;
  readonly startsAt: Instant;
};

export type CourseSummaryRecord = {
  readonly id: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly protocolName: string;
  readonly route: Route;
  readonly definition: ProtocolDefinition;
  readonly state: CourseState;
  readonly version: number;
  readonly plannedCount: number;
  readonly createdAt: Instant;
  /** By time; cancelled and missed ones are included. */
  readonly sessions: readonly SessionOutline[];
  readonly boosterOrder: BoosterOrderRecord | null;
  readonly fulfilledCount: number;
  readonly lastFulfilledAt: Instant | null;
  /** The first that is still to come, by its status alone. */
  readonly nextSessionAt: Instant | null;
};

type SummaryRow = Omit<
  CourseSummaryRecord,
  'fulfilledCount' | 'lastFulfilledAt' | 'nextSessionAt' | 'route'
> & {
  readonly search: string;
};

/** Courses by patient name. */
export async function list(
  sql: Sql,
  {
    state,
    limit,
    cursor,
  }: { readonly state?: CourseState; readonly limit: number; readonly cursor?: string },
): Promise<{ items: CourseSummaryRecord[]; nextCursor?: string }> {
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const rows = await sql.rows<SummaryRow>(
    `${SELECT_SUMMARIES}
     WHERE c.clinic_id = $1::uuid AND ($2::text IS NULL OR c.state = $2::text)
       AND ($3::text IS NULL OR (p.search, c.id) > ($3::text, $4::uuid))
     ORDER BY p.search, c.id
     LIMIT $5::int`,
    [sql.clinicId, state ?? null, after?.key ?? null, after?.id ?? null, limit + 1],
    'course_list',
  );
  return toPage(rows, limit, (row) => ({ key: row.search, id: row.id }), toSummary);
}

/**
 * Courses that may be due a booster: going on, with nothing booked. Whether one is due, and since when, is for the
 * core to say, by the order or the protocol.
 */
export async function listDueBoosterCandidates(sql: Sql): Promise<CourseSummaryRecord[]> {
  const rows = await sql.rows<SummaryRow>(
    `${SELECT_SUMMARIES}
     WHERE c.clinic_id = $1::uuid AND c.state NOT IN ('stopped', 'on-hold')
       AND NOT EXISTS (
         SELECT FROM session s
         WHERE s.clinic_id = c.clinic_id AND s.course_id = c.id
           AND s.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in')
           -- Of a series the next one is booked while others are to come.
           AND (s.phase <> 'maintenance' OR (
             SELECT o.series_of FROM booster_order o
             WHERE o.clinic_id = c.clinic_id AND o.course_id = c.id ORDER BY o.sequence DESC LIMIT 1
           ) IS NULL)
       )
     ORDER BY p.search, c.id`,
    [sql.clinicId],
    'course_due_boosters',
  );
  return rows.map(toSummary);
}

/** Those that go on, or one of them. */
export async function listGoingOn(sql: Sql, courseId: string | null): Promise<CourseSummaryRecord[]> {
  const rows = await sql.rows<SummaryRow>(
    `${SELECT_SUMMARIES}
     WHERE c.clinic_id = $1::uuid AND c.state NOT IN ('stopped', 'on-hold') AND ($2::uuid IS NULL OR c.id = $2::uuid)
     ORDER BY c.id`,
    [sql.clinicId, courseId],
    'course_going_on',
  );
  return rows.map(toSummary);
}

const SELECT_SUMMARIES = `
  SELECT c.id, c.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName", p.search,
    pr.name AS "protocolName", pv.definition, c.state, c.version, c.planned_count AS "plannedCount",
    ${ms('c.created_at')} AS "createdAt",
    (SELECT coalesce(json_agg(json_build_object(
       'id', s.id, 'sequence', s.sequence, 'phase', s.phase, 'status', s.status, 'startsAt', ${ms('s.starts_at')}
     ) ORDER BY s.starts_at, s.sequence, s.id), '[]')
     FROM session s WHERE s.clinic_id = c.clinic_id AND s.course_id = c.id) AS sessions,
    ${LATEST_ORDER} AS "boosterOrder"
  FROM course c
  JOIN patient p ON p.clinic_id = c.clinic_id AND p.id = c.patient_id
  JOIN protocol_version pv ON pv.clinic_id = c.clinic_id AND pv.id = c.protocol_version_id
  JOIN protocol pr ON pr.clinic_id = pv.clinic_id AND pr.id = pv.protocol_id`;

function toSummary({ search: _, ...row }: SummaryRow): CourseSummaryRecord {
  const fulfilled = row.sessions.filter((session) => session.status === 'fulfilled');
  return {
    ...row,
    route: row.definition.route,
    fulfilledCount: fulfilled.length,
    lastFulfilledAt: fulfilled.at(-1)?.startsAt ?? null,
    nextSessionAt: row.sessions.find(isToCome)?.startsAt ?? null,
  };
}
