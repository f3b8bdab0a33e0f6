import type { AuditEvent } from '#server/contract/audit.endpoints.ts';
import type { AuditRecord } from '#server/repositories/audit-trail.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';

export const presentAuditEvent = (record: AuditRecord, zone: string): AuditEvent => ({
  id: record.id,
  at: formatInstant(record.at, zone),
  actor:
    record.actorId && record.actorRole
      ? { id: record.actorId, name: record.actorName, role: record.actorRole }
      : null,
  kind: record.kind,
  patient: record.patientId ? { id: record.patientId, name: record.patientName } : null,
  subjects: { ...record.subjects },
  detail: { ...record.detail },
  values: record.values.map((value) => ({ ...value })),
  requestId: record.requestId,
  address: record.address,
  sequence: record.sequence,
});
