import type { LockedTx, Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import type { CourseState } from '#server/scheduling/vocabulary.ts';
import { AUDIT, auditRows, type NewAuditEvent } from './audit-events.ts';
import { fromMs, ms } from './instant.ts';

export type BoosterOrderRecord = {
  readonly id: string;
  readonly courseId: string;
  /** ISO 8601 calendar duration; null where boosters are as needed, or a series. */
  readonly interval: string | null;
  readonly asNeeded: boolean;
  readonly seriesOf: number | null;
  readonly flexDays: number;
  readonly reason: string;
  readonly evidence: string | null;
  readonly expiresOn: LocalDate | null;
  readonly setBy: { readonly id: string; readonly name: string };
  readonly setAt: Instant;
};

export type NewBoosterOrder = Omit<BoosterOrderRecord, 'setBy'> & { readonly setBy: string };

/** SQL for the columns of a BoosterOrderRecord, of `booster_order o JOIN staff st`. */
const ORDER_COLUMNS = `
  o.id, o.course_id AS "courseId", o.interval, o.as_needed AS "asNeeded", o.series_of AS "seriesOf", o.flex_days AS "flexDays", o.reason, o.evidence,
  to_char(o.expires_on, 'YYYY-MM-DD') AS "expiresOn", json_build_object('id', st.id, 'name', st.name) AS "setBy",
  ${ms('o.set_at')} AS "setAt"`;

const ORDER_TABLES = 'booster_order o JOIN staff st ON st.clinic_id = o.clinic_id AND st.id = o.set_by';

/** SQL for the order that holds for `course c`, as one JSON value or null. */
export const LATEST_ORDER = `
  (SELECT row_to_json(latest) FROM (
    SELECT ${ORDER_COLUMNS} FROM ${ORDER_TABLES}
    WHERE o.clinic_id = c.clinic_id AND o.course_id = c.id ORDER BY o.sequence DESC LIMIT 1
  ) latest)`;

/** Every order of a course, newest first. */
export const history = (sql: Sql, courseId: string): Promise<BoosterOrderRecord[]> =>
  sql.rows<BoosterOrderRecord>(
    `SELECT ${ORDER_COLUMNS} FROM ${ORDER_TABLES}
     WHERE o.clinic_id = $1::uuid AND o.course_id = $2::uuid ORDER BY o.sequence DESC`,
    [sql.clinicId, courseId],
    'booster_orders',
  );

/** Has a preview's order been set? */
export async function isSet(sql: Sql, orderId: string): Promise<boolean> {
  const rows = await sql.rows(
    'SELECT FROM booster_order WHERE clinic_id = $1::uuid AND id = $2::uuid',
    [sql.clinicId, orderId],
    'booster_order_set',
  );
  return rows.length > 0;
}

/** SQL that adds an order to the history of the course $2, of `orderRows`, where it was still at the expected version. */
export const NEW_ORDER = (parameter: string): string => `
  ordered AS (
    INSERT INTO booster_order (
      clinic_id, id, course_id, sequence, interval, as_needed, series_of, flex_days, reason, evidence, expires_on, set_by, set_at
    )
    SELECT $1::uuid, x.id, $2::uuid,
      (SELECT coalesce(max(o.sequence), 0) + 1 FROM booster_order o WHERE o.clinic_id = $1::uuid AND o.course_id = $2::uuid),
      x.interval, x."asNeeded", x."seriesOf", x."flexDays", x.reason, x.evidence, x."expiresOn", x."setBy", ${fromMs('x."setAt"')}
    FROM json_to_recordset(${parameter}::json) AS x(
      id uuid, interval text, "asNeeded" bool, "seriesOf" int2, "flexDays" int2, reason text, evidence text,
      "expiresOn" date, "setBy" uuid, "setAt" float8
    ), bumped
  )`;

export const orderRows = (orders: readonly NewBoosterOrder[]): string => JSON.stringify(orders);

/** Adds to the history, where the course is still at the expected version. Answers its new one. */
export async function insert(
  tx: LockedTx,
  order: NewBoosterOrder,
  course: { readonly expectedVersion: number; readonly state: CourseState },
  audit?: NewAuditEvent,
): Promise<number> {
  const [done] = await tx.rows<{ version: number }>(
    `WITH bumped AS (
       UPDATE course SET version = version + 1, state = $4::text
       WHERE clinic_id = $1::uuid AND id = $2::uuid AND version = $3::int
       RETURNING version
     ),
     ${NEW_ORDER('$5')},
     ${AUDIT('$6', ', bumped')}
     SELECT version FROM bumped`,
    [
      tx.clinicId,
      order.courseId,
      course.expectedVersion,
      course.state,
      orderRows([order]),
      auditRows(audit ? [audit] : []),
    ],
    'booster_order_insert',
  );
  if (!done) throw new AppError('course-changed');
  return done.version;
}
