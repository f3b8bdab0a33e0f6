import type { exportAuditEvents } from '#server/contract/audit.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { given } from '#server/platform/given.ts';
import type { AuditFilter } from '#server/repositories/audit-trail.ts';
import { addDays, startOfDay } from '#server/scheduling/time/clinic-time.ts';

/** What was asked for, by the clinic's days. */
export const askedEvents = (
  { from, to, actor, patient, kind }: ParsedRequestOf<typeof exportAuditEvents>['query'],
  zone: string,
): AuditFilter =>
  given({
    fromInstant: from === undefined ? undefined : startOfDay(from, zone),
    toInstant: to === undefined ? undefined : startOfDay(addDays(to, 1), zone),
    actorId: actor,
    patientId: patient,
    kind,
  });
