import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { Exposure, getExposure as endpoint } from '#server/contract/gates.endpoints.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import { readExposure } from './exposure.ts';

export const getExposure = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<Exposure> =>
  readOnRecord(context.db, context, async (sql) => {
    const exposure = await readExposure(sql, params.id, context.now);
    await auditEvents.insert(sql, audit(context, 'exposure.read', { patientId: params.id }));
    return exposure;
  });
