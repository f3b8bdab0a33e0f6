import type { LockedTx, Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Block } from '#server/scheduling/protocol.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import {
  type CancelReason,
  type CourseState,
  HOLDING_STATUSES,
  type Phase,
  type Route,
  type SessionStatus,
  type ViolationCode,
} from '#server/scheduling/vocabulary.ts';
import { AUDIT, auditRows, type NewAuditEvent } from './audit-events.ts';
import { BUMP, EVENTS, eventRows, type NewEvent } from './course-writes.ts';
import { fromMs, ms } from './instant.ts';

export type SessionRecord = {
  readonly id: string;
  readonly courseId: string;
  readonly courseState: CourseState;
  readonly patientId: string;
  readonly patientName: string;
  readonly protocolName: string;
  readonly route: Route;
  readonly sequence: number;
  /** Its place among the sessions of its kind that count; null of one that does not. */
  readonly place: number | null;
  readonly plannedCount: number;
  readonly phase: Phase;
  readonly status: SessionStatus;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** When chair and patient became free, of a session that ended before its planned end. */
  readonly releasedAt: Instant | null;
  readonly block: Block;
  readonly poolId: string;
  readonly chairId: string;
  readonly chairName: string;
  readonly movedFrom: Instant | null;
  readonly arrivedAt: Instant | null;
  readonly checkedInAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly completedAt: Instant | null;
  /** Since when it is held on its day; null where it is not. */
  readonly heldAt: Instant | null;
  readonly cancelReason: CancelReason | null;
  /** Rules that somebody who may lets it bend, as it stands now. */
  readonly overrides: readonly ViolationCode[];
};

/** A session as PostgreSQL answers it: the parts of the block still side by side. */
export type SessionRow = Omit<SessionRecord, 'block'> & Block;

/** Field by field: to spread so many takes thirty times as long, and a board has hundreds. */
export const toSession = (row: SessionRow): SessionRecord => ({
  id: row.id,
  courseId: row.courseId,
  courseState: row.courseState,
  patientId: row.patientId,
  patientName: row.patientName,
  protocolName: row.protocolName,
  route: row.route,
  sequence: row.sequence,
  place: row.place,
  plannedCount: row.plannedCount,
  phase: row.phase,
  status: row.status,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  releasedAt: row.releasedAt,
  block: {
    prep: row.prep,
    administration: row.administration,
    observation: row.observation,
    turnover: row.turnover,
  },
  poolId: row.poolId,
  chairId: row.chairId,
  chairName: row.chairName,
  movedFrom: row.movedFrom,
  arrivedAt: row.arrivedAt,
  checkedInAt: row.checkedInAt,
  startedAt: row.startedAt,
  completedAt: row.completedAt,
  heldAt: row.heldAt,
  cancelReason: row.cancelReason,
  overrides: row.overrides,
});

/** SQL for the statuses of sessions that count: they took place, or hold their time. */
const COUNTING = `('${HOLDING_STATUSES.join("', '")}')`;

/** SQL for the columns of a SessionRow, of `session s`, its `course c` and SESSION_JOINS. */
export const SESSION_COLUMNS = `
  s.id, s.course_id AS "courseId", c.state AS "courseState", s.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName",
  pr.name AS "protocolName", pv.definition ->> 'route' AS route, s.sequence, c.planned_count AS "plannedCount",
  CASE WHEN s.status IN ${COUNTING} THEN (
    SELECT count(*)::int FROM session o
    WHERE o.clinic_id = s.clinic_id AND o.course_id = s.course_id AND o.status IN ${COUNTING}
      AND (o.phase = 'maintenance') = (s.phase = 'maintenance') AND (o.starts_at, o.id) <= (s.starts_at, s.id)
  ) END AS place,
  s.phase, s.status, ${ms('s.starts_at')} AS "startsAt", ${ms('s.ends_at')} AS "endsAt", ${ms('s.released_at')} AS "releasedAt",
  s.prep_minutes AS prep, s.administration_minutes AS administration, s.observation_minutes AS observation,
  s.turnover_minutes AS turnover, s.pool_id AS "poolId", s.chair_id AS "chairId", ch.name AS "chairName",
  ${ms('s.moved_from')} AS "movedFrom", ${ms('s.arrived_at')} AS "arrivedAt", ${ms('s.checked_in_at')} AS "checkedInAt",
  ${ms('s.started_at')} AS "startedAt", ${ms('s.completed_at')} AS "completedAt", s.cancel_reason AS "cancelReason",
  ${ms('s.held_at')} AS "heldAt", s.overrides`;

/** SQL for what SESSION_COLUMNS names besides `session s` and its `course c`. */
export const SESSION_JOINS = `
  JOIN patient p ON p.clinic_id = s.clinic_id AND p.id = s.patient_id
  JOIN protocol_version pv ON pv.clinic_id = c.clinic_id AND pv.id = c.protocol_version_id
  JOIN protocol pr ON pr.clinic_id = pv.clinic_id AND pr.id = pv.protocol_id
  JOIN chair ch ON ch.clinic_id = s.clinic_id AND ch.id = s.chair_id`;

const SESSION_TABLES = `
  session s JOIN course c ON c.clinic_id = s.clinic_id AND c.id = s.course_id ${SESSION_JOINS}`;

/** The board: every session that starts in the stretch, whatever its status, by time and chair. */
export async function board(sql: Sql, fromInstant: Instant, toInstant: Instant): Promise<SessionRecord[]> {
  const rows = await sql.rows<SessionRow>(
    `SELECT ${SESSION_COLUMNS} FROM ${SESSION_TABLES}
     WHERE s.clinic_id = $1::uuid AND s.starts_at >= ${fromMs('$2')} AND s.starts_at < ${fromMs('$3')}
     ORDER BY s.starts_at, ch.position, s.id`,
    [sql.clinicId, fromInstant, toInstant],
    'session_board',
  );
  return rows.map(toSession);
}

/** A session, and of its course what a change of it must know. */
export type SessionOfCourse = SessionRecord & { readonly courseVersion: number };

export async function findById(sql: Sql, sessionId: string): Promise<SessionOfCourse | null> {
  const [row] = await sql.rows<SessionRow & Pick<SessionOfCourse, 'courseVersion'>>(
    `SELECT ${SESSION_COLUMNS}, c.version AS "courseVersion" FROM ${SESSION_TABLES}
     WHERE s.clinic_id = $1::uuid AND s.id = $2::uuid`,
    [sql.clinicId, sessionId],
    'session_by_id',
  );
  if (!row) return null;
  return { courseVersion: row.courseVersion, ...toSession(row) };
}

/** Moments that a step of the day writes down. What is left out stays as it is. */
export type SessionMoments = {
  readonly arrivedAt?: Instant;
  readonly checkedInAt?: Instant;
  readonly startedAt?: Instant;
  readonly completedAt?: Instant;
  /** When the chair is free: never before the planned start, nor after the planned end. */
  readonly releasedAt?: Instant;
};

export type StatusChange = {
  readonly sessionId: string;
  readonly courseId: string;
  /** As it was read under this lock. */
  readonly from: SessionStatus;
  readonly to: SessionStatus;
  readonly expectedVersion: number;
  /** Where the step also moves the course on. */
  readonly courseState?: CourseState;
  readonly moments?: SessionMoments;
  /** With `to: 'cancelled'`, and only then. */
  readonly cancelReason?: CancelReason;
  readonly event: NewEvent;
  readonly audit?: NewAuditEvent;
};

/** One step of a session's day. Answers the course's new version. */
export async function updateStatus(tx: LockedTx, change: StatusChange): Promise<number> {
  const { moments = {} } = change;
  const [done] = await tx.rows<{ version: number | null; touched: number }>(
    UPDATE_STATUS,
    [
      tx.clinicId,
      change.courseId,
      change.expectedVersion,
      change.courseState ?? null,
      eventRows([change.event]),
      change.sessionId,
      change.from,
      change.to,
      moments.arrivedAt ?? null,
      moments.checkedInAt ?? null,
      moments.startedAt ?? null,
      moments.completedAt ?? null,
      moments.releasedAt ?? null,
      change.cancelReason ?? null,
      auditRows(change.audit ? [change.audit] : []),
    ],
    'session_status',
  );
  return bumped(done, 1);
}

const UPDATE_STATUS = `
  WITH ${BUMP}, ${EVENTS}, changed AS (
    UPDATE session s
    SET status = $8::text,
        arrived_at = coalesce(${fromMs('$9')}, s.arrived_at),
        checked_in_at = coalesce(${fromMs('$10')}, s.checked_in_at),
        started_at = coalesce(${fromMs('$11')}, s.started_at),
        completed_at = coalesce(${fromMs('$12')}, s.completed_at),
        released_at = coalesce(${fromMs('$13')}, s.released_at),
        cancel_reason = $14::text,
        -- Who has gone, or is done, is held no longer.
        held_at = CASE WHEN $8::text IN ('arrived', 'checked-in') THEN s.held_at END
    FROM bumped
    WHERE s.clinic_id = $1::uuid AND s.id = $6::uuid AND s.course_id = $2::uuid AND s.status = $7::text
    RETURNING s.id
  ),
  ${AUDIT('$15', ', bumped')}
  SELECT (SELECT version FROM bumped) AS version, (SELECT count(*)::int FROM changed) AS touched`;

/** The session is held on its day, or no longer held. Answers the course's new version. */
export async function setHeld(
  tx: LockedTx,
  step: {
    readonly sessionId: string;
    readonly courseId: string;
    readonly expectedVersion: number;
    readonly heldAt: Instant | null;
    readonly event: NewEvent;
    readonly audit: NewAuditEvent;
  },
): Promise<number> {
  const [done] = await tx.rows<{ version: number | null; touched: number }>(
    SET_HELD,
    [
      tx.clinicId,
      step.courseId,
      step.expectedVersion,
      null,
      eventRows([step.event]),
      step.sessionId,
      step.heldAt,
      auditRows([step.audit]),
    ],
    'session_held',
  );
  return bumped(done, 1);
}

const SET_HELD = `
  WITH ${BUMP}, ${EVENTS}, changed AS (
    UPDATE session s SET held_at = ${fromMs('$7')} FROM bumped
    WHERE s.clinic_id = $1::uuid AND s.id = $6::uuid AND s.course_id = $2::uuid
    RETURNING s.id
  ),
  ${AUDIT('$8', ', bumped')}
  SELECT (SELECT version FROM bumped) AS version, (SELECT count(*)::int FROM changed) AS touched`;

/** The last thing that happened to a session, whatever it was. */
export type LastStepRecord = {
  readonly kind: string;
  readonly at: Instant;
  readonly from: SessionStatus | null;
  readonly to: SessionStatus;
};

export async function lastStep(sql: Sql, sessionId: string): Promise<LastStepRecord | null> {
  const [last] = await sql.rows<LastStepRecord>(
    `SELECT e.kind, ${ms('e.at')} AS at, e.from_status AS "from", e.to_status AS "to" FROM session_event e
     WHERE e.clinic_id = $1::uuid AND e.session_id = $2::uuid ORDER BY e.at DESC, e.id DESC LIMIT 1`,
    [sql.clinicId, sessionId],
    'session_last_step',
  );
  return last ?? null;
}

/** A step of a session's day that is taken back: the status from before, and what is noted no longer. */
export type StepReversal = {
  readonly sessionId: string;
  readonly courseId: string;
  readonly from: SessionStatus;
  readonly to: SessionStatus;
  readonly expectedVersion: number;
  readonly courseState: CourseState;
  readonly clears: readonly string[];
  readonly event: NewEvent;
  readonly audit: NewAuditEvent;
};

/** Answers the course's new version. A chair that was given to somebody since is refused as `slot-taken`. */
export async function revertStep(tx: LockedTx, step: StepReversal): Promise<number> {
  const [done] = await tx.rows<{ version: number | null; touched: number }>(
    REVERT_STEP,
    [
      tx.clinicId,
      step.courseId,
      step.expectedVersion,
      step.courseState,
      eventRows([step.event]),
      step.sessionId,
      step.from,
      step.to,
      step.clears,
      auditRows([step.audit]),
    ],
    'session_revert',
  );
  return bumped(done, 1);
}

const cleared = (column: string, name: string): string =>
  `${column} = CASE WHEN '${name}' = ANY ($9::text[]) THEN NULL ELSE s.${column} END`;

const REVERT_STEP = `
  WITH ${BUMP}, ${EVENTS}, changed AS (
    UPDATE session s
    SET status = $8::text,
        ${cleared('arrived_at', 'arrivedAt')}, ${cleared('checked_in_at', 'checkedInAt')},
        ${cleared('started_at', 'startedAt')}, ${cleared('completed_at', 'completedAt')},
        ${cleared('released_at', 'releasedAt')}, ${cleared('cancel_reason', 'cancelReason')}
    FROM bumped
    WHERE s.clinic_id = $1::uuid AND s.id = $6::uuid AND s.course_id = $2::uuid AND s.status = $7::text
    RETURNING s.id
  ),
  ${AUDIT('$10', ', bumped')}
  SELECT (SELECT version FROM bumped) AS version, (SELECT count(*)::int FROM changed) AS touched`;

/** Under the lock nothing can have changed since it was read; if something did, nothing is saved. */
function bumped(done: { version: number | null; touched: number } | undefined, expected: number): number {
  if (!done || done.version === null || done.touched !== expected) throw new AppError('course-changed');
  return done.version;
}
