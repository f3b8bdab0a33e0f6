import type { LockedTx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Block } from '#server/scheduling/protocol.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { CourseState, Phase, SessionStatus, ViolationCode } from '#server/scheduling/vocabulary.ts';
import { AUDIT, auditRows, type NewAuditEvent } from './audit-events.ts';
import {
  BUMP,
  CHANGES,
  EVENTS,
  eventRows,
  FIRST_EVENTS,
  type NewChangeRow,
  type NewEvent,
  REPACK,
  type Repacked,
} from './course-writes.ts';
import { fromMs } from './instant.ts';

export type NewCourse = {
  readonly id: string;
  readonly patientId: string;
  readonly protocolVersionId: string;
  readonly state: CourseState;
  readonly plannedCount: number;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** The course that it follows. */
  readonly parentCourseId?: string | null;
};

export type NewSession = {
  readonly id: string;
  readonly sequence: number;
  readonly phase: Phase;
  readonly status: SessionStatus;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly block: Block;
  readonly poolId: string;
  readonly chairId: string;
  /** Rules that somebody who may lets it bend. */
  readonly overrides?: readonly ViolationCode[];
};

/** The first answer to a request, kept so that its replay gets the same. */
export type NewIdempotencyRecord = {
  readonly actorId: string;
  readonly key: string;
  readonly requestHash: string;
  readonly status: number;
  readonly response: unknown;
  readonly createdAt: Instant;
};

export type CourseBooking = {
  readonly course: NewCourse;
  readonly sessions: readonly NewSession[];
  /** Other sessions' new chairs, where that made room. */
  readonly repack: readonly Repacked[];
  readonly events: readonly NewEvent[];
  readonly idempotency: NewIdempotencyRecord | null;
  readonly audit?: NewAuditEvent;
};

/**
 * A whole course in one statement: every session, or none. The course begins at version 1. A chair or patient that is
 * taken after all is refused as `slot-taken` by PostgreSQL itself.
 */
export async function insertCourse(tx: LockedTx, booking: CourseBooking): Promise<void> {
  const { course, idempotency } = booking;
  await tx.rows(
    INSERT_COURSE,
    [
      tx.clinicId,
      course.id,
      course.patientId,
      JSON.stringify(booking.sessions.map(sessionRow)),
      eventRows(booking.events),
      JSON.stringify(booking.repack),
      JSON.stringify(idempotency ? [idempotency] : []),
      course.protocolVersionId,
      course.state,
      course.plannedCount,
      course.createdAt,
      course.createdBy,
      auditRows(booking.audit ? [booking.audit] : []),
      course.parentCourseId ?? null,
    ],
    'course_insert',
  );
}

export type BoosterBooking = {
  readonly courseId: string;
  readonly patientId: string;
  readonly expectedVersion: number;
  /** Where the booking also moves the course on. */
  readonly courseState?: CourseState;
  readonly session: NewSession;
  readonly repack: readonly Repacked[];
  readonly events: readonly NewEvent[];
  /** Where it bends a rule: who let it be, and why. */
  readonly change: NewChangeRow | null;
  readonly idempotency: NewIdempotencyRecord | null;
  readonly audit?: NewAuditEvent;
};

/** One more session of a course that there is already. Answers the course's new version. */
export async function insertBooster(tx: LockedTx, booking: BoosterBooking): Promise<number> {
  const [done] = await tx.rows<{ version: number | null }>(
    INSERT_BOOSTER,
    [
      tx.clinicId,
      booking.courseId,
      booking.expectedVersion,
      booking.courseState ?? null,
      eventRows(booking.events),
      JSON.stringify(booking.repack),
      JSON.stringify(booking.idempotency ? [booking.idempotency] : []),
      booking.patientId,
      JSON.stringify([sessionRow(booking.session)]),
      auditRows(booking.audit ? [booking.audit] : []),
      JSON.stringify(booking.change ? [booking.change] : []),
    ],
    'course_booster',
  );
  if (!done || done.version === null) throw new AppError('course-changed');
  return done.version;
}

const sessionRow = ({ block, ...session }: NewSession) => ({
  prep: block.prep,
  administration: block.administration,
  observation: block.observation,
  turnover: block.turnover,
  ...session,
});

const insertSessions = (patientId: string, sessions: string, also: string): string => `
  sessions AS (
    INSERT INTO session (
      clinic_id, id, course_id, patient_id, sequence, phase, status, starts_at, ends_at,
      prep_minutes, administration_minutes, observation_minutes, turnover_minutes, pool_id, chair_id, overrides
    )
    SELECT $1::uuid, x.id, $2::uuid, ${patientId}::uuid, x.sequence, x.phase, x.status,
      ${fromMs('x."startsAt"')}, ${fromMs('x."endsAt"')},
      x.prep, x.administration, x.observation, x.turnover, x."poolId", x."chairId", coalesce(x.overrides, '{}')
    FROM json_to_recordset(${sessions}::json) AS x(
      id uuid, sequence int2, phase text, status text, "startsAt" float8, "endsAt" float8,
      prep int2, administration int2, observation int2, turnover int2, "poolId" uuid, "chairId" uuid, overrides text[]
    )${also}
  )`;

const insertKey = (record: string, also: string): string => `
  idempotency AS (
    INSERT INTO idempotency_key (clinic_id, actor_id, key, request_hash, status, response, created_at)
    SELECT $1::uuid, x."actorId", x.key, x."requestHash", x.status, x.response, ${fromMs('x."createdAt"')}
    FROM json_to_recordset(${record}::json) AS x(
      "actorId" uuid, key text, "requestHash" text, status int2, response jsonb, "createdAt" float8
    )${also}
  )`;

const INSERT_COURSE = `
  WITH new_course AS (
    INSERT INTO course (
      clinic_id, id, patient_id, protocol_version_id, state, planned_count, created_at, created_by, parent_course_id
    )
    VALUES ($1::uuid, $2::uuid, $3::uuid, $8::uuid, $9::text, $10::int2, ${fromMs('$11')}, $12::uuid, $14::uuid)
  ),
  ${insertSessions('$3', '$4', '')},
  ${FIRST_EVENTS},
  ${REPACK('$6', '')},
  ${insertKey('$7', '')},
  ${AUDIT('$13')}
  SELECT 1 AS done`;

const INSERT_BOOSTER = `
  WITH ${BUMP},
  ${insertSessions('$8', '$9', ', bumped')},
  ${EVENTS},
  ${REPACK('$6', ', bumped')},
  ${insertKey('$7', ', bumped')},
  ${AUDIT('$10', ', bumped')},
  ${CHANGES('$11')}
  SELECT (SELECT version FROM bumped) AS version`;
