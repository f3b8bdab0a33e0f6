import type { listAuditEvents as endpoint } from '#server/contract/audit.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { given } from '#server/platform/given.ts';
import * as auditTrail from '#server/repositories/audit-trail.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import { askedEvents } from './asked-events.ts';
import { presentAuditEvent } from './present-audit-event.ts';

export const listAuditEvents = (
  { db, actor, now }: Context,
  { query: { limit, cursor, ...asked } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const zone = await clinicZone.find(sql);
    const page = await auditTrail.list(sql, askedEvents(asked, zone), given({ limit, cursor }));
    return {
      ...page,
      items: page.items.map((event) => presentAuditEvent(event, zone)),
      staff: await auditTrail.listStaff(sql),
    };
  });
