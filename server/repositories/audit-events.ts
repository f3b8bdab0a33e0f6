import type { Sql } from '#server/db/in-clinic.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { AuditKind, Role } from '#server/scheduling/vocabulary.ts';
import { fromMs } from './instant.ts';

export type PersonalValue = { readonly name: string; readonly value: string; readonly salt: string };

export type NewAuditEvent = {
  readonly id: string;
  readonly at: Instant;
  readonly actorId: string | null;
  readonly actorRole: Role | null;
  readonly kind: AuditKind;
  readonly patientId: string | null;
  readonly subjects: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly address: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly digests: Readonly<Record<string, string>>;
  /** What `digests` are of. Kept in a table from which it can be erased. */
  readonly values: readonly PersonalValue[];
};

export const auditRows = (events: readonly NewAuditEvent[]): string => JSON.stringify(events);

/**
 * The audit trail's part of a statement that writes something: with it or not at all, and in its round trip. $1 is the
 * clinic; the parameter holds `auditRows`; `also` joins what must have happened. Unchained: the sealer comes later, and
 * nobody waits for it.
 */
export const AUDIT = (parameter: string, also = ''): string => `
  audited AS (
    INSERT INTO audit_event (
      clinic_id, id, at, actor_id, actor_role, kind, patient_id, subjects, request_id, address, detail, digests
    )
    SELECT $1::uuid, x.id, ${fromMs('x.at')}, x."actorId", x."actorRole", x.kind, x."patientId", x.subjects, x."requestId",
      x.address, x.detail, x.digests
    FROM json_to_recordset(${parameter}::json) AS x(
      id uuid, at float8, "actorId" uuid, "actorRole" text, kind text, "patientId" uuid, subjects jsonb, "requestId" text,
      address text, detail jsonb, digests jsonb
    )${also}
    RETURNING id
  ),
  unsealed AS (
    INSERT INTO audit_unsealed (clinic_id, event_id) SELECT $1::uuid, audited.id FROM audited
  ),
  personal AS (
    INSERT INTO audit_personal (clinic_id, event_id, name, value, salt)
    SELECT $1::uuid, x.id, v.name, v.value, v.salt
    FROM json_to_recordset(${parameter}::json) AS x(id uuid, "values" json)
      CROSS JOIN LATERAL json_to_recordset(x."values") AS v(name text, value text, salt text)${also}
  )`;

/** For what is written by other means, and for reads. In their transaction. */
export async function insert(sql: Sql, event: NewAuditEvent): Promise<void> {
  await sql.rows(`WITH ${AUDIT('$2')} SELECT 1 AS done`, [sql.clinicId, auditRows([event])], 'audit_insert');
}
