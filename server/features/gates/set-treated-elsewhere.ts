import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { Exposure, setTreatedElsewhere as endpoint } from '#server/contract/gates.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as exposures from '#server/repositories/exposures.ts';
import { readExposure } from './exposure.ts';

/** Whether there were sessions that are not counted here: yes, no, or nobody knows. */
export const setTreatedElsewhere = (
  context: Context,
  { params, body: { elsewhere } }: ParsedRequestOf<typeof endpoint>,
): Promise<Exposure> =>
  inClinic(context.db, context, async (tx) => {
    const before = await readExposure(tx, params.id, context.now);
    await exposures.setElsewhere(tx, params.id, elsewhere);
    await auditEvents.insert(
      tx,
      audit(context, 'exposure.set', {
        patientId: params.id,
        detail: { before: { elsewhere: before.elsewhere }, after: { elsewhere } },
      }),
    );
    return { ...before, elsewhere };
  });
