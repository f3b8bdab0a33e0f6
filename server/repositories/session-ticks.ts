import type { Sql } from '#server/db/in-clinic.ts';
import type { Tick } from '#server/scheduling/session/session-ticks.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { LeftWithoutReason, TickCode } from '#server/scheduling/vocabulary.ts';
import { AUDIT, auditRows, type NewAuditEvent } from './audit-events.ts';
import { fromMs, ms } from './instant.ts';

export type TickRecord = Tick & { readonly notedBy: { readonly id: string; readonly name: string } };

/** SQL for the ticks that hold, one of each code, of the sessions that a condition on `k` names. */
const latest = (which: string): string => `
  SELECT DISTINCT ON (k.session_id, k.code) k.session_id AS "sessionId", k.code, k.answer, ${ms('k.noted_at')} AS "notedAt",
    json_build_object('id', st.id, 'name', st.name) AS "notedBy"
  FROM session_tick k JOIN staff st ON st.clinic_id = k.clinic_id AND st.id = k.noted_by
  WHERE k.clinic_id = $1::uuid AND ${which}
  ORDER BY k.session_id, k.code, k.noted_at DESC, k.id DESC`;

/** What is ticked of one session. */
export const find = (sql: Sql, sessionId: string): Promise<TickRecord[]> =>
  sql.rows<TickRecord>(latest('k.session_id = $2::uuid'), [sql.clinicId, sessionId], 'session_ticks');

export type SessionTickRecord = TickRecord & { readonly sessionId: string };

/** What is ticked of every session of a course. */
export const ofCourse = (sql: Sql, courseId: string): Promise<SessionTickRecord[]> =>
  sql.rows<SessionTickRecord>(
    latest(
      'k.session_id IN (SELECT s.id FROM session s WHERE s.clinic_id = $1::uuid AND s.course_id = $2::uuid)',
    ),
    [sql.clinicId, courseId],
    'course_ticks',
  );

export type LeftWithout = { readonly sessionId: string; readonly reason: LeftWithoutReason };

/** Of which sessions of a course the patient left before all was ticked, and why: as the last step that ended it says. */
export const leftWithout = (sql: Sql, courseId: string): Promise<LeftWithout[]> =>
  sql.rows<LeftWithout>(
    `SELECT ended.id AS "sessionId", ended.reason FROM (
       SELECT s.id, (
         SELECT e.detail ->> 'leftWithout' FROM session_event e
         WHERE e.clinic_id = s.clinic_id AND e.session_id = s.id AND e.kind = 'complete'
         ORDER BY e.at DESC, e.id DESC LIMIT 1
       ) AS reason
       FROM session s WHERE s.clinic_id = $1::uuid AND s.course_id = $2::uuid AND s.status = 'fulfilled'
     ) ended WHERE ended.reason IS NOT NULL`,
    [sql.clinicId, courseId],
    'course_left_without',
  );

export type NewTicks = {
  readonly sessionId: string;
  readonly ticks: readonly { readonly id: string; readonly code: TickCode; readonly answer: boolean }[];
  readonly notedAt: Instant;
  readonly notedBy: string;
  readonly audit: NewAuditEvent;
};

/** Adds to what was ticked. What was there before stays. */
export async function insert(sql: Sql, added: NewTicks): Promise<void> {
  await sql.rows(
    `WITH added AS (
       INSERT INTO session_tick (clinic_id, id, session_id, course_id, code, answer, noted_at, noted_by)
       SELECT $1::uuid, x.id, s.id, s.course_id, x.code, x.answer, ${fromMs('$4')}, $5::uuid
       FROM json_to_recordset($3::json) AS x(id uuid, code text, answer bool), session s
       WHERE s.clinic_id = $1::uuid AND s.id = $2::uuid
     ),
     ${AUDIT('$6')}
     SELECT 1 AS done`,
    [
      sql.clinicId,
      added.sessionId,
      JSON.stringify(added.ticks),
      added.notedAt,
      added.notedBy,
      auditRows([added.audit]),
    ],
    'session_ticks_insert',
  );
}
