import type { LockedTx, Sql } from '#server/db/in-clinic.ts';
import type { Fill } from '#server/scheduling/backfill/backfill.ts';
import type { Block } from '#server/scheduling/protocol.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { AUDIT, auditRows, type NewAuditEvent } from './audit-events.ts';
import { REPACK, type Repacked } from './course-writes.ts';
import { fromMs, ms } from './instant.ts';

export type OfferAnswer = 'accepted' | 'declined' | 'withdrawn';

export type ChairOfferRecord = {
  readonly id: string;
  /** The freed chair that was offered: the step of history that freed it. */
  readonly freedChairId: string;
  readonly patientId: string;
  readonly courseId: string;
  readonly kind: Fill['kind'];
  readonly sessionId: string | null;
  readonly waitlistEntryId: string | null;
  readonly poolId: string;
  readonly chairId: string;
  readonly chairName: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly madeAt: Instant;
  readonly madeBy: { readonly id: string; readonly name: string };
  /** When it ends by itself; once it is answered, when it was. */
  readonly heldUntil: Instant;
  readonly answer: OfferAnswer | null;
  /** Null where the record is not open to whoever asks. */
  readonly patientName: string | null;
};

const SELECT_OFFERS = `
  SELECT o.id, o.freed_event_id AS "freedChairId", o.patient_id AS "patientId", o.course_id AS "courseId", o.kind,
    o.session_id AS "sessionId", o.waitlist_entry_id AS "waitlistEntryId", o.pool_id AS "poolId",
    o.chair_id AS "chairId", ch.name AS "chairName", ${ms('o.starts_at')} AS "startsAt", ${ms('o.ends_at')} AS "endsAt",
    ${ms('o.made_at')} AS "madeAt", json_build_object('id', st.id, 'name', st.name) AS "madeBy",
    ${ms('o.held_until')} AS "heldUntil", o.answer, p.given_name || ' ' || p.family_name AS "patientName"
  FROM chair_offer o
  JOIN chair ch ON ch.clinic_id = o.clinic_id AND ch.id = o.chair_id
  JOIN staff st ON st.clinic_id = o.clinic_id AND st.id = o.made_by
  LEFT JOIN patient p ON p.clinic_id = o.clinic_id AND p.id = o.patient_id
  WHERE o.clinic_id = $1::uuid`;

/** Every offer that was made of these freed chairs, the oldest first. */
export const listOfChairs = (sql: Sql, freedChairIds: readonly string[]): Promise<ChairOfferRecord[]> =>
  sql.rows<ChairOfferRecord>(
    `${SELECT_OFFERS} AND o.freed_event_id = ANY ($2::uuid[]) ORDER BY o.made_at, o.id`,
    [sql.clinicId, freedChairIds],
    'chair_offers',
  );

/** Those that hold a chair at a moment and begin in a stretch: for the board. */
export const listHeld = (
  sql: Sql,
  { from, to, now }: { readonly from: Instant; readonly to: Instant; readonly now: Instant },
): Promise<ChairOfferRecord[]> =>
  sql.rows<ChairOfferRecord>(
    `${SELECT_OFFERS} AND o.answer IS NULL AND o.held_until > ${fromMs('$4')}
       AND o.starts_at >= ${fromMs('$2')} AND o.starts_at < ${fromMs('$3')}
     ORDER BY o.starts_at, ch.position, o.id`,
    [sql.clinicId, from, to, now],
    'chair_offers_held',
  );

export async function findById(sql: Sql, offerId: string): Promise<ChairOfferRecord | null> {
  const [offer] = await sql.rows<ChairOfferRecord>(
    `${SELECT_OFFERS} AND o.id = $2::uuid`,
    [sql.clinicId, offerId],
    'chair_offer_by_id',
  );
  return offer ?? null;
}

/** Does a patient have an offer that nobody has answered yet? */
export async function hasOpen(sql: Sql, patientId: string, now: Instant): Promise<boolean> {
  const rows = await sql.rows(
    `SELECT FROM chair_offer WHERE clinic_id = $1::uuid AND patient_id = $2::uuid AND answer IS NULL
       AND held_until > ${fromMs('$3')}`,
    [sql.clinicId, patientId, now],
    'chair_offer_of_patient',
  );
  return rows.length > 0;
}

export type NewChairOffer = {
  readonly id: string;
  readonly freedChairId: string;
  readonly patientId: string;
  readonly courseId: string;
  readonly fill: Fill;
  readonly waitlistEntryId: string | null;
  readonly poolId: string;
  readonly chairId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly block: Block;
  readonly madeAt: Instant;
  readonly madeBy: string;
  readonly heldUntil: Instant;
};

/** The chair is held from now on. Others may change chairs to make room. */
export async function insert(
  tx: LockedTx,
  offer: NewChairOffer,
  repack: readonly Repacked[],
  audit: NewAuditEvent,
): Promise<void> {
  const { block, fill, ...rest } = offer;
  const row = { ...rest, ...block, kind: fill.kind, sessionId: fill.kind === 'move' ? fill.sessionId : null };
  await tx.rows(
    `WITH made AS (
       INSERT INTO chair_offer (
         clinic_id, id, freed_event_id, patient_id, course_id, session_id, waitlist_entry_id, kind, pool_id, chair_id,
         starts_at, ends_at, prep_minutes, administration_minutes, observation_minutes, turnover_minutes,
         made_at, made_by, held_until
       )
       SELECT $1::uuid, x.id, x."freedChairId", x."patientId", x."courseId", x."sessionId", x."waitlistEntryId", x.kind,
         x."poolId", x."chairId", ${fromMs('x."startsAt"')}, ${fromMs('x."endsAt"')},
         x.prep, x.administration, x.observation, x.turnover, ${fromMs('x."madeAt"')}, x."madeBy", ${fromMs('x."heldUntil"')}
       FROM json_to_recordset($2::json) AS x(
         id uuid, "freedChairId" uuid, "patientId" uuid, "courseId" uuid, "sessionId" uuid, "waitlistEntryId" uuid,
         kind text, "poolId" uuid, "chairId" uuid, "startsAt" float8, "endsAt" float8, prep int2, administration int2,
         observation int2, turnover int2, "madeAt" float8, "madeBy" uuid, "heldUntil" float8
       )
     ),
     ${REPACK('$3', '')},
     ${AUDIT('$4')}
     SELECT 1 AS done`,
    [tx.clinicId, JSON.stringify([row]), JSON.stringify(repack), auditRows([audit])],
    'chair_offer_insert',
  );
}

/** The offer is over, and its chair no longer held by it. */
export async function answer(
  tx: LockedTx,
  offerId: string,
  given: { readonly answer: OfferAnswer; readonly at: Instant; readonly by: string },
  audit: NewAuditEvent,
): Promise<void> {
  await tx.rows(
    `WITH answered AS (
       UPDATE chair_offer SET answer = $3::text, held_until = ${fromMs('$4')}, answered_by = $5::uuid
       WHERE clinic_id = $1::uuid AND id = $2::uuid AND answer IS NULL
     ),
     ${AUDIT('$6')}
     SELECT 1 AS done`,
    [tx.clinicId, offerId, given.answer, given.at, given.by, auditRows([audit])],
    'chair_offer_answer',
  );
}

/** Was a chair that a change of these sessions gave up offered to anybody, and not by mistake? */
export async function wasOffered(
  sql: Sql,
  change: { readonly sessionIds: readonly string[]; readonly at: Instant },
): Promise<boolean> {
  const rows = await sql.rows(
    `SELECT FROM chair_offer o
     JOIN session_event e ON e.clinic_id = o.clinic_id AND e.id = o.freed_event_id
     WHERE o.clinic_id = $1::uuid AND e.session_id = ANY ($2::uuid[]) AND e.at = ${fromMs('$3')}
       AND o.answer IS DISTINCT FROM 'withdrawn'`,
    [sql.clinicId, change.sessionIds, change.at],
    'chair_offered',
  );
  return rows.length > 0;
}
