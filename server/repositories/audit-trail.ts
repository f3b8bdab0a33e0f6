import type { Sql } from '#server/db/in-clinic.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { AuditKind, Role } from '#server/scheduling/vocabulary.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { fromMs, ms } from './instant.ts';

export type AuditRecord = {
  readonly id: string;
  readonly at: Instant;
  readonly actorId: string | null;
  readonly actorRole: Role | null;
  readonly actorName: string | null;
  readonly kind: AuditKind;
  readonly patientId: string | null;
  readonly patientName: string | null;
  readonly subjects: Readonly<Record<string, string>>;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Null: erased since. */
  readonly values: readonly { readonly name: string; readonly value: string | null }[];
  readonly requestId: string;
  readonly address: string | null;
  readonly sequence: number | null;
};

export type AuditFilter = {
  readonly fromInstant?: Instant;
  readonly toInstant?: Instant;
  readonly actorId?: string;
  readonly patientId?: string;
  readonly kind?: AuditKind;
};

/**
 * Newest first. Names are those of today: the trail itself keeps ids. Of a restricted record that is not open to whoever
 * reads, it tells what was done by whom, without the name and without what is kept of the patient in words; but for why
 * somebody opened it in an emergency.
 */
export async function list(
  sql: Sql,
  filter: AuditFilter,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): Promise<{ items: AuditRecord[]; nextCursor?: string }> {
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const rows = await sql.rows<AuditRecord>(LIST, [
    sql.clinicId,
    filter.fromInstant ?? null,
    filter.toInstant ?? null,
    filter.actorId ?? null,
    filter.patientId ?? null,
    filter.kind ?? null,
    after ? Number(after.key) : null,
    after?.id ?? null,
    limit + 1,
  ]);
  return toPage(
    rows,
    limit,
    (row) => ({ key: String(row.at), id: row.id }),
    (row) => row,
  );
}

const LIST = `
  SELECT e.id, ${ms('e.at')} AS at, e.actor_id AS "actorId", e.actor_role AS "actorRole",
    coalesce(st.name, ap.given_name || ' ' || ap.family_name) AS "actorName",
    e.kind, e.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName",
    e.subjects, e.detail, e.request_id AS "requestId", e.address, s.sequence::float8 AS sequence,
    (SELECT coalesce(json_agg(json_build_object('name', d.name, 'value', v.value) ORDER BY d.name), '[]')
     FROM jsonb_object_keys(e.digests) AS d(name)
     LEFT JOIN audit_personal v ON v.clinic_id = e.clinic_id AND v.event_id = e.id AND v.name = d.name
     WHERE e.patient_id IS NULL OR p.id IS NOT NULL OR v.value IS NULL OR e.kind LIKE 'emergency-access.%') AS "values"
  FROM (
    SELECT * FROM audit_event e
    WHERE e.clinic_id = $1::uuid
      AND ($2::float8 IS NULL OR e.at >= ${fromMs('$2')})
      AND ($3::float8 IS NULL OR e.at < ${fromMs('$3')})
      AND ($4::uuid IS NULL OR e.actor_id = $4::uuid)
      AND ($5::uuid IS NULL OR e.patient_id = $5::uuid)
      AND ($6::text IS NULL OR e.kind = $6::text)
      AND ($7::float8 IS NULL OR (e.at, e.id) < (${fromMs('$7')}, $8::uuid))
    ORDER BY e.at DESC, e.id DESC
    LIMIT $9::int
  ) e
  LEFT JOIN staff st ON st.clinic_id = e.clinic_id AND st.id = e.actor_id
  LEFT JOIN patient ap ON ap.clinic_id = e.clinic_id AND ap.id = e.actor_id
  LEFT JOIN patient p ON p.clinic_id = e.clinic_id AND p.id = e.patient_id
  LEFT JOIN audit_seal s ON s.clinic_id = e.clinic_id AND s.event_id = e.id
  ORDER BY e.at DESC, e.id DESC`;

/** Everybody who works or has worked here, by name. */
export const listStaff = (sql: Sql): Promise<{ id: string; name: string; role: Role }[]> =>
  sql.rows<{ id: string; name: string; role: Role }>(
    'SELECT id, name, role FROM staff WHERE clinic_id = $1::uuid ORDER BY name, id',
    [sql.clinicId],
  );
