import type { Queries, Sql } from '#server/db/in-clinic.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { ms } from './instant.ts';

/** An event as the chain covers it. Personal values are in it by their digests alone. */
export type SealableEvent = {
  readonly id: string;
  readonly at: Instant;
  readonly actorId: string | null;
  readonly actorRole: string | null;
  readonly kind: string;
  readonly patientId: string | null;
  readonly subjects: unknown;
  readonly requestId: string;
  readonly address: string | null;
  readonly detail: unknown;
  readonly digests: Readonly<Record<string, string>>;
};

export type Seal = { readonly sequence: number; readonly eventId: string; readonly digest: string };

const SEALABLE_COLUMNS = `
  e.id, ${ms('e.at')} AS at, e.actor_id AS "actorId", e.actor_role AS "actorRole", e.kind, e.patient_id AS "patientId",
  e.subjects, e.request_id AS "requestId", e.address, e.detail, e.digests`;

/** Clinics with something to seal. Through `beforeClinic`. */
export async function clinicsToSeal(queries: Queries): Promise<string[]> {
  const rows = await queries.rows<{ clinicId: string }>(
    'SELECT clinic_id AS "clinicId" FROM clinics_to_seal()',
  );
  return rows.map(({ clinicId }) => clinicId);
}

/** One sealer at a time in a clinic; false where there is one at work. Nobody else waits for this lock. */
export async function tryLock(sql: Sql): Promise<boolean> {
  const [answer] = await sql.rows<{ locked: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('evenkeel.audit ' || $1::text, 0)) AS locked`,
    [sql.clinicId],
  );
  return answer?.locked ?? false;
}

/** The newest seal; null before the first. */
export async function head(sql: Sql): Promise<Seal | null> {
  const [seal] = await sql.rows<Seal>(
    `SELECT s.sequence::float8 AS sequence, s.event_id AS "eventId", s.digest
     FROM audit_seal s WHERE s.clinic_id = $1::uuid ORDER BY s.sequence DESC LIMIT 1`,
    [sql.clinicId],
    'audit_head',
  );
  return seal ?? null;
}

/** Events that are committed and await their seal, by the time their ids were made. */
export const unsealed = (sql: Sql, limit: number): Promise<SealableEvent[]> =>
  sql.rows<SealableEvent>(
    `SELECT ${SEALABLE_COLUMNS}
     FROM audit_unsealed u JOIN audit_event e ON e.clinic_id = u.clinic_id AND e.id = u.event_id
     WHERE u.clinic_id = $1::uuid ORDER BY u.event_id LIMIT $2::int`,
    [sql.clinicId, limit],
    'audit_unsealed',
  );

/** They await no more. Twice is refused: an event has one seal. */
export async function insert(sql: Sql, seals: readonly Seal[]): Promise<void> {
  await sql.rows(
    `WITH seals AS (
       SELECT * FROM json_to_recordset($2::json) AS x(sequence int8, "eventId" uuid, digest text)
     ), added AS (
       INSERT INTO audit_seal (clinic_id, sequence, event_id, digest)
       SELECT $1::uuid, sequence, "eventId", digest FROM seals
     )
     DELETE FROM audit_unsealed u USING seals WHERE u.clinic_id = $1::uuid AND u.event_id = seals."eventId"`,
    [sql.clinicId, JSON.stringify(seals)],
    'audit_seal_insert',
  );
}

export type SealedEvent = Seal & {
  /** Null where there is a seal, and no event any more. */
  readonly event: SealableEvent | null;
  /** What is still kept of the values that `digests` are of. */
  readonly values: readonly { readonly name: string; readonly value: string; readonly salt: string }[];
};

/** The chain after a sequence, in order. */
export async function chain(sql: Sql, after: number, limit: number): Promise<SealedEvent[]> {
  const rows = await sql.rows<Seal & { values: SealedEvent['values'] } & Partial<SealableEvent>>(
    `SELECT s.sequence::float8 AS sequence, s.event_id AS "eventId", s.digest, ${SEALABLE_COLUMNS},
       (SELECT coalesce(json_agg(json_build_object('name', p.name, 'value', p.value, 'salt', p.salt) ORDER BY p.name), '[]')
        FROM audit_personal p WHERE p.clinic_id = s.clinic_id AND p.event_id = s.event_id) AS "values"
     FROM audit_seal s LEFT JOIN audit_event e ON e.clinic_id = s.clinic_id AND e.id = s.event_id
     WHERE s.clinic_id = $1::uuid AND s.sequence > $2::int8 ORDER BY s.sequence LIMIT $3::int`,
    [sql.clinicId, after, limit],
    'audit_chain',
  );
  return rows.map(({ sequence, eventId, digest, values, ...event }) => ({
    sequence,
    eventId,
    digest,
    values,
    event: event.id ? (event as SealableEvent) : null,
  }));
}

export type Loose = {
  /** Events that await their seal. */
  readonly waiting: number;
  /** Events that have none and await none: written past the application. */
  readonly neverSealed: readonly string[];
  /** Events that awaited their seal, and are no more. */
  readonly goneBeforeSeal: readonly string[];
};

/** What is outside the chain. */
export async function loose(sql: Sql): Promise<Loose> {
  const [found] = await sql.rows<Loose>(
    `SELECT
       (SELECT count(*)::int FROM audit_unsealed u WHERE u.clinic_id = $1::uuid) AS waiting,
       ARRAY(
         SELECT e.id::text FROM audit_event e
         WHERE e.clinic_id = $1::uuid
           AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.clinic_id = e.clinic_id AND s.event_id = e.id)
           AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.clinic_id = e.clinic_id AND u.event_id = e.id)
         ORDER BY e.id
       ) AS "neverSealed",
       ARRAY(
         SELECT u.event_id::text FROM audit_unsealed u
         WHERE u.clinic_id = $1::uuid
           AND NOT EXISTS (SELECT FROM audit_event e WHERE e.clinic_id = u.clinic_id AND e.id = u.event_id)
         ORDER BY u.event_id
       ) AS "goneBeforeSeal"`,
    [sql.clinicId],
  );
  return found ?? { waiting: 0, neverSealed: [], goneBeforeSeal: [] };
}

/** Takes away what the trail keeps of a patient in words. The chain holds: it covers digests. */
export async function forget(sql: Sql, patientId: string, adminId: string): Promise<number> {
  const [answer] = await sql.rows<{ forgotten: number }>(
    'SELECT forget_in_audit($1::uuid, $2::uuid) AS forgotten',
    [patientId, adminId],
  );
  return answer?.forgotten ?? 0;
}
