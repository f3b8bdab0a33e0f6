import { audit, changedFields } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { updatePatient as endpoint, Patient } from '#server/contract/patients.endpoints.ts';
import { inClinic, type Tx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import { given } from '#server/platform/given.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as memberships from '#server/repositories/memberships.ts';
import * as patients from '#server/repositories/patients.ts';
import { valuesOf } from './personal-values.ts';
import { presentPatient } from './present-patient.ts';

export async function updatePatient(
  context: AccountContext,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<Patient> {
  const { db, actor, now } = context;
  const { before, after, userId, zone } = await inClinic(db, { actor, now }, async (tx) => ({
    ...(await correct(tx, context, params.id, body)),
    userId: await memberships.findUserOf(tx, params.id),
    zone: await clinicZone.find(tx),
  }));
  if (addressOf(before) !== addressOf(after)) await endAccess(context, addressOf(before), userId);
  return presentPatient(after, zone);
}

async function correct(
  tx: Tx,
  context: AccountContext,
  patientId: string,
  body: ParsedRequestOf<typeof endpoint>['body'],
): Promise<{ before: patients.PatientRecord; after: patients.PatientRecord }> {
  const before = await patients.findById(tx, patientId);
  const after = before && (await patients.update(tx, patientId, given(body)));
  if (!after) throw new AppError('not-found', 'There is no such patient.');
  const fields = changedFields(before, after);
  const only = (record: patients.PatientRecord) =>
    Object.fromEntries(fields.map((field) => [field, record[field]]));
  await auditEvents.insert(
    tx,
    audit(context, 'patient.update', {
      patientId,
      detail: { fields },
      personal: { ...valuesOf('before', only(before)), ...valuesOf('after', only(after)) },
    }),
  );
  return { before, after };
}

const addressOf = ({ email }: patients.PatientRecord): string | null => email?.toLowerCase() ?? null;

/** Patients sign in by their address: who read the mails of the one before comes in no more, and is in no longer. */
async function endAccess(
  { accounts }: AccountContext,
  formerAddress: string | null,
  userId: string | null,
): Promise<void> {
  if (formerAddress !== null) await accounts.patientCodes.end(formerAddress);
  if (userId !== null) await accounts.endAccess(userId);
}
