import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { MadeMode, SessionStatus } from '#server/scheduling/vocabulary.ts';
import { fromMs } from './instant.ts';

/**
 * The parts that every write of a course has in common, as CTEs of one statement: PostgreSQL checks the exclusion
 * constraints when the statement ends, so a booking and the chairs re-packed for it stand or fall together.
 *
 * $1 the clinic, $2 the course, $3 its expected version, $4 its new state or null, $5 the events.
 */

/** Another chair for a session that has not arrived. No part of the course: it bumps no version. */
export type Repacked = { readonly sessionId: string; readonly chairId: string };

/** One line in the history of a session, for ever. */
export type NewEvent = {
  readonly id: string;
  readonly sessionId: string;
  readonly at: Instant;
  readonly actorId: string;
  /** What was done: 'book', 'arrive', 'move' ... */
  readonly kind: string;
  readonly fromStatus: SessionStatus | null;
  readonly toStatus: SessionStatus;
  readonly detail?: Readonly<Record<string, unknown>>;
};

export const eventRows = (events: readonly NewEvent[]): string =>
  JSON.stringify(events.map((event) => ({ detail: {}, ...event })));

/** Nothing else of the statement happens unless the course is still at the expected version. */
export const BUMP = `
  bumped AS (
    UPDATE course SET version = version + 1, state = coalesce($4::text, state)
    WHERE clinic_id = $1::uuid AND id = $2::uuid AND version = $3::int
    RETURNING version
  )`;

const eventsFrom = (also: string): string => `
  events AS (
    INSERT INTO session_event (clinic_id, id, session_id, course_id, at, actor_id, kind, from_status, to_status, detail)
    SELECT $1::uuid, x.id, x."sessionId", $2::uuid, ${fromMs('x.at')}, x."actorId", x.kind, x."fromStatus", x."toStatus", x.detail
    FROM json_to_recordset($5::json)
      AS x(id uuid, "sessionId" uuid, at float8, "actorId" uuid, kind text, "fromStatus" text, "toStatus" text, detail jsonb)${also}
  )`;

export const EVENTS = eventsFrom(', bumped');
/** Of a course that is being made, and has no version to bump. */
export const FIRST_EVENTS = eventsFrom('');

export const REPACK = (parameter: string, also: string): string => `
  repacked AS (
    UPDATE session s SET chair_id = x."chairId"
    FROM json_to_recordset(${parameter}::json) AS x("sessionId" uuid, "chairId" uuid)${also}
    WHERE s.clinic_id = $1::uuid AND s.id = x."sessionId" AND s.status IN ('pending', 'booked')
    RETURNING s.id
  )`;

/** What was done to a course, for ever: the course before and after, as far as it was touched. */
export type NewChangeRow = {
  readonly id: string;
  readonly mode: MadeMode;
  readonly at: Instant;
  readonly actorId: string;
  readonly before: object;
  readonly after: object;
  readonly overrides: readonly object[];
  readonly newCourseId: string | null;
  readonly undoesId: string | null;
};

/** SQL that adds them to the history of the course $2, under the version that they led to. */
export const CHANGES = (parameter: string): string => `
  change AS (
    INSERT INTO course_change (
      clinic_id, id, course_id, course_version, mode, at, actor_id, before, after, overrides, new_course_id, undoes_id
    )
    SELECT $1::uuid, x.id, $2::uuid, bumped.version, x.mode, ${fromMs('x.at')}, x."actorId", x.before, x.after, x.overrides,
      x."newCourseId", x."undoesId"
    FROM json_to_recordset(${parameter}::json) AS x(
      id uuid, mode text, at float8, "actorId" uuid, before jsonb, after jsonb, overrides jsonb, "newCourseId" uuid,
      "undoesId" uuid
    ), bumped
  )`;
