import type { LockedTx, Sql } from '#server/db/in-clinic.ts';
import type { WaitlistWish } from '#server/scheduling/backfill/backfill.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import type { Phase, SessionStatus } from '#server/scheduling/vocabulary.ts';
import { AUDIT, auditRows, type NewAuditEvent } from './audit-events.ts';
import { fromMs, ms } from './instant.ts';

export type WaitlistEntryRecord = WaitlistWish & {
  readonly patientId: string;
  readonly patientName: string;
  readonly courseId: string;
  readonly protocolName: string;
  /** The session that should be elsewhere, as it is now. */
  readonly session: {
    readonly id: string;
    readonly sequence: number;
    readonly phase: Phase;
    readonly status: SessionStatus;
    readonly startsAt: Instant;
  } | null;
  readonly askedBy: { readonly id: string; readonly name: string };
};

/** Of those that wait still, whose records are open to whoever asks: the one that has waited longest first. */
export const listWaiting = (sql: Sql, today: LocalDate): Promise<WaitlistEntryRecord[]> =>
  sql.rows<WaitlistEntryRecord>(
    `${SELECT_ENTRIES} AND w.ended_at IS NULL AND w.until >= $2::date ORDER BY w.asked_at, w.id`,
    [sql.clinicId, today],
    'waitlist',
  );

export async function findById(
  sql: Sql,
  entryId: string,
): Promise<(WaitlistEntryRecord & { readonly isWaiting: boolean }) | null> {
  const [entry] = await sql.rows<WaitlistEntryRecord & { readonly isWaiting: boolean }>(
    `${SELECT_ENTRIES} AND w.id = $2::uuid`,
    [sql.clinicId, entryId],
    'waitlist_entry',
  );
  return entry ?? null;
}

const SELECT_ENTRIES = `
  SELECT w.id, w.session_id AS "sessionId", w.only_earlier AS "onlyEarlier", w.weekdays, w.until::text AS until,
    CASE WHEN w.time_from IS NOT NULL THEN json_build_object('from', w.time_from, 'to', w.time_to) END AS "timeOfDay",
    ${ms('w.asked_at')} AS "askedAt", w.ended_at IS NULL AS "isWaiting",
    w.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName",
    w.course_id AS "courseId", pr.name AS "protocolName",
    CASE WHEN s.id IS NOT NULL THEN json_build_object(
      'id', s.id, 'sequence', s.sequence, 'phase', s.phase, 'status', s.status, 'startsAt', ${ms('s.starts_at')}
    ) END AS session,
    json_build_object('id', st.id, 'name', st.name) AS "askedBy"
  FROM waitlist_entry w
  JOIN patient p ON p.clinic_id = w.clinic_id AND p.id = w.patient_id
  JOIN course c ON c.clinic_id = w.clinic_id AND c.id = w.course_id
  JOIN protocol_version pv ON pv.clinic_id = c.clinic_id AND pv.id = c.protocol_version_id
  JOIN protocol pr ON pr.clinic_id = pv.clinic_id AND pr.id = pv.protocol_id
  JOIN staff st ON st.clinic_id = w.clinic_id AND st.id = w.asked_by
  LEFT JOIN session s ON s.clinic_id = w.clinic_id AND s.id = w.session_id
  WHERE w.clinic_id = $1::uuid`;

type NewWaitlistEntry = WaitlistWish & {
  readonly patientId: string;
  readonly courseId: string;
  readonly askedBy: string;
};

export async function insert(tx: LockedTx, entry: NewWaitlistEntry, audit: NewAuditEvent): Promise<void> {
  await tx.rows(
    `WITH added AS (
       INSERT INTO waitlist_entry (
         clinic_id, id, patient_id, course_id, session_id, only_earlier, weekdays, time_from, time_to, until, asked_at, asked_by
       )
       VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::bool, $7::int2[], $8::text, $9::text, $10::date,
         ${fromMs('$11')}, $12::uuid)
     ),
     ${AUDIT('$13')}
     SELECT 1 AS done`,
    [
      tx.clinicId,
      entry.id,
      entry.patientId,
      entry.courseId,
      entry.sessionId,
      entry.onlyEarlier,
      entry.weekdays,
      entry.timeOfDay?.from ?? null,
      entry.timeOfDay?.to ?? null,
      entry.until,
      entry.askedAt,
      entry.askedBy,
      auditRows([audit]),
    ],
    'waitlist_insert',
  );
}

/** They wait no longer. */
export async function end(
  tx: LockedTx,
  entryId: string,
  { at, outcome }: { readonly at: Instant; readonly outcome: 'granted' | 'withdrawn' },
  audit?: NewAuditEvent,
): Promise<void> {
  await tx.rows(
    `WITH ended AS (
       UPDATE waitlist_entry SET ended_at = ${fromMs('$3')}, outcome = $4::text
       WHERE clinic_id = $1::uuid AND id = $2::uuid AND ended_at IS NULL
     ),
     ${AUDIT('$5')}
     SELECT 1 AS done`,
    [tx.clinicId, entryId, at, outcome, auditRows(audit ? [audit] : [])],
    'waitlist_end',
  );
}
