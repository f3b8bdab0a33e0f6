import { knownPatient } from '#server/booking/known.ts';
import type { getAccessHistory as endpoint } from '#server/contract/audit.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { given } from '#server/platform/given.ts';
import * as auditTrail from '#server/repositories/audit-trail.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as patients from '#server/repositories/patients.ts';
import { presentAuditEvent } from './present-audit-event.ts';

export const getAccessHistory = (
  { db, actor, now }: Context,
  { params, query }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const zone = await clinicZone.find(sql);
    knownPatient(await patients.findById(sql, params.id));
    const page = await auditTrail.list(sql, { patientId: params.id }, given(query));
    return { ...page, items: page.items.map((event) => presentAuditEvent(event, zone)) };
  });
