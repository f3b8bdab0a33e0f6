import { audit } from '#server/booking/audit.ts';
import { knownPatient } from '#server/booking/known.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { closeEmergencyAccess as endpoint } from '#server/contract/restriction.endpoints.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as patients from '#server/repositories/patients.ts';
import * as restrictions from '#server/repositories/restrictions.ts';

/** Answers the same to whom the record is open anyhow. */
export const closeEmergencyAccess = (
  context: Context,
  { params: { id: patientId } }: ParsedRequestOf<typeof endpoint>,
): Promise<Record<string, never>> =>
  inClinic(context.db, context, async (tx) => {
    const { actor, now } = context;
    knownPatient(await patients.findById(tx, patientId));
    const closed = await restrictions.close(tx, { patientId, staffId: actor.personId, at: now });
    for (const { id } of closed) {
      await auditEvents.insert(
        tx,
        audit(context, 'emergency-access.close', { patientId, subjects: { emergencyAccessId: id } }),
      );
    }
    return {};
  });
