import { audit } from '#server/booking/audit.ts';
import { knownPatient } from '#server/booking/known.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { EmergencyAccess, openInEmergency as endpoint } from '#server/contract/restriction.endpoints.ts';
import { inClinic, type Tx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicSettings from '#server/repositories/clinic-settings.ts';
import * as patients from '#server/repositories/patients.ts';
import * as restrictions from '#server/repositories/restrictions.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { emergencyAccessMail } from './mails.ts';
import { presentAccess } from './present-restriction.ts';

/** Nobody is asked, and everybody who answers for it is told: by a line of its own on record, and by mail to each admin. */
export async function openInEmergency(
  context: AccountContext,
  { params: { id: patientId }, body: { reason } }: ParsedRequestOf<typeof endpoint>,
): Promise<EmergencyAccess> {
  const { db, actor, now, newId, mailer, pageUrl, afterwards } = context;
  const { access, clinic, admins } = await inClinic(db, context, async (tx) => {
    await refuseOpen(tx, patientId);
    const id = newId();
    const until = await restrictions.open(tx, { id, patientId, staffId: actor.personId, openedAt: now });
    const settings = await clinicSettings.find(tx);
    await auditEvents.insert(
      tx,
      audit(context, 'emergency-access.open', {
        patientId,
        subjects: { emergencyAccessId: id },
        detail: { until: formatInstant(until, settings.zone) },
        personal: { reason },
      }),
    );
    return {
      access: { id, openedBy: { id: actor.personId, name: actor.name }, openedAt: now, until },
      clinic: settings,
      admins: await restrictions.listAdmins(tx),
    };
  });
  const told = {
    clinicName: clinic.name,
    by: actor,
    at: now,
    zone: clinic.zone,
    link: `${pageUrl}/audit?patient=${patientId}`,
  };
  // Each by itself: an address that takes no mail keeps nobody else from hearing of it.
  for (const admin of admins) afterwards(() => mailer.send(emergencyAccessMail(admin, told)));
  return presentAccess(access, actor.personId, clinic.zone);
}

async function refuseOpen(tx: Tx, patientId: string): Promise<void> {
  if ((await restrictions.findClosed(tx, [patientId])) === patientId) return;
  knownPatient(await patients.findById(tx, patientId));
  throw new AppError('record-open');
}
