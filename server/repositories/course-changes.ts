import type { LockedTx, Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { CourseSession } from '#server/scheduling/change/course-change.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { CourseState, MadeMode, ViolationCode } from '#server/scheduling/vocabulary.ts';
import { AUDIT, auditRows, type NewAuditEvent } from './audit-events.ts';
import { NEW_ORDER, type NewBoosterOrder, orderRows } from './booster-orders.ts';
import type { NewCourse, NewSession } from './course-bookings.ts';
import {
  CHANGES,
  eventRows,
  type NewChangeRow,
  type NewEvent,
  REPACK,
  type Repacked,
} from './course-writes.ts';
import type { Hold } from './courses.ts';
import { fromMs, ms } from './instant.ts';

/** A session as a change found it, or left it. */
export type KeptSession = CourseSession & { readonly overrides: readonly ViolationCode[] };

/** A course as far as a change touched it. */
export type KeptCourse = {
  readonly state: CourseState;
  readonly plannedCount: number;
  readonly hold: Hold | null;
  readonly sessions: readonly KeptSession[];
};

/** A rule that was bent, and why. */
export type KeptOverride = {
  readonly code: ViolationCode;
  readonly sequence: number | null;
  readonly reason: string;
};

export type CourseChangeRecord = {
  readonly id: string;
  readonly courseId: string;
  /** The version that it led to. */
  readonly courseVersion: number;
  readonly mode: MadeMode;
  readonly at: Instant;
  readonly madeBy: { readonly id: string; readonly name: string };
  readonly before: KeptCourse;
  readonly after: KeptCourse;
  readonly overrides: readonly KeptOverride[];
  readonly newCourseId: string | null;
  readonly undoesId: string | null;
  readonly undoneById: string | null;
};

const COLUMNS = `
  x.id, x.course_id AS "courseId", x.course_version AS "courseVersion", x.mode, ${ms('x.at')} AS at,
  json_build_object('id', st.id, 'name', st.name) AS "madeBy", x.before, x.after, x.overrides,
  x.new_course_id AS "newCourseId", x.undoes_id AS "undoesId",
  (SELECT u.id FROM course_change u WHERE u.clinic_id = x.clinic_id AND u.undoes_id = x.id) AS "undoneById"`;

/** What was done to a course, newest first: so many, after the one that is named. After one of nothing there is none. */
export const list = (
  sql: Sql,
  courseId: string,
  { limit, afterId = null }: { readonly limit: number; readonly afterId?: string | null },
): Promise<CourseChangeRecord[]> =>
  sql.rows<CourseChangeRecord>(
    `SELECT ${COLUMNS}
     FROM course_change x JOIN staff st ON st.clinic_id = x.clinic_id AND st.id = x.actor_id
     WHERE x.clinic_id = $1::uuid AND x.course_id = $2::uuid AND (
       $3::uuid IS NULL OR x.course_version < (
         SELECT y.course_version FROM course_change y
         WHERE y.clinic_id = $1::uuid AND y.course_id = $2::uuid AND y.id = $3::uuid
       )
     )
     ORDER BY x.course_version DESC LIMIT $4::int`,
    [sql.clinicId, courseId, afterId, limit],
    'course_changes',
  );

/** The last of them. */
export const findLast = async (sql: Sql, courseId: string): Promise<CourseChangeRecord | undefined> =>
  (await list(sql, courseId, { limit: 1 }))[0];

/** Was it made: to this course, where one is named? */
export async function isMade(sql: Sql, changeId: string, courseId: string | null = null): Promise<boolean> {
  const rows = await sql.rows(
    `SELECT FROM course_change
     WHERE clinic_id = $1::uuid AND id = $2::uuid AND ($3::uuid IS NULL OR course_id = $3::uuid)`,
    [sql.clinicId, changeId, courseId],
    'course_change_made',
  );
  return rows.length > 0;
}

/** What is to be told of a change, in facts. Messages are made from it, later and elsewhere. */
export type NewCourseEvent = {
  readonly id: string;
  readonly courseId: string;
  readonly at: Instant;
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
};

/** A session of the clinic that is there already, as the change leaves it. */
export type ChangedSession = Pick<
  KeptSession,
  'status' | 'startsAt' | 'endsAt' | 'poolId' | 'cancelReason' | 'overrides'
> & {
  readonly sessionId: string;
  /** As it was read under this lock. */
  readonly from: KeptSession['status'];
  /** Null: whichever it has. */
  readonly chairId: string | null;
};

/** `courseId`: of another course than the one that changes. */
export type AddedSession = NewSession & {
  readonly courseId?: string;
  readonly overrides: readonly ViolationCode[];
};

export type CourseChange = {
  readonly id: string;
  readonly mode: MadeMode;
  readonly at: Instant;
  readonly actorId: string;
  readonly courseId: string;
  readonly patientId: string;
  readonly expectedVersion: number;
  readonly before: KeptCourse;
  readonly after: KeptCourse;
  readonly overrides: readonly KeptOverride[];
  readonly undoesId: string | null;
  readonly changed: readonly ChangedSession[];
  readonly added: readonly AddedSession[];
  /** The course that begins instead. */
  readonly newCourse: NewCourse | null;
  /** A course that began instead, and is taken back: nobody has touched it since. */
  readonly droppedCourseId: string | null;
  /** Other sessions' new chairs, where that made room; none of `changed`. */
  readonly repack: readonly Repacked[];
  readonly events: readonly (NewEvent & { readonly courseId?: string })[];
  readonly courseEvent: NewCourseEvent;
  /** That the change came with. */
  readonly boosterOrder?: NewBoosterOrder;
  readonly audit: NewAuditEvent;
};

/**
 * A change of a course in one statement: all of it, or nothing. A chair or patient that is taken after all is refused as
 * `slot-taken` by PostgreSQL itself. Answers the course's new version.
 */
export async function save(tx: LockedTx, change: CourseChange): Promise<number> {
  const { after } = change;
  const [done] = await tx.rows<{ version: number | null; touched: number; dropped: number }>(
    SAVE,
    [
      tx.clinicId,
      change.courseId,
      change.expectedVersion,
      after.state,
      eventRows(change.events),
      after.plannedCount,
      after.hold?.kind ?? null,
      after.hold?.reason ?? null,
      JSON.stringify(change.repack),
      JSON.stringify(change.changed),
      change.patientId,
      JSON.stringify(change.added.map(({ block, ...session }) => ({ ...session, ...block }))),
      JSON.stringify(change.newCourse ? [change.newCourse] : []),
      change.droppedCourseId,
      JSON.stringify([changeRow(change)]),
      JSON.stringify([change.courseEvent]),
      auditRows([change.audit]),
      orderRows(change.boosterOrder ? [change.boosterOrder] : []),
    ],
    'course_change_save',
  );
  // Under the lock nothing can have changed since it was read; if something did, nothing is saved.
  const dropped = change.droppedCourseId === null ? 0 : 1;
  if (done?.version == null || done.touched !== change.changed.length || done.dropped !== dropped) {
    throw new AppError('course-changed');
  }
  return done.version;
}

const changeRow = ({
  id,
  mode,
  at,
  actorId,
  before,
  after,
  overrides,
  newCourse,
  undoesId,
}: CourseChange): NewChangeRow => ({
  id,
  mode,
  at,
  actorId,
  before,
  after,
  overrides,
  newCourseId: newCourse?.id ?? null,
  undoesId,
});

/** A new course is inserted by the same statement: keys that point at it are looked at when the statement ends. */
const SAVE = `
  WITH bumped AS (
    UPDATE course SET version = version + 1, state = $4::text, planned_count = $6::int2,
      hold_kind = $7::text, hold_reason = $8::text
    WHERE clinic_id = $1::uuid AND id = $2::uuid AND version = $3::int
    RETURNING version
  ),
  dropped AS (
    UPDATE course c SET version = c.version + 1, state = 'stopped' FROM bumped
    WHERE c.clinic_id = $1::uuid AND c.id = $14::uuid AND c.version = 1
    RETURNING c.id
  ),
  new_course AS (
    INSERT INTO course (
      clinic_id, id, patient_id, protocol_version_id, state, planned_count, created_at, created_by, parent_course_id,
      extra_observation_minutes
    )
    SELECT $1::uuid, x.id, x."patientId", x."protocolVersionId", x.state, x."plannedCount", ${fromMs('x."createdAt"')},
      x."createdBy", $2::uuid,
      (SELECT o.extra_observation_minutes FROM course o WHERE o.clinic_id = $1::uuid AND o.id = $2::uuid)
    FROM json_to_recordset($13::json) AS x(
      id uuid, "patientId" uuid, "protocolVersionId" uuid, state text, "plannedCount" int2, "createdAt" float8,
      "createdBy" uuid
    ), bumped
  ),
  ${REPACK('$9', ', bumped')},
  changed AS (
    UPDATE session s
    SET moved_from = CASE WHEN s.starts_at = ${fromMs('x."startsAt"')} THEN s.moved_from
          ELSE nullif(coalesce(s.moved_from, s.starts_at), ${fromMs('x."startsAt"')}) END,
        starts_at = ${fromMs('x."startsAt"')}, ends_at = ${fromMs('x."endsAt"')},
        pool_id = x."poolId", chair_id = coalesce(x."chairId", s.chair_id),
        status = x.status, cancel_reason = x."cancelReason", overrides = x.overrides
    FROM json_to_recordset($10::json) AS x(
      "sessionId" uuid, "from" text, status text, "startsAt" float8, "endsAt" float8, "poolId" uuid, "chairId" uuid,
      "cancelReason" text, overrides text[]
    ), bumped
    WHERE s.clinic_id = $1::uuid AND s.id = x."sessionId" AND s.patient_id = $11::uuid AND s.status = x."from"
    RETURNING s.id
  ),
  added AS (
    INSERT INTO session (
      clinic_id, id, course_id, patient_id, sequence, phase, status, starts_at, ends_at,
      prep_minutes, administration_minutes, observation_minutes, turnover_minutes, pool_id, chair_id, overrides
    )
    SELECT $1::uuid, x.id, coalesce(x."courseId", $2::uuid), $11::uuid, x.sequence, x.phase, x.status,
      ${fromMs('x."startsAt"')}, ${fromMs('x."endsAt"')},
      x.prep, x.administration, x.observation, x.turnover, x."poolId", x."chairId", x.overrides
    FROM json_to_recordset($12::json) AS x(
      id uuid, "courseId" uuid, sequence int2, phase text, status text, "startsAt" float8, "endsAt" float8,
      prep int2, administration int2, observation int2, turnover int2, "poolId" uuid, "chairId" uuid, overrides text[]
    ), bumped
  ),
  events AS (
    INSERT INTO session_event (clinic_id, id, session_id, course_id, at, actor_id, kind, from_status, to_status, detail)
    SELECT $1::uuid, x.id, x."sessionId", coalesce(x."courseId", $2::uuid), ${fromMs('x.at')}, x."actorId", x.kind,
      x."fromStatus", x."toStatus", x.detail
    FROM json_to_recordset($5::json) AS x(
      id uuid, "sessionId" uuid, "courseId" uuid, at float8, "actorId" uuid, kind text, "fromStatus" text,
      "toStatus" text, detail jsonb
    ), bumped
  ),
  ${CHANGES('$15')},
  told AS (
    INSERT INTO course_event (clinic_id, id, course_id, at, kind, facts)
    SELECT $1::uuid, x.id, x."courseId", ${fromMs('x.at')}, x.kind, x.facts
    FROM json_to_recordset($16::json) AS x(id uuid, "courseId" uuid, at float8, kind text, facts jsonb), bumped
  ),
  ${AUDIT('$17', ', bumped')},
  ${NEW_ORDER('$18')}
  SELECT (SELECT version FROM bumped) AS version, (SELECT count(*)::int FROM changed) AS touched,
    (SELECT count(*)::int FROM dropped) AS dropped`;
