import { audit } from '#server/booking/audit.ts';
import type { AuditEvent, exportAuditEvents as endpoint } from '#server/contract/audit.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { toCsv } from '#server/platform/csv.ts';
import { given } from '#server/platform/given.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as auditTrail from '#server/repositories/audit-trail.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import { askedEvents } from './asked-events.ts';
import { presentAuditEvent } from './present-audit-event.ts';

/** A spreadsheet takes no more with ease, and an answer is made whole before it is sent. */
const MOST = 20_000;

/** Who takes the trail away is written down in it. */
export const exportAuditEvents = (
  context: Context,
  { query }: ParsedRequestOf<typeof endpoint>,
): Promise<string> =>
  readOnRecord(context.db, context, async (sql) => {
    const zone = await clinicZone.find(sql);
    const { items } = await auditTrail.list(sql, askedEvents(query, zone), { limit: MOST });
    const { patient, ...asked } = given(query);
    await auditEvents.insert(
      sql,
      audit(context, 'audit.export', { patientId: patient ?? null, detail: { asked, lines: items.length } }),
    );
    return toCsv(
      items.map((event) => rowOf(presentAuditEvent(event, zone))),
      COLUMNS,
    );
  });

const COLUMNS = [
  'Time',
  'Who',
  'Role',
  'What',
  'Patient',
  'Patient id',
  'Subjects',
  'Detail',
  'Values',
  'Address',
  'Request',
  'Place in the chain',
] as const;

const rowOf = (event: AuditEvent): Record<(typeof COLUMNS)[number], string | number> => ({
  Time: event.at,
  Who: event.actor ? (event.actor.name ?? event.actor.id) : '',
  Role: event.actor?.role ?? '',
  What: event.kind,
  Patient: event.patient ? (event.patient.name ?? event.patient.id) : '',
  'Patient id': event.patient?.id ?? '',
  Subjects: JSON.stringify(event.subjects),
  Detail: JSON.stringify(event.detail),
  Values: event.values.map(({ name, value }) => `${name}: ${value ?? '(erased)'}`).join('\n'),
  Address: event.address ?? '',
  Request: event.requestId,
  'Place in the chain': event.sequence ?? '',
});
